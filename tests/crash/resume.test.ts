import { describe, expect, it } from 'vitest';
import type { PublishedOutput } from '../../src/kit/index.js';
import { query } from '../support/duckdb.js';
import { type Project, project } from '../support/project.js';
import { atEachFailpoint, resumeAndDie } from './die.js';

const document = `millrace: 1
pipeline: resuming
resources:
  threads: 1
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  source:
    use: read_csv
    with: { path: raw://in.csv }
    contract:
      columns: { id: { type: integer, max: 9 } }
  few: { use: limit, from: source, with: { rows: 2, order_by: [id] } }
  sorted: { use: sort, from: source, with: { by: [id] } }
  enough: { use: check, from: sorted, with: { rows: { min: 1 } } }
  added: { use: write_parquet, from: sorted, with: { path: out://added/, mode: append } }
  first: { use: write_csv, from: few, with: { path: out://few.csv } }
`;

interface Seen {
  readonly status: string;
  readonly outputs: readonly PublishedOutput[];
  readonly problems: readonly { readonly code: string }[];
  readonly started: readonly string[];
  readonly reused: readonly string[];
  readonly steps: readonly string[];
}

const made = (): Promise<Project> => project({ 'pipeline.yaml': document, 'in.csv': 'id\n3\n1\n2\n10\n' });

const ids = async (at: Project): Promise<string> =>
  (await query(`select id from '${at.path('out/added')}/*.parquet' order by id`)).rows.join(' ');

const hashes = ({ outputs }: Seen) => outputs.map(({ rowHash }) => rowHash);

describe('a run that is killed with -9 at any step, and resumed', () => {
  it('does nothing again that was finished, publishes once, and gives the same', async () => {
    const whole = JSON.parse((await resumeAndDie((await made()).folder)).out) as Seen;
    expect(whole).toMatchObject({ status: 'succeeded', problems: [], reused: [] });
    expect(whole.started.length).toBeGreaterThan(3);
    let goneOn = 0;
    let published = 0;
    await atEachFailpoint(whole.steps.length, async (number) => {
      const at = await made();
      expect((await resumeAndDie(at.folder, number)).signal).toBe('SIGKILL');
      const before = whole.steps.slice(0, number);
      // A stage is finished once the next step was reached: its result is kept in between.
      const finished = before.slice(0, -1).filter((step) => step.startsWith('stage_finished'));
      const again = JSON.parse((await resumeAndDie(at.folder, 0, 'resume')).out) as Seen;
      if (again.status === 'refused') {
        // Before the engine was there, there was nothing to go on with; after the decision, all is published.
        const code = finished.length === 0 ? 'MR3031' : 'MR3032';
        expect(again.problems).toMatchObject([{ code }]);
        if (code === 'MR3032') published += 1;
        if (code === 'MR3031') await resumeAndDie(at.folder);
      } else {
        goneOn += 1;
        expect([number, again.status, hashes(again)]).toEqual([number, 'succeeded', hashes(whole)]);
        expect(again.reused.map((stage) => `stage_finished ${stage}`).toSorted()).toEqual(
          finished.toSorted(),
        );
      }
      expect([number, await ids(at)]).toEqual([number, '1 2 3']);
      expect(await at.read('out/few.csv')).toBe('id\n1\n2\n');
    });
    expect(goneOn).toBeGreaterThan(10);
    expect(published).toBeGreaterThan(3);
  }, 900_000);
});
