import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ProfiledInput } from '../../src/app/profile/index.js';
import { wire } from '../../src/app/wire.js';
import { renderReport } from '../../src/report/index.js';
import { millrace } from '../support/cli.js';
import { query } from '../support/duckdb.js';
import { type Project, project } from '../support/project.js';

const root = join(import.meta.dirname, '../..');
const main = join(root, 'dist/bin/millrace.js');
const data = join(import.meta.dirname, '../../node_modules/vega-datasets/data');

const documentOf = (use: string, path: string, folder = data, contract = ''): string => `millrace: 1
pipeline: looked-at
resources:
  stores:
    raw: { folder: ${folder} }
    out: { folder: ./out }
nodes:
  rows:
    use: ${use}
    with: { path: "raw://${path}" }
${contract}  out: { use: write_parquet, from: rows, with: { path: out://rows.parquet } }
`;

const profile = async (at: Project, ...words: readonly string[]): Promise<ProfiledInput> => {
  const { code, out, err } = await millrace(at, ['profile', 'pipeline.yaml', '--format', 'json', ...words]);
  expect(code, err).toBe(0);
  const { inputs } = JSON.parse(out) as { inputs: readonly ProfiledInput[] };
  return inputs[0] as ProfiledInput;
};

const readLast = async (at: Project) => {
  const wiring = wire({ cwd: at.folder });
  const [last] = await wiring.createRunStore(at.path('.millrace')).list();
  return { record: await wiring.createRunStore(at.path('.millrace')).read(last?.runId ?? '') };
};

const columnOf = ({ profile: { columns } }: ProfiledInput, name: string) =>
  columns.find((column) => column.name === name) ?? expect.fail(`no column ${name}`);

describe('the statistics, told again in JavaScript', () => {
  test('of a CSV file', async () => {
    const at = await project({ 'pipeline.yaml': documentOf('read_csv', 'seattle-weather.csv') });
    const [, ...lines] = (await readFile(join(data, 'seattle-weather.csv'), 'utf8')).trim().split(/\r?\n/);
    const records = lines.map((line) => line.split(','));
    const input = await profile(at);
    expect(input.profile).toMatchObject({ rows: records.length, isExact: true, sample: { isWhole: true } });

    const highs = records.map((record) => Number(record[2])).toSorted((a, b) => a - b);
    const high = columnOf(input, 'temp_max');
    expect(Number(high.least)).toBe(highs[0]);
    expect(Number(high.greatest)).toBe(highs.at(-1));
    expect(high.mean).toBeCloseTo(highs.reduce((sum, value) => sum + value, 0) / highs.length, 9);
    expect(high.distinct).toBe(new Set(highs).size);
    const step = ((highs.at(-1) ?? 0) - (highs[0] ?? 0)) / 16;
    const bars = Array.from({ length: 16 }, () => 0);
    for (const value of highs) {
      const bar = Math.min(15, Math.floor((value - (highs[0] ?? 0)) / step));
      bars[bar] = (bars[bar] ?? 0) + 1;
    }
    expect(high.histogram?.counts).toEqual(bars);

    const often = new Map<string, number>();
    for (const record of records) often.set(record[5] ?? '', (often.get(record[5] ?? '') ?? 0) + 1);
    const most = [...often].toSorted((a, b) => b[1] - a[1]);
    expect(columnOf(input, 'weather').heavy).toEqual(
      most.map(([value, count]) => ({ value, share: count / records.length })),
    );
    expect(columnOf(input, 'date')).toMatchObject({ type: 'DATE', isUnique: true, nullShare: 0 });
  });

  test('of a JSON file, nulls among them', async () => {
    const at = await project({ 'pipeline.yaml': documentOf('read_json', 'penguins.json') });
    const records = JSON.parse(await readFile(join(data, 'penguins.json'), 'utf8')) as readonly Record<
      string,
      unknown
    >[];
    const input = await profile(at);
    const sexes = records.map((record) => record['Sex']);
    const sex = columnOf(input, 'Sex');
    expect(sex.nullShare).toBeCloseTo(sexes.filter((value) => value === null).length / sexes.length, 12);
    expect(sex.distinct).toBe(new Set(sexes.filter((value) => value !== null)).size);
    const lengths = records.map((record) => String(record['Species']).length);
    expect(columnOf(input, 'Species').length).toMatchObject({
      min: Math.min(...lengths),
      max: Math.max(...lengths),
    });
  });

  test('of a Parquet file: rows and bounds are exact, though a sample is looked at', async () => {
    const at = await project({ 'pipeline.yaml': documentOf('read_parquet', 'flights-3m.parquet') });
    const { rows } = await query(
      `select count(*), min(delay), max(delay), avg(delay) from read_parquet('${join(data, 'flights-3m.parquet')}')`,
    );
    const [count, least, greatest, mean] = (rows[0] ?? []).map(Number);
    const sampled = await profile(at);
    expect(sampled.profile).toMatchObject({ rows: count, isExact: true, sample: { isWhole: false } });
    const delay = columnOf(sampled, 'delay');
    expect([Number(delay.least), Number(delay.greatest), delay.isWhole]).toEqual([least, greatest, true]);
    expect(columnOf(sampled, 'origin').semantic?.type).toBe('airport_iata');
    const full = await profile(at, '--full');
    expect(full.profile.sample).toMatchObject({ rows: count, isWhole: true });
    expect(columnOf(full, 'delay').mean).toBeCloseTo(mean ?? 0, 6);
  });
});

