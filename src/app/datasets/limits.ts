/** What reading may use, and what one question may. */
export interface ReadingLimits {
  /** Bytes of memory of the engine of each dataset that is open, and of each query. */
  readonly memory: number;
  readonly threads: number;
  /** Datasets that stay open, each as somebody may see it. */
  readonly open: number;
  /** Datasets that are made readable at once: each takes memory and processors for it. */
  readonly openings: number;
  /** Milliseconds after which one that nobody reads is closed. */
  readonly idle: number;
  /** Milliseconds that making rows readable may take, and that an export may. */
  readonly opening: number;
  /** Milliseconds that a page, a profile or a query may take. */
  readonly question: number;
  /** Rows of a dataset of which all are written as JSON beforehand, for pages to be cut out. */
  readonly pageRows: number;
  /** Bytes of answers that are kept. */
  readonly cache: number;
  /** Queries and exports of one person at once. */
  readonly perPerson: number;
  /** Rows and bytes of an export. */
  readonly exportRows: number;
  readonly exportBytes: number;
}

export const usualLimits: ReadingLimits = {
  memory: 256_000_000,
  threads: 2,
  open: 8,
  openings: 2,
  idle: 300_000,
  opening: 300_000,
  question: 30_000,
  pageRows: 5_000_000,
  cache: 64_000_000,
  perPerson: 2,
  exportRows: 50_000_000,
  exportBytes: 10_000_000_000,
};
