import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { RunRecord } from '../../src/kit/index.js';
import { millrace } from '../support/cli.js';
import { documentOf, reading } from '../support/document.js';
import { type Project, project } from '../support/project.js';

const writing = (use: string, options: string, from = 'rows'): string =>
  documentOf(`${reading}  sorted:
    use: sort
    from: rows
    with: { by: [{ column: n, direction: desc }] }
  out:
    use: ${use}
    from: ${from}
    with: { path: out://parts/, ${options} }
`);

const csv = (rows: readonly (readonly [string, number])[]): string =>
  `day,n\n${rows.map(([day, n]) => `${day},${n}`).join('\n')}\n`;

const run = async (at: Project): Promise<RunRecord> => {
  const { code, out, err } = await millrace(at, ['run', 'pipeline.yaml', '--json']);
  expect(code, err).toBe(0);
  return JSON.parse(out) as RunRecord;
};

/** The text of every file of the folder, by its sub-folder. */
const texts = async (at: Project): Promise<Readonly<Record<string, string>>> => {
  const names = (await readdir(at.path('out/parts'), { recursive: true })).filter((name) =>
    name.endsWith('csv'),
  );
  const entries = names.map(async (name) => [name.split('/')[0] ?? '', await at.read(`out/parts/${name}`)]);
  return Object.fromEntries(await Promise.all(entries));
};

describe('a pipeline that writes partitions', () => {
  it('replaces those that it has rows for, and tells of files and partitions', async () => {
    const document = writing('write_csv', 'partition_by: [day], mode: replace_partitions');
    const at = await project({
      'pipeline.yaml': document,
      'data/in.csv': csv([
        ['2024-01-01', 1],
        ['2024-01-02', 2],
      ]),
    });
    const first = await run(at);
    expect(first.outputs).toMatchObject([
      { target: 'out://parts/', mode: 'replace_partitions', rows: 2, files: 2, partitions: 2 },
    ]);
    expect(first.samples[0]?.rows).toEqual([
      ['2024-01-01', '1'],
      ['2024-01-02', '2'],
    ]);
    await at.write({
      'data/in.csv': csv([
        ['2024-01-02', 3],
        ['2024-01-03', 4],
      ]),
    });
    const { err } = await millrace(at, ['run', 'pipeline.yaml']);
    expect(err).toContain('2 files in 2 partitions');
    expect(await texts(at)).toEqual({
      'day=2024-01-01': 'n\n1\n',
      'day=2024-01-02': 'n\n3\n',
      'day=2024-01-03': 'n\n4\n',
    });
    expect((await millrace(at, ['runs', 'latest'])).out).toContain('2 files in 2 partitions');
  });

  it('keeps the order of the rows in each file, whatever the number of threads', async () => {
    const document = writing('write_csv', 'partition_by: [day]', 'sorted').replace(
      'resources:\n',
      'resources:\n  threads: 4\n',
    );
    const rows = Array.from({ length: 60_000 }, (_, n) => [`d${n % 3}`, (n * 7919) % 60_000] as const);
    const at = await project({ 'pipeline.yaml': document, 'data/in.csv': csv(rows) });
    expect((await run(at)).outputs).toMatchObject([{ rows: 60_000, files: 3, partitions: 3 }]);
    for (const text of Object.values(await texts(at))) {
      const found = text.trim().split('\n').slice(1).map(Number);
      expect(found).toEqual(found.toSorted((a, b) => b - a));
    }
  });

  it('keeps the order of the rows from file to file of a size', async () => {
    const document = writing('write_csv', 'file_size: 100KB', 'sorted').replace(
      'resources:\n',
      'resources:\n  threads: 4\n',
    );
    const rows = Array.from({ length: 60_000 }, (_, n) => [`d${n % 3}`, (n * 7919) % 60_000] as const);
    const at = await project({ 'pipeline.yaml': document, 'data/in.csv': csv(rows) });
    await run(at);
    const names = (await readdir(at.path('out/parts'))).toSorted();
    expect(names.length).toBeGreaterThan(2);
    const all = await Promise.all(names.map((name) => at.read(`out/parts/${name}`)));
    const found = all.flatMap((text) =>
      text
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => Number(line.split(',')[1])),
    );
    expect(found).toEqual(rows.map(([, n]) => n).toSorted((a, b) => b - a));
  });

  it('is replaced as a whole, and an empty input leaves nothing', async () => {
    const at = await project({
      'pipeline.yaml': writing('write_csv', 'partition_by: [day]'),
      'data/in.csv': csv([['2024-01-01', 1]]),
    });
    await run(at);
    await at.write({
      'pipeline.yaml': writing('write_csv', 'partition_by: [day]')
        .replace('from: rows\n    with: { path: out', 'from: none\n    with: { path: out')
        .replace(
          '  out:\n',
          '  none:\n    use: filter\n    from: rows\n    with:\n      where: n > 5\n  out:\n',
        ),
    });
    expect((await run(at)).outputs).toMatchObject([{ rows: 0, files: 0, partitions: 0 }]);
    expect(await texts(at)).toEqual({});
  });

  it('works in a store whose own folder looks like a pattern or a partition', async () => {
    const document = writing('write_parquet', 'partition_by: [day]').replace('./out', '"./n=5/o[1]*"');
    const at = await project({
      'pipeline.yaml': document,
      'data/in.csv': csv([
        ['2024-01-01', 1],
        ['', 2],
      ]),
    });
    expect((await run(at)).outputs).toMatchObject([{ rows: 2, files: 2, partitions: 2 }]);
  });
});
