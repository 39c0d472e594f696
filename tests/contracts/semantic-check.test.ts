import { describe, expect, test } from 'vitest';
import { type RunOptions, runPipeline, wire } from '../../src/app/index.js';
import type { RunRecord } from '../../src/kit/index.js';
import { builtInTypes } from '../../src/semantics/index.js';
import { millrace } from '../support/cli.js';
import { type Project, project } from '../support/project.js';

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

const csvOf = (texts: readonly string[]): string =>
  `id,value\n${texts.map((text, index) => `${index},${quoted(text)}\n`).join('')}`;

const documentOf = (parts: string): string => `millrace: 1
pipeline: semantic
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  values:
    use: read_csv
    with: { path: raw://values.csv, delimiter: ",", header: true, types: { value: varchar } }
${parts}  out: { use: write_parquet, from: values, with: { path: out://values.parquet } }
`;

const checked = (columns: string): string =>
  documentOf(`  looked: { use: check, from: values, with: { columns: { ${columns} }, severity: warn } }\n`);

const contracted = (columns: string): string =>
  documentOf(`    contract: { columns: { ${columns} }, tolerate: { share: 100% } }\n`);

const ran = async ({ folder: cwd }: Project, file: string, options: RunOptions = {}): Promise<RunRecord> =>
  (await runPipeline(wire({ cwd }), file, options)).record;

/** Engine types have these names too, and are meant by them. */
const OF_ENGINE = new Set(['date', 'timestamp', 'uuid']);
const ours = builtInTypes.filter(({ name }) => !OF_ENGINE.has(name));

/** Words for null are no values to a reader. */
const isValue = (text: string): boolean => text.trim() !== '' && !/^(n\/a|null)$/i.test(text);

describe('a check takes semantic types as contracts do', () => {
  test.each(ours.map((type) => [type.name, type] as const))(
    '%s: as many rows break it as a contract takes out',
    async (name, { cases }) => {
      const valid = cases.valid.map(({ text }) => text).filter((text) => text === text.trim());
      const invalid = cases.invalid.map(({ text }) => text).filter(isValue);
      const texts = [...valid, ...invalid, ...valid, ...invalid, ...invalid];
      const at = await project({
        'contracted.yaml': contracted(`value: { type: ${name} }`),
        'checked.yaml': checked(`value: { type: ${name} }`),
        'values.csv': csvOf(texts),
      });
      const [contract] = (await ran(at, 'contracted.yaml')).contracts ?? [];
      const record = await ran(at, 'checked.yaml');
      const expected = invalid.length * 3;
      expect(contract).toMatchObject({ quarantined: expected, passed: texts.length - expected });
      expect(contract?.broken).toMatchObject([
        { rule: 'type', rows: expected, message: `a value of type ${name}` },
      ]);
      expect(record.checks[0]?.results).toMatchObject([
        { rule: 'type', passed: false, columns: ['value'], rows: expected },
      ]);
      // Nothing was taken out or changed on the way.
      expect(record.outputs.map(({ rows }) => rows)).toEqual([texts.length]);
    },
  );

  test('nulls keep it, and values that all keep it pass', async () => {
    const at = await project({
      'checked.yaml': checked('value: { type: email, required: true }'),
      'values.csv': 'id,value\n1,a@b.example\n2,\n3,c@d.example\n',
    });
    expect((await ran(at, 'checked.yaml')).checks[0]?.results).toMatchObject([
      {
        rule: 'type',
        passed: true,
        rows: 0,
        message: '"value" (a value of type email): all 3 rows keep it',
      },
      { rule: 'required', passed: false, rows: 1 },
    ]);
  });

  test('examples are masked by the class of the type, unless the check says otherwise', async () => {
    const at = await project({
      'checked.yaml': checked('value: { type: email }'),
      'open.yaml': checked('value: { type: email, class: none }'),
      'values.csv': csvOf(['canary', 'a@b.example']),
    });
    const { out, err } = await millrace(at, ['run', 'checked.yaml']);
    expect(`${out}${err}`).toContain('1 of 2 rows breaks it, for example •••');
    const { checks, problems } = await ran(at, 'checked.yaml');
    expect(JSON.stringify([checks, problems])).not.toContain('canary');
    expect((await ran(at, 'open.yaml')).checks[0]?.results).toMatchObject([{ examples: ['"canary"'] }]);
  });

  test('a column of numbers is not cast: other rules see its values as they are', async () => {
    const at = await project({
      'checked.yaml': checked('value: { type: latitude, min: 9 }').replace(
        'types: { value: varchar }',
        'types: { value: double }',
      ),
      'values.csv': 'id,value\n1,10.5\n2,90.5\n3,-4\n',
    });
    expect((await ran(at, 'checked.yaml')).checks[0]?.results).toMatchObject([
      { rule: 'type', rows: 1, examples: ['"90.5"'] },
      { rule: 'min', rows: 1, examples: ['"-4.0"'] },
    ]);
  });

  test.each([
    ['emial', 'did you mean "email"?'],
    ['integr', 'did you mean "integer"?'],
  ])('a type written %s: %s', async (type, label) => {
    const at = await project({
      'checked.yaml': checked(`value: { type: ${type} }`),
      'values.csv': csvOf(['a']),
    });
    const { code, err } = await millrace(at, ['validate', 'checked.yaml']);
    expect(code).toBe(2);
    expect(err).toContain('MR2115');
    expect(err.toLowerCase()).toContain(label);
  });

  test('`normalise` is no word of a check, which changes nothing', async () => {
    const at = await project({
      'checked.yaml': checked('value: { type: email, normalise: true }'),
      'values.csv': csvOf(['a']),
    });
    const { code, err } = await millrace(at, ['validate', 'checked.yaml']);
    expect(code).toBe(2);
    expect(err).toContain('normalise');
  });
});
