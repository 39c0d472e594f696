import { isIP } from 'node:net';

/** Whether an address is one that only this host can reach. */
export const isLoopback = (host: string): boolean => {
  if (host === 'localhost' || host === '::1') return true;
  return isIP(host) === 4 && host.startsWith('127.');
};
