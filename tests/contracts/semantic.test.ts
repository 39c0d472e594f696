import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { builtInTypes } from '../../src/semantics/index.js';
import { millrace } from '../support/cli.js';
import { query } from '../support/duckdb.js';
import { project } from '../support/project.js';
import { errorsOf, run } from './run.js';

const documentOf = (columns: string, more = ''): string => `millrace: 1
pipeline: semantic
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  orders:
    use: read_csv
    with: { path: raw://orders.csv, delimiter: ",", header: true }
    contract:
      columns:
        id: { type: integer }
        ${columns}
${more}  out:
    use: write_parquet
    from: ${more === '' ? 'orders' : 'last'}
    with: { path: out://orders.parquet }
`;

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

const csvOf = (texts: readonly string[]): string =>
  `id,value\n${texts.map((text, index) => `${index},${quoted(text)}\n`).join('')}`;

const idsOf = (originals: readonly Readonly<Record<string, unknown>>[]): readonly number[] =>
  originals.map(({ id }) => Number(id));

/** Engine types have these names too, and in a contract they are the engine's. */
const OF_ENGINE = new Set(['date', 'timestamp', 'uuid']);
const ours = builtInTypes.filter(({ name }) => !OF_ENGINE.has(name));

describe('a semantic type in a contract', () => {
  test.each(ours.map((type) => [type.name, type] as const))(
    '%s: takes and refuses what its standard does',
    async (name, type) => {
      const taken = type.cases.valid.map(({ text }) => text).filter((text) => text === text.trim());
      const refused = type.cases.invalid
        .map(({ text }) => text)
        .filter(
          // Words for null are no values to a reader.
          (text) => text.trim() !== '' && !/^(n\/a|null)$/i.test(text),
        );
      const at = await project({
        'pipeline.yaml': documentOf(`value: { type: ${name}, normalise: true }`),
        'orders.csv': csvOf([...taken, ...refused]),
      });
      const { record, originals } = await run(at);
      expect(record.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(idsOf(originals)).toEqual(refused.map((_, index) => taken.length + index));
      expect(originals.map(({ value }) => value)).toEqual(refused);
      const { rows } = await query(
        `select value::varchar from read_parquet('${at.path('out/orders.parquet')}') order by id`,
      );
      const normal = type.cases.valid
        .filter(({ text }) => text === text.trim())
        .map(({ normalised }) => normalised);
      expect(rows.map(([value]) => value)).toEqual(normal);
    },
  );

  test('without `normalise` values go on as they are, and what is not in form is refused', async () => {
    const at = await project({
      'pipeline.yaml': documentOf('value: { type: email }'),
      'orders.csv': csvOf(['A.b@Example.com', 'no', 'x@y.example']),
    });
    const { originals } = await run(at);
    expect(originals).toEqual([{ id: '1', value: 'no' }]);
    const { rows } = await query(
      `select value from read_parquet('${at.path('out/orders.parquet')}') order by id`,
    );
    expect(rows.flat()).toEqual(['A.b@Example.com', 'x@y.example']);
  });

  test('values that are normalised have the type of their values, and quarantine keeps the text', async () => {
    const at = await project({
      'pipeline.yaml': documentOf(
        'value: { type: money, normalise: true, min: 10 }',
        '  last:\n    use: derive\n    from: orders\n    with:\n      columns:\n        twice: value * 2\n',
      ),
      'orders.csv': csvOf(['$1,234.50', '1.234,50 €', 'USD 5', 'free']),
    });
    const { originals, record } = await run(at);
    expect(originals.map(({ value }) => value)).toEqual(['USD 5', 'free']);
    expect(record.contracts?.[0]?.broken.map(({ message }) => message).toSorted()).toEqual([
      'a value of type money',
      'at least 10',
    ]);
    const { rows } = await query(
      `select twice::varchar from read_parquet('${at.path('out/orders.parquet')}') order by id`,
    );
    expect(rows.flat()).toEqual(['2469.0000', '2469.0000']);
  });

  test('a row may go on without the value', async () => {
    const at = await project({
      'pipeline.yaml': documentOf('value: { type: iban, wrong_types: quarantine_value }'),
      'orders.csv': csvOf(['DE89370400440532013000', 'DE00370400440532013000']),
    });
    const { record, folder } = await run(at);
    expect(record.contracts).toMatchObject([{ passed: 2, mended: 1 }]);
    const kept = await query(
      `select reasons[1]."value" from read_parquet('${join(folder, 'quarantine', 'orders.parquet')}')`,
    );
    expect(kept.rows.flat()).toEqual(['DE00370400440532013000']);
  });

  test('makes its column personal, and what is made from it, unless the contract says otherwise', async () => {
    const derived =
      '  last:\n    use: derive\n    from: orders\n    with:\n      columns:\n        loud: upper(value)\n';
    const files = { 'orders.csv': csvOf(['canary@a.example', 'canary']) };
    const masked = await project({
      'pipeline.yaml': documentOf('value: { type: email }', derived),
      ...files,
    });
    const { record } = await run(masked);
    expect(JSON.stringify(record)).not.toMatch(/canary/i);
    const shown = await millrace(masked, ['quarantine', 'show']);
    expect(shown.out).not.toContain('canary');
    const open = await project({
      'pipeline.yaml': documentOf('value: { type: email, class: none }', derived),
      ...files,
    });
    expect(JSON.stringify((await run(open)).record)).toContain('CANARY@A.EXAMPLE');
  });

  test('names that the engine has too are the engine`s', async () => {
    const at = await project({
      'pipeline.yaml': documentOf('value: { type: date }'),
      'orders.csv': csvOf(['2026-01-31', '2026-02-30']),
    });
    const { record } = await run(at);
    expect(record.contracts?.[0]?.broken).toMatchObject([{ message: 'a value of type DATE' }]);
  });

  test.each([
    ['value: { type: varchar, normalise: true }', 'MR2118', 'cannot be normalised without a semantic type'],
    ['value: { type: emial }', 'MR2115', "unknown type 'emial'"],
  ])('%s is an error at its place', async (columns, code, message) => {
    const at = await project({ 'pipeline.yaml': documentOf(columns), 'orders.csv': csvOf(['a']) });
    const { code: exit, err } = await millrace(at, ['validate', 'pipeline.yaml']);
    expect(exit).toBe(2);
    expect(err).toContain(code);
    expect(err).toContain(message);
    expect(err).toContain('pipeline.yaml:14:');
  });

  test('a contract of a transform checks, and does not change values', async () => {
    const checking =
      '  last:\n    use: filter\n    from: orders\n    with: { where: id >= 0 }\n    contract: { columns: { value: { type: email } } }\n';
    const at = await project({
      'pipeline.yaml': documentOf('value: { type: varchar }', checking),
      'orders.csv': csvOf(['a@b.example', 'no']),
    });
    const { record } = await run(at).catch((thrown: unknown) => {
      throw thrown;
    });
    expect(errorsOf(record)).toEqual([]);
    expect(record.contracts?.find(({ node }) => node === 'last')).toMatchObject({
      passed: 1,
      quarantined: 1,
    });
  });
});

describe('limits of text that means a number', () => {
  test.each([
    ['latitude, min: 9, max: 45', ['10', '5', '46', '45', '-3', 'nine'], ['5', '46', '-3', 'nine']],
    ['longitude, min: -100, max: 9.5', ['-99', '-101', '10', '9', '100 W'], ['-101', '10']],
    ['percentage, max: 0.5', ['9 %', '60 %', '50%'], ['60 %']],
  ])('are held against it: %s', async (rules, texts, refused) => {
    const at = await project({
      'pipeline.yaml': documentOf(`value: { type: ${rules} }`),
      'orders.csv': csvOf(texts),
    });
    const { record, originals } = await run(at);
    expect(record.problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(originals.map(({ value }) => value)).toEqual(refused);
    const { rows } = await query(`select value from '${join(at.folder, 'out/orders.parquet')}'`);
    expect(rows.flat()).toEqual(texts.filter((text) => !refused.includes(text)));
  });

  test('have to be numbers, and to leave room between them', async () => {
    const word = await project({
      'pipeline.yaml': documentOf('value: { type: latitude, min: north }'),
      'orders.csv': csvOf(['1']),
    });
    expect((await millrace(word, ['validate', 'pipeline.yaml'])).err).toContain(
      "'north' is not a value of type DOUBLE",
    );
    const crossed = await project({
      'pipeline.yaml': documentOf('value: { type: latitude, min: 10, max: 9 }'),
      'orders.csv': csvOf(['1']),
    });
    expect((await millrace(crossed, ['validate', 'pipeline.yaml'])).err).toContain(
      "at least '10' and at most '9'",
    );
  });
});
