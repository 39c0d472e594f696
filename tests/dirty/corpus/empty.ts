import type { Defect } from '../dirty-file.js';
import { BOM, utf16le } from '../encodings.js';
import { file, refusal } from '../write.js';

const nothing = refusal('there is neither a header nor a row');

export const empty: Defect = {
  defect: 'empty',
  files: [
    file('no-bytes.csv', '', nothing),
    file('line-ends-only.csv', '\n\n\n', nothing),
    file('bom-only.csv', BOM, nothing),
    file('bom-only-utf-16.csv', BOM, nothing, utf16le),
    file('blanks-only.csv', '   \r\n \t \r\n', nothing),
  ],
};
