import { describe, expect, test } from 'vitest';
import { headerOf } from './header.js';
import { records } from './records.js';

const found = (text: string) => {
  const table = records(text, { delimiter: ',', quote: '"', escapeMark: '"' });
  return headerOf(table, table[0]?.fields.length ?? 0);
};

describe('a first record with years above numbers', () => {
  test.each([
    ['three in sequence', 'region,2022,2023,2024\nnorth,10,20,30\nsouth,11,21,31\n'],
    ['downwards, and an unknown word', 'Gebiet,2024,2023,2022\nnorth,10,20,30\nsouth,11,21,31\n'],
    ['among numbers of their size', 'Gebiet,2022,2023,2024\nnorth,1200,2500,900\nsouth,3100,310,4000\n'],
    ['with gaps, above others', 'Gebiet,2010,2015,2024\nnorth,10,20,30\nsouth,11,21,31\n'],
    ['two, and a name', 'region,2022,2023\nnorth,1500,2500\nsouth,3000,1200\n'],
    ['one, and a name', 'region,2022\nnorth,10\nsouth,11\n'],
    ['a blank corner', ',2022,2023\nnorth,10,20\nsouth,11,21\n'],
    ['decimals below', 'Land,2022,2023\nnorth,2010.5,2020.1\nsouth,1,2021.5\n'],
  ])('is a header, which is told: %s', (_, text) => {
    const { headers, header } = found(text);
    expect({ headers, ...header }).toMatchObject({ headers: 1, isSure: true, isNoted: true });
    expect(header.evidence).toMatch(/year/);
  });

  test.each([
    ['years below', 'Ann,1950,1990\nBob,1960,2001\nCy,1940,2010\n'],
    ['years in sequence below', 'Ann,2021,2022,2023\nBob,2020,2021,2022\nCy,2019,2020,2021\n'],
    ['a number that is none', '1,Ann,2022\n2,Bob,33\n3,Cy,22\n'],
  ])('is a row: %s', (_, text) => {
    const { headers, header } = found(text);
    expect({ headers, ...header }).toMatchObject({ headers: 0, isSure: true });
  });

  test.each([
    ['one, above numbers of any size', 'Ann,2024\nBob,1200\nCy,3400\n'],
    ['one, and no name', 'Ann,2024\nBob,12\nCy,99\n'],
    ['a name, above years', 'name,2021,2022,2023\nBob,2020,2021,2022\nCy,2019,2020,2021\n'],
    ['two among numbers of their size', 'Gebiet,2022,2023\nnorth,1500,2500\nsouth,3000,1200\n'],
    ['a first value that stands below too', 'north,2022,2023\nnorth,10,20\nsouth,11,21\n'],
  ])('is left open: %s', (_, text) => {
    expect(found(text).header).toMatchObject({ isSure: false });
  });

  test('is the lower line of a header', () => {
    const text =
      'region,People,,Area,\n,2022,2023,2022,2023\nnorth,10,20,5,5\nsouth,11,21,6,6\nwest,1,2,7,7\n';
    expect(found(text).headers).toBe(2);
  });
});
