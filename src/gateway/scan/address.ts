/** Where a clamd listens: over TCP, or at a socket of this host. */
export type ClamdAddress = { readonly host: string; readonly port: number } | { readonly socket: string };

/** `127.0.0.1:3310`, `[::1]:3310`, `unix:/run/clamd.sock`. */
export const addressText = (address: ClamdAddress): string => {
  if ('socket' in address) return `unix:${address.socket}`;
  return address.host.includes(':') ? `[${address.host}]:${address.port}` : `${address.host}:${address.port}`;
};
