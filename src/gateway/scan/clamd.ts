import type { ReadyScanner, ScannerStatus, ScanVerdict } from '../scanner.js';
import { addressText, type ClamdAddress } from './address.js';
import { instream } from './instream.js';
import { createPatience } from './patience.js';
import { clamdStatus } from './status.js';
import { unscanned } from './verdict.js';

export interface ClamdOptions {
  /** Milliseconds that clamd may take for an answer, or to take more bytes. */
  readonly timeout?: number;
  /** Bytes that are sent at a time. */
  readonly chunk?: number;
}

const TIMEOUT = 60_000;
const CHUNK = 128 * 1024;

/** A good verdict counts only of a scanner that tells what it did not look at; each names the scanner's version. */
const weighed = (verdict: ScanVerdict, status: ScannerStatus, name: string): ScanVerdict => {
  if (verdict.kind === 'unscanned') return verdict;
  if (status.isReady) return { ...verdict, by: `${name} (${status.version})` };
  return verdict.kind === 'infected' ? verdict : unscanned(status.why);
};

/**
 * A scanner that asks a clamd (`INSTREAM`), one connection for each file. What it does not say `OK` of after it had
 * all bytes is not clean.
 */
export const createClamdScanner = (
  address: ClamdAddress,
  { timeout = TIMEOUT, chunk = CHUNK }: ClamdOptions = {},
): ReadyScanner => {
  const name = `clamd at ${addressText(address)}`;
  const status = (signal: AbortSignal) => clamdStatus(address, createPatience(timeout, signal));
  return {
    name,
    status,
    scan: async (bytes, signal) => {
      // Asked anew for each file: a clamd may be started again, with other settings, at any time.
      const [verdict, able] = await Promise.all([
        instream(address, bytes, chunk, createPatience(timeout, signal)),
        status(signal),
      ]);
      return weighed(verdict, able, name);
    },
  };
};
