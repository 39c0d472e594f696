/** Whose fault an error is; decides who has to act, and whether a retry can help. */
export type Fault = 'user' | 'data' | 'resource' | 'unsupported' | 'bug';

/** One row of the error catalogue. */
export interface CatalogueEntry {
  readonly fault: Fault;
  /** What happened, in a few words. */
  readonly title: string;
  /** What to do about it. */
  readonly mend: string;
}
