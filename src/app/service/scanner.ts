import { createClamdScanner, noScanner } from '../../gateway/scan/index.js';
import type { ReadyScanner } from '../../gateway/scanner.js';
import type { ScannerConfig } from './resolve.js';

/** Of a service without channels: nothing comes to it, and nothing would pass it. */
const absent: ReadyScanner = {
  name: 'no scanner is said',
  scan: async () => ({ kind: 'unscanned', why: 'the configuration says nothing of a scanner' }),
  status: async () => ({ isReady: true, version: 'no channels' }),
};

/** The scanner that a configuration asks for. */
export const scannerOf = (config: ScannerConfig | undefined): ReadyScanner => {
  if (config === undefined) return absent;
  if (config.kind === 'none') return noScanner;
  return createClamdScanner(config.address, { timeout: config.timeout });
};
