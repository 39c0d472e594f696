/** What a scanner says of some bytes. Only `clean` promotes. */
export type ScanVerdict =
  | { readonly kind: 'clean' }
  | { readonly kind: 'infected'; readonly signature: string }
  /** Not scanned: the scanner is down, too slow, or does not take such a file. */
  | { readonly kind: 'unscanned'; readonly why: string };

/** Looks for malware. It never throws: what goes wrong is `unscanned`. */
export interface Scanner {
  /** For people and records: `clamd at 127.0.0.1:3310`, `no scanner`. */
  readonly name: string;
  readonly scan: (bytes: AsyncIterable<Uint8Array>, signal: AbortSignal) => Promise<ScanVerdict>;
}
