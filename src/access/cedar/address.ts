import { isIP } from 'node:net';

const MAPPED = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/**
 * An address as Cedar reads it; undefined for what is none, so that rules which ask for one do not hold. One of IPv4 that
 * came by a socket of IPv6 is what it is, or a rule of `10.0.0.0/8` would not hold for it.
 */
export const cedarAddress = (address: string): string | undefined => {
  const [, mapped] = MAPPED.exec(address) ?? [];
  const plain = mapped ?? address.replace(/%.*$/, '');
  return isIP(plain) === 0 ? undefined : plain;
};
