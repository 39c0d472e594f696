/** A file on the web that is wanted. */
export interface FetchRequest {
  /** Absolute, `http:` or `https:`. */
  readonly url: string;
  /** Absolute path of the file that is made, with its folders. */
  readonly path: string;
  /** Ends it; the reason is thrown. */
  readonly signal: AbortSignal;
}

/**
 * Fetches a file whole: what is in it is what the server says that it sent, or nothing is there.
 *
 * @throws MR3004 where there is no such file; MR3040 to MR3042 for what keeps it from being fetched
 */
export type FetchFile = (request: FetchRequest) => Promise<void>;