describe('a large text file', () => {
  const LINES = 300_000;
  const lineOf = (at: number): string => `${at},"name, of ${at % 7}",${at % 10 === 0 ? '' : at / 4}`;

  test('is looked at in its start, middle and end; its rows are an estimate, and --full counts them', async () => {
    const text = `id,name,part\n${Array.from({ length: LINES }, (_, at) => lineOf(at)).join('\n')}\n`;
    const at = await project({
      'data/large.csv': text,
      'pipeline.yaml': documentOf('read_csv', 'large.csv', './data'),
    });
    const input = await profile(at);
    expect(input.profile).toMatchObject({ isExact: false, sample: { isWhole: false } });
    expect(Math.abs(input.profile.rows / LINES - 1)).toBeLessThan(0.05);
    expect(columnOf(input, 'id')).toMatchObject({ least: '0', greatest: String(LINES - 1), isUnique: true });
    expect(columnOf(input, 'name').distinct).toBe(7);
    expect(columnOf(input, 'part').nullShare).toBeCloseTo(0.1, 2);
    const full = await profile(at, '--full');
    expect(full.profile).toMatchObject({ rows: LINES, isExact: true });
    expect(columnOf(full, 'id').isUnique).toBe(true);
  });
});

describe('what is not shown', () => {
  const CANARY = 'canary.person@example.org';
  const people = `id,mail,secret\n${Array.from({ length: 30 }, (_, at) => `${at},${CANARY},hush-${at % 2}`).join('\n')}\n`;
  const contract = '    contract: { columns: { secret: { class: sensitive } } }\n';

  test.each([[[]], [['--format', 'json']]])(
    'values that are personal or classified, with %j',
    async (words) => {
      const at = await project({
        'data/people.csv': people,
        'pipeline.yaml': documentOf('read_csv', 'people.csv', './data', contract),
      });
      const hidden = await millrace(at, ['profile', 'pipeline.yaml', ...words]);
      expect(hidden.code, hidden.err).toBe(0);
      expect(hidden.out + hidden.err).not.toMatch(/canary|hush/);
      expect(hidden.out).toContain('email');
      const shown = await millrace(at, ['profile', 'pipeline.yaml', '--reveal', ...words]);
      expect(shown.out).toContain('canary');
      expect(shown.out).toContain('hush');
    },
  );
});

