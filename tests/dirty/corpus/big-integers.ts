import type { Defect } from '../dirty-file.js';
import { truth } from '../table.js';
import { parcels } from '../tables/index.js';
import { file, written } from '../write.js';

const listed = (name: string, types: string, lines: string): Defect['files'][number] => {
  const of = truth(types, lines);
  const rows = of.rows.map((row) => row.map((value) => value ?? '').join(','));
  return file(name, `${[of.columns.join(','), ...rows].join('\n')}\n`, of);
};

export const bigIntegers: Defect = {
  defect: 'integers past 2^53',
  files: [
    written('parcels.csv', parcels),
    listed(
      'around-2-53.csv',
      'id:integer|name',
      '9007199254740991|Ana\n9007199254740992|Bo\n9007199254740993|Çelik\n9007199254740995|Dee\n-9007199254740993|Eva',
    ),
    // A gap makes some programs take the column for floating.
    listed(
      'with-gaps.csv',
      'post:integer|reply_to:integer|likes:integer',
      '1766543210987654321|∅|3\n1766543210987654323|1766543210987654321|0\n1766543210987654329|1766543210987654323|12\n1766543210987654331|∅|7',
    ),
    listed(
      'edges-of-64-bits.csv',
      'n:integer|what',
      '9223372036854775807|most signed\n-9223372036854775808|least signed\n9223372036854775806|one less\n42|plain',
    ),
    listed(
      'past-64-bits.csv',
      'n:integer|what',
      '18446744073709551615|most unsigned\n18446744073709551616|one more\n7|plain\n9223372036854775808|past signed',
    ),
    listed(
      '38-digits.csv',
      'n:any|what',
      '12345678901234567890123456789012345678|a\n99999999999999999999999999999999999999|b\n10000000000000000000000000000000000001|c',
    ),
    listed(
      'more-digits-than-any-type.csv',
      'n:any|what',
      '123456789012345678901234567890123456789012345|a\n999999999999999999999999999999999999999999999|b\n5|c',
    ),
  ],
};
