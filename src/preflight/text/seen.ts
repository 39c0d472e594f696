import type { Encoding, FoundEncoding } from '../../base/encoding.js';
import type { PinnedColumns } from './columns.js';
import type { PinnedDialect, RatedDialect } from './dialect.js';
import type { Layout, PinnedLayout } from './layout.js';
import type { Dialect, TextRecord } from './records.js';
import type { Settled } from './settle.js';

/** What the document says of how a file is written; it is not looked for. */
export interface PinnedText extends PinnedDialect, PinnedLayout, PinnedColumns {
  readonly names?: readonly string[];
  readonly encoding?: Encoding;
  /** Whether the text was made of another format. */
  readonly isForeign?: boolean;
  /** Whether null bytes between characters are left out as a matter of course. */
  readonly dropsNullBytes?: boolean;
  /** Whether quotes that nothing escapes are characters as a matter of course. */
  readonly keepsStrayQuotes?: boolean;
}

/** All that was seen, for the decisions. */
export interface Seen {
  readonly encoding: FoundEncoding;
  readonly rated: readonly RatedDialect[];
  readonly dialect: Dialect;
  readonly text: string;
  readonly all: readonly TextRecord[];
  readonly layout: Layout;
  readonly given: readonly string[];
  readonly names: readonly string[];
  readonly settled: Settled;
  readonly pinned: PinnedText;
}