describe('values that are shown because that is asked for', () => {
  const people = 'id,mail\n1,a@b.example\n2,c@d.example\n';
  const made = () =>
    project({
      'data/people.csv': people,
      'pipeline.yaml': documentOf('read_csv', 'people.csv', './data'),
    });

  test('are on record with the newest run of the pipeline, and `runs` tells of it', async () => {
    const at = await made();
    expect((await millrace(at, ['run', 'pipeline.yaml'])).code).toBe(0);
    await millrace(at, ['profile', 'pipeline.yaml']);
    const before = JSON.parse((await millrace(at, ['runs', 'latest', '--json'])).out);
    expect(before).not.toHaveProperty('reveals');
    const { inputs } = JSON.parse(
      (await millrace(at, ['profile', 'pipeline.yaml', '--reveal', '--format', 'json'])).out,
    );
    const after = JSON.parse((await millrace(at, ['runs', 'latest', '--json'])).out);
    const columns = [`${inputs[0].node}.mail`];
    expect(after.reveals).toMatchObject([{ by: 'millrace profile', columns }]);
    expect((await millrace(at, ['runs', 'latest'])).out).toContain(columns[0]);
  });

  test('make no folder where there is no run', async () => {
    const at = await made();
    const { code, out } = await millrace(at, ['profile', 'pipeline.yaml', '--reveal']);
    expect(code).toBe(0);
    expect(out).toContain('a@b.exam');
    expect(await at.bytes('.millrace')).toEqual({});
  });
});

describe('decisions', () => {
  test('stand below the input, with evidence and alternatives', async () => {
    const at = await project({
      'data/semi.csv': 'a;b\n1,5;x\n2,25;y\n3,75;z\n',
      'pipeline.yaml': documentOf('read_csv', 'semi.csv', './data'),
    });
    const { decisions } = await profile(at);
    expect(decisions.length).toBeGreaterThan(0);
    const { out } = await millrace(at, ['profile', 'pipeline.yaml']);
    for (const { chosen, evidence } of decisions) {
      expect(out).toContain(chosen);
      expect(out).toContain(`because ${evidence}`);
    }
  });

  test('and in the report of the run', async () => {
    const at = await project({
      'data/semi.csv': 'a;b\n1,5;x\n2,25;y\n3,75;z\n',
      'pipeline.yaml': documentOf('read_csv', 'semi.csv', './data'),
    });
    const { decisions } = await profile(at);
    expect((await millrace(at, ['run', 'pipeline.yaml'])).code).toBe(0);
    const { record } = await readLast(at);
    const page = renderReport(record);
    expect(page).toContain('<section id="decisions"');
    for (const { action } of decisions) expect(page).toContain(`${action}</span>`);
    for (const { about } of decisions) expect(page).toContain(about);
    expect(renderReport({ ...record, decisions: [] })).not.toContain('id="decisions"');
  });

  test('columns that differ from the last good run are told', async () => {
    const at = await project({
      'data/a.csv': 'x,y\n1,2\n',
      'pipeline.yaml': documentOf('read_csv', 'a.csv', './data'),
    });
    expect((await millrace(at, ['run', 'pipeline.yaml'])).code).toBe(0);
    await at.write({ 'data/a.csv': 'x,z\n1,2\n' });
    const { drift } = await profile(at);
    expect(drift.map(({ column, change }) => [column, change])).toEqual([
      ['y', 'missing'],
      ['z', 'new'],
    ]);
  });
});

