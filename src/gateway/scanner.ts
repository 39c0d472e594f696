/** What a scanner says of some bytes. Only `clean` promotes; `by` names the scanner with the version of what it knows. */
export type ScanVerdict =
  | { readonly kind: 'clean'; readonly by?: string }
  | { readonly kind: 'infected'; readonly signature: string; readonly by?: string }
  /** Not scanned: the scanner is down, too slow, or does not take such a file. */
  | { readonly kind: 'unscanned'; readonly why: string };

/** Looks for malware. It never throws: what goes wrong is `unscanned`. */
export interface Scanner {
  /** For people and records: `clamd at 127.0.0.1:3310`, `no scanner`. */
  readonly name: string;
  readonly scan: (bytes: AsyncIterable<Uint8Array>, signal: AbortSignal) => Promise<ScanVerdict>;
}

/** Whether a scanner can do its work at this moment. */
export type ScannerStatus =
  | { readonly isReady: true; readonly version: string }
  | { readonly isReady: false; readonly why: string };

/** A scanner that can be asked whether it is ready. Neither of its functions throws. */
export interface ReadyScanner extends Scanner {
  readonly status: (signal: AbortSignal) => Promise<ScannerStatus>;
}
