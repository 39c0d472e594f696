import { describe, expect, test } from 'vitest';
import { millrace } from '../support/cli.js';
import { type Project, project } from '../support/project.js';

interface Person {
  readonly id: number;
  readonly mail: string;
  readonly contact_email: string;
  readonly country: string;
  readonly amount: string;
  readonly card: string;
  readonly code: string;
}

const people: readonly Person[] = Array.from({ length: 120 }, (_, index) => ({
  id: index,
  mail: index % 10 === 3 ? '' : `zq7canary${index}@a.example`,
  // One of them is none.
  contact_email: index === 77 ? 'none at all' : `zq7canary${index}@b.example`,
  country: index % 4 === 0 ? 'Germany' : 'FR',
  amount: index % 2 === 0 ? '$1,234.50' : '12,50 €',
  card: '4111111111111111',
  // Codes of currencies, but nothing says that they are meant.
  code: index % 2 === 0 ? 'ALL' : 'TOP',
}));

const quoted = (text: unknown): string => `"${String(text)}"`;

const csv = [Object.keys(people[0] ?? {}), ...people.map((person) => Object.values(person))]
  .map((cells) => `${cells.map(quoted).join(',')}\n`)
  .join('');

const document = `millrace: 1
pipeline: people
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  source:
    use: read_csv
    with: { path: raw://people.csv }
  out: { use: write_parquet, from: source, with: { path: out://people.parquet } }
`;

const suggested = async (): Promise<{
  readonly at: Project;
  readonly text: string;
  readonly err: string;
}> => {
  const at = await project({ 'pipeline.yaml': document, 'people.csv': csv });
  const { code, err } = await millrace(at, ['validate', 'pipeline.yaml', '--suggest-contract', 'source']);
  expect(code, err).toBe(0);
  return { at, text: await at.read('pipeline.yaml'), err };
};

describe('a suggested contract names semantic types', () => {
  test('where every value is of one, with its class beside it', async () => {
    const { text } = await suggested();
    expect(text).toContain('mail: { type: email } # personal, shown masked; seen: 12 without a value\n');
    expect(text).toContain('country: { type: country, required: true }\n');
    expect(text).toContain('amount: { type: money, required: true }\n');
  });

  test('and only there: a column with other values is text, and classified all the same', async () => {
    const { text, err } = await suggested();
    expect(text).toContain('contact_email: { type: varchar, class: personal, required: true');
    expect(err).toContain(
      '"contact_email" seems to be email, but 1 of 120 values are not: its type is left as it was read',
    );
    expect(text).toMatch(/code: \{ type: varchar, required: true, one_of: \[ALL(, TOP)?/);
  });

  test('a column of numbers keeps its type, and is classified', async () => {
    const { text } = await suggested();
    expect(text).toContain('card: { type: bigint, class: sensitive, required: true, min: 0 }');
  });

  test('says what `normalise` would do, and does not write it', async () => {
    const { text, err } = await suggested();
    expect(text).not.toContain('normalise');
    expect(err).toContain(
      '"country" is country: `normalise: true` beside it would change 30 of 120 values\n',
    );
    expect(err).toMatch(
      /"amount" is money: .* would change 120 of 120 values, and make them DECIMAL\(18,4\)/,
    );
  });

  test('and shows no value of a class', async () => {
    const { text, err } = await suggested();
    expect(text + err).not.toContain('zq7canary');
    expect(text + err).not.toContain('4111');
  });

  test('which all rows keep', async () => {
    const { at } = await suggested();
    const ran = await millrace(at, ['run', 'pipeline.yaml']);
    expect(ran.code, ran.err).toBe(0);
    expect(ran.err).toContain('contract source: 120 rows, 120 passed, 0 in quarantine');
  });

  test('by `init --from` too, which prints the same', async () => {
    const at = await project({ 'people.csv': csv });
    const { code, err } = await millrace(at, ['init', 'made', '--from', 'people.csv']);
    expect(code, err).toBe(0);
    expect(await at.read('made/pipeline.yaml')).toContain('mail: { type: email }');
    expect(err).toContain('"country" is country: `normalise: true` beside it');
    const ran = await millrace(at, ['run', 'made/pipeline.yaml']);
    expect(ran.code, ran.err).toBe(0);
  });
});
