import { describe, expect, test } from 'vitest';
import { cleanRuns } from '../../src/app/clean/clean.js';
import { listRuns, wire } from '../../src/app/index.js';
import { millrace } from '../support/cli.js';
import { type Project, project } from '../support/project.js';

const document = `millrace: 1
pipeline: people
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  people:
    use: read_csv
    with: { path: raw://people.csv }
    contract:
      columns:
        email: { type: varchar }
        age: { type: integer }
  out:
    use: write_csv
    from: people
    with: { path: out://people.csv }
`;

const people = 'email,age\nann@example.org,30\nbob@example.org,old\ncid@example.org,new\nbob@example.org\n';

const runTwice = async (): Promise<Project> => {
  const at = await project({ 'pipeline.yaml': document, 'people.csv': people });
  for (const _ of [1, 2]) expect((await millrace(at, ['run', 'pipeline.yaml'])).code).toBe(0);
  return at;
};

const later = (at: Project, days: number) =>
  wire({ cwd: at.folder, clock: { now: () => new Date(Date.now() + days * 86_400_000) } });

describe('millrace clean --older-than', () => {
  test('removes old runs with their folders, and keeps the newest good one of each pipeline', async () => {
    const at = await runTwice();
    const options = { olderThan: '30d', isRehearsal: false };
    expect(await cleanRuns(later(at, 29), options)).toEqual([]);
    const wiring = later(at, 31);
    expect(await cleanRuns(wiring, { ...options, isRehearsal: true })).toHaveLength(1);
    expect(await listRuns(wiring)).toHaveLength(2);
    const [removed] = await cleanRuns(wiring, options);
    expect(await listRuns(wiring)).toHaveLength(1);
    const files = Object.keys(await at.bytes('.millrace'));
    expect(files.some((name) => name.includes(removed?.runId ?? 'none'))).toBe(false);
    expect(files.some((name) => name.endsWith('quarantine/people.parquet'))).toBe(true);
    expect(await cleanRuns(wiring, options)).toEqual([]);
  });

  test.each([
    [[], 'nothing says what to clean'],
    [['--older-than', 'soon'], '"soon" is not an age'],
    [['--erase', 'email'], 'COLUMN=VALUE'],
  ])('refuses %j', async (words, message) => {
    const { code, err } = await millrace(await project({}), ['clean', ...words]);
    expect(code).toBe(2);
    expect(err).toContain(message);
  });
});

describe('millrace clean --erase', () => {
  test('erases the rows of a key from every quarantine, records that are text among them', async () => {
    const at = await runTwice();
    const rehearsed = await millrace(at, ['clean', '--erase', 'email=bob@example.org', '--dry-run']);
    expect(rehearsed.err).toContain('would erase 4 rows');
    const { out, err } = await millrace(at, ['clean', '--erase', 'email=bob@example.org']);
    expect(err).toContain('erased 4 rows from runs');
    expect(out.match(/people +2 rows/g)).toHaveLength(2);
    const shown = await millrace(at, ['quarantine', 'show']);
    expect(shown.out).toContain('cid@example.org');
    expect(shown.out).not.toContain('bob@example.org');
    expect((await millrace(at, ['clean', '--erase', 'email=bob@example.org'])).err).toContain(
      'erased 0 rows',
    );
    expect((await millrace(at, ['runs', 'latest', '--json'])).out).toContain('ann@example.org');
    await millrace(at, ['clean', '--erase', 'email=ann@example.org']);
    expect((await millrace(at, ['runs', 'latest', '--json'])).out).not.toContain('ann@example.org');
  });
});
