import { isIP } from 'node:net';
import * as z from 'zod';
import { durationText, millisecondsOf } from '../policies/duration.js';
import { bytesOf, sizeText } from '../resources.js';

/** A size of which something is left: nothing fits into `0MB`. */
export const someBytes = sizeText.refine(
  (text) => bytesOf(text) > 0 && Number.isSafeInteger(bytesOf(text)),
  'must be more than nothing, and no more than a disk holds',
);

const RATE = /^(\d{1,9})\s*\/\s*(\d+(?:\.\d+)?\s*(?:ms|s|m|h|d))$/;

/** How many within how long. */
export interface Rate {
  readonly count: number;
  /** Milliseconds. */
  readonly per: number;
}

/** The rate that a text such as `600/1m` says. */
export const rateOf = (text: string): Rate => {
  const [, count = '0', per = '0ms'] = RATE.exec(text) ?? [];
  return { count: Number(count), per: millisecondsOf(per) };
};

/** `600/1m`: so many within a time. */
export const rateText = z
  .string()
  .regex(RATE, 'a number within a time, for example 600/1m')
  .refine(
    (text) =>
      !RATE.test(text) || (rateOf(text).count > 0 && durationText.safeParse(RATE.exec(text)?.[2]).success),
    'must be at least one within at most 24 days',
  );

/** Where a clamd listens. */
export type ScannerAddress = { readonly host: string; readonly port: number } | { readonly socket: string };

const TCP = /^(\[[0-9A-Fa-f:.]+\]|[^\s:/[\]]+):(\d{1,5})$/;
const SOCKET = /^unix:(\/.+)$/;

/** The address that a text such as `127.0.0.1:3310` or `unix:/run/clamd.sock` says; undefined where it says none. */
export const scannerAddressOf = (text: string): ScannerAddress | undefined => {
  const socket = SOCKET.exec(text)?.[1];
  if (socket !== undefined) return { socket };
  const [, host, port] = TCP.exec(text) ?? [];
  if (host === undefined || Number(port) < 1 || Number(port) > 65_535) return undefined;
  return { host: host.replaceAll(/[[\]]/g, ''), port: Number(port) };
};

/** `127.0.0.1:3310`, `[::1]:3310`, `unix:/run/clamd.sock`. */
export const scannerAddressText = z
  .string()
  .refine(
    (text) => scannerAddressOf(text) !== undefined,
    'must be HOST:PORT or unix:PATH, for example 127.0.0.1:3310 or unix:/run/clamav/clamd.ctl',
  );

const isOrigin = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { origin, protocol } = new URL(text);
  return protocol === 'https:' && [origin, `${origin}/`].includes(text.toLowerCase());
};

/** `https://data.example.com`: no path, as cookies and redirections are for the whole of it. */
export const publicUrl = z
  .string()
  .refine(isOrigin, 'must be https and a host, for example https://data.example.com');

const isTrusted = (text: string): boolean => {
  const [address = '', bits] = text.split('/');
  const version = isIP(address);
  if (version === 0) return false;
  return (
    bits === undefined ||
    (/^\d{1,3}$/.test(bits) && Number(bits) > 0 && Number(bits) <= (version === 4 ? 32 : 128))
  );
};

/** An address of IPv4 or IPv6, or a network that is not all of them. */
export const trustedAddress = z
  .string()
  .refine(isTrusted, 'must be an address or a network, for example 127.0.0.1 or 10.0.0.0/24');
