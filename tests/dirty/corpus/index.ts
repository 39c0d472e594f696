import type { Defect } from '../dirty-file.js';
import { bigIntegers } from './big-integers.js';
import { dates } from './dates.js';
import { delimiters } from './delimiters.js';
import { empty } from './empty.js';
import { bom, utf16, windows } from './encodings.js';
import { tooFewFields, tooManyFields } from './field-counts.js';
import { footer } from './footer.js';
import { damagedGzip, wholeGzip } from './gzip.js';
import { blankHeaders, duplicateHeaders } from './header-names.js';
import { headerOnly } from './header-only.js';
import { threeHeaderRows, twoHeaderRows } from './header-rows.js';
import { hugeField } from './huge-field.js';
import { leadingZeros } from './leading-zeros.js';
import { finalLineEnds, lineEnds, mixedLineEnds } from './lines.js';
import { numberMarks } from './marks.js';
import { newlines } from './newlines.js';
import { noHeader } from './no-header.js';
import { nulBytes } from './nul-bytes.js';
import { nullWords } from './null-words.js';
import { otherDelimiter } from './other-delimiter.js';
import { preamble } from './preamble.js';
import { quotes } from './quotes.js';
import { strayQuotes } from './stray-quotes.js';
import { twoTables } from './two-tables.js';
import { fiveThousandColumns } from './wide.js';

/** All files by defect. */
export const CORPUS: readonly Defect[] = [
  empty,
  headerOnly,
  noHeader,
  bom,
  utf16,
  windows,
  ...lineEnds,
  mixedLineEnds,
  ...finalLineEnds,
  ...delimiters,
  otherDelimiter,
  ...quotes,
  strayQuotes,
  tooFewFields,
  tooManyFields,
  preamble,
  footer,
  twoHeaderRows,
  threeHeaderRows,
  twoTables,
  duplicateHeaders,
  blankHeaders,
  newlines,
  nulBytes,
  numberMarks,
  ...dates,
  nullWords,
  leadingZeros,
  bigIntegers,
  fiveThousandColumns,
  hugeField,
  wholeGzip,
  damagedGzip,
];
