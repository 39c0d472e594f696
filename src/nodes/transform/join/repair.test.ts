import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nodeContext } from '../../../kit/index.js';
import { type Lab, openLab, unordered } from '../../testing/lab.js';
import { join } from './index.js';
import type { Repair } from './repair.js';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.close());

const values = (keys: readonly string[], name: string): string =>
  `from (values ${keys.map((key) => `(${key})`).join(', ')}) t(${name})`;

const pairs = async (
  left: readonly string[],
  right: readonly string[],
  always: readonly Repair[],
  config: object = {},
) => {
  const { rows } = await lab.run(
    join,
    { keys: { a: 'b' }, columns: ['l.a', 'r.b'], repair: { always }, ...config },
    await lab.input('l', values(left, 'a')),
    await lab.input('r', values(right, 'b')),
  );
  return unordered(rows);
};

describe('keys match', () => {
  test.each<[string, readonly Repair[], string, string]>([
    ['in other letters', ['case'], `'ab1'`, `'AB1'`],
    ['in other letters beyond ASCII', ['case'], `'ÄÉ'`, `'äé'`],
    ['with blanks around', ['blanks'], `' x'`, `'x  '`],
    ['with tabs and blanks that do not break', ['blanks'], `'x' || chr(9)`, `chr(160) || 'x'`],
    ['with leading zeros', ['zeros'], `'0042'`, `'42'`],
    ['nothing but zeros', ['zeros'], `'000'`, `'0'`],
    ['with blanks and zeros', ['blanks', 'zeros'], `' 007'`, `'7'`],
    ['of a number and text', ['type'], '42', `'42'`],
    ['of a number and text with zeros', ['type', 'zeros'], '7', `'007'`],
    ['of a decimal and text', ['type'], '7.00', `'7'`],
    ['of a decimal with a fraction', ['type'], '7.50::decimal(9,2)', `'7.5'`],
    ['of hundreds as decimal', ['type'], '100.00::decimal(9,2)', `'100'`],
    ['of floating point and text', ['type'], '7::double', `'7'`],
    ['of a day and text', ['type'], `date '2026-01-02'`, `'2026-01-02'`],
    [
      'of an identifier and text',
      ['type', 'case'],
      `uuid '0193e2a0-0000-7000-8000-00000000000a'`,
      `'0193E2A0-0000-7000-8000-00000000000A'`,
    ],
  ])('%s', async (_, always, left, right) => {
    expect(await pairs([left], [right], always)).toHaveLength(1);
  });

  test.each<[string, readonly Repair[], string, string]>([
    ['zeros before letters', ['zeros'], `'0A'`, `'A'`],
    ['zeros behind', ['zeros'], `'40'`, `'4'`],
    ['blanks inside', ['blanks'], `'a b'`, `'ab'`],
    ['zeros with blanks before them, where only zeros are repaired', ['zeros'], `' 07'`, `'7'`],
    ['accents', ['case'], `'é'`, `'e'`],
    ['tens of a whole number', ['type'], '100', `'1'`],
    ['nothing and blanks', ['zeros'], `'0'`, `''`],
    ['nulls', ['case', 'blanks', 'zeros'], 'null::varchar', 'null::varchar'],
  ])('not: %s', async (_, always, left, right) => {
    expect(await pairs([left], [right], always)).toEqual([]);
  });

  test('and stay as they are in the rows', async () => {
    expect(await pairs([`'0042'`, `'x'`], [`'42'`], ['zeros'], { type: 'left' })).toEqual(
      unordered([
        ['0042', '42'],
        ['x', null],
      ]),
    );
  });

  test('a shared key of a full join has the value of the side that has one, as it is', async () => {
    const { rows, schema } = await lab.run(
      join,
      { keys: { a: 'b' }, type: 'full', repair: { always: ['type', 'zeros'] } },
      await lab.input('l', values(['7', '8'], 'a')),
      await lab.input('r', values([`'007'`, `'009'`], 'b')),
    );
    expect(schema).toMatchObject([{ name: 'a', type: 'VARCHAR' }]);
    expect(unordered(rows)).toEqual([['009'], ['7'], ['8']]);
  });

  test('keys that become the same are not unique', async () => {
    await expect(
      pairs([`'7'`], [`'7'`, `'07'`], ['zeros'], { cardinality: 'many_to_one' }),
    ).rejects.toMatchObject({ problems: [{ code: 'MR4012' }] });
  });
});

describe('what was seen', () => {
  const decided = async (left: readonly string[], right: readonly string[], repair: readonly string[]) => {
    const inputs = [await lab.input('l', values(left, 'a')), await lab.input('r', values(right, 'b'))];
    const config = join.config.parse({ keys: { a: 'b' }, repair });
    const context = nodeContext(config, inputs);
    const measure = join.adapts.measure(context);
    const [row = []] = measure ? (await lab.query(measure)).rows : [];
    return join.adapts.decide(context, { row });
  };

  test('decides which keys are the same, and is counted by keys and not by rows', async () => {
    const { config, decisions } = await decided(
      [`'01'`, `'01'`, `'02'`, `'x'`, 'null'],
      [`'1'`, `'2'`, `'X '`],
      ['case', 'padding'],
    );
    expect(config).toMatchObject({ compared: ['blanks', 'case', 'zeros'] });
    expect(decisions).toMatchObject([
      {
        evidence:
          '0 of 3 keys of l match as they are, 3 without blanks around, in small letters, without leading zeros',
      },
    ]);
  });

  test('and two keys of one side that would become the same are not made so', async () => {
    const { config, decisions } = await decided([`'1'`, `'x'`], [`'01'`, `'001'`, `'X'`], ['case', 'zeros']);
    expect(config).toMatchObject({ compared: ['case'] });
    expect(decisions[0]?.evidence).toContain('1 key of r becomes the same as another of that side');
  });

  test('of numbers and text is looked at as text', async () => {
    const { config } = await decided(['7', '8'], [`'007'`, `'008'`], ['type', 'zeros']);
    expect(config).toMatchObject({ compared: ['type', 'zeros'] });
  });
});

describe('what does not fit', () => {
  const findings = async (config: object) =>
    lab.findings(
      join,
      { keys: { a: 'b' }, ...config },
      await lab.input('l', values(['7'], 'a')),
      await lab.input('r', values([`'7'`], 'b')),
    );

  test('keys of different types, which may be repaired', async () => {
    expect(await findings({})).toMatchObject([
      { code: 'MR2107', notes: ['with `repair: [type]` they are compared as text'] },
    ]);
    expect(await findings({ repair: ['case'] })).toMatchObject([{ code: 'MR2107' }]);
    expect(await findings({ repair: ['type'] })).toEqual([]);
  });

  test.each([
    ['no keys', { keys: undefined, condition: 'l.a = r.b' }],
    ['the nearest in time', { as_of: { left: 'a', right: 'b' } }],
    ['no word of ours', { repair: ['spelling'] }],
    ['nothing', { repair: [] }],
  ])('%s', (_, config) => {
    expect(join.config.safeParse({ keys: ['k'], repair: ['case'], ...config }).success).toBe(false);
  });
});