describe('the text', () => {
  test.each([40, 80, 120])(
    'fits %i columns with long names, 200 columns and control characters',
    async (width) => {
      const names = Array.from({ length: 200 }, (_, at) => `a_rather_long_name_of_a_column_${at}`);
      const at = await project({
        'data/wide.csv': `${names.join(',')}\n${names.map((_, index) => `${index}\u001b[31m`).join(',')}\n`,
        'pipeline.yaml': documentOf('read_csv', 'wide.csv', './data'),
      });
      const { drawProfile } = await import('../../src/cli/commands/profile/draw.js');
      const { plain } = await import('../../src/base/diagnostics/render.js');
      const text = drawProfile(
        { pipeline: 'p', inputs: [await profile(at)], decisions: [] },
        { width, paint: plain, isUnicode: true },
      );
      const rows = text.split('\n').filter((line) => line.includes('a_r'));
      expect(rows).toHaveLength(200);
      expect(Math.max(...rows.map((line) => [...line].length))).toBeLessThanOrEqual(width);
      expect(text).not.toContain('\u001b');
    },
  );

  test('a node with a typing error is asked after', async () => {
    const at = await project({ 'pipeline.yaml': documentOf('read_csv', 'seattle-weather.csv') });
    const { code, err, out } = await millrace(at, ['profile', 'pipeline.yaml', 'rosw']);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('did you mean "rows"?');
    expect((await millrace(at, ['profile', 'pipeline.yaml', 'out'])).err).toContain('does not read');
  });
});

describe('at a terminal', () => {
  const atTerminal = (locale: string) =>
    spawnSync(
      'script',
      [
        '-qec',
        `stty cols 80; LC_ALL=${locale} ${process.execPath} ${main} profile examples/late-flights/pipeline.yaml flights`,
        '/dev/null',
      ],
      { cwd: root, encoding: 'utf8' },
    ).stdout;

  test.runIf(spawnSync('script', ['--version']).status === 0)(
    'bars are blocks where it knows them, else ASCII',
    () => {
      const blocks = atTerminal('C.UTF-8');
      expect(blocks).toMatch(/[▁▂▃▄▅▆▇█]{5}/);
      const lines = blocks.split(/\r?\n/).filter((line) => line.startsWith('  '));
      expect(lines.length).toBe(5);
      const start = String.fromCharCode(27);
      const bare = lines.map((line) => line.replaceAll(new RegExp(`${start}\\[\\d+m`, 'g'), ''));
      expect(Math.max(...bare.map((line) => [...line].length))).toBeLessThanOrEqual(80);
      expect(atTerminal('C')).not.toMatch(/[▁▂▃▄▅▆▇█]/);
    },
  );
});

describe('init --from', () => {
  test.each(['seattle-weather.csv', 'penguins.json', 'flights-200k.json', 'flights-3m.parquet'])(
    '%s: a pipeline with a contract that runs on that file',
    async (file) => {
      const at = await project({});
      const made = await millrace(at, ['init', '--from', join(data, file), 'new']);
      expect(made.code, made.err).toBe(0);
      expect(await at.read('new/pipeline.yaml')).toMatch(/contract:\n\s+columns:/);
      const ran = await millrace(at, ['run', 'new/pipeline.yaml']);
      expect(ran.code, ran.err).toBe(0);
      expect(ran.err).toMatch(/contract source: ([\d,]+) rows, \1 passed, 0 in quarantine/);
    },
  );
});

test('a decision that was not taken for all files says for which', async () => {
  const rows = (...prices: readonly string[]) =>
    `price;n\n${prices.map((price, index) => `${price};${index}\n`).join('')}`;
  const at = await project({
    'pipeline.yaml': documentOf('read_csv', 'k*.csv', '.'),
    'k1.csv': rows('1.234,50', '22,75', '3,10'),
    'k2.csv': rows('1,234.50', '22.75', '3.10'),
  });
  const { out } = await millrace(at, ['profile', 'pipeline.yaml']);
  expect(out).toContain('delimiter: semicolon (2 files)\n');
  expect(out).toMatch(/adapt values of price: numbers with "," before decimals.* \(k1\.csv\)\n/);
  expect(out).toMatch(/adapt values of price: numbers with "\." before decimals.* \(k2\.csv\)\n/);
});
