import { runPipeline } from '../../src/app/index.js';
import { wire } from '../../src/app/wire.js';
import type { Wiring } from '../../src/app/wiring.js';
import type { RunRecord } from '../../src/kit/index.js';
import type { Sharing } from '../../src/planner/index.js';
import { millrace } from './cli.js';
import type { Project } from './project.js';

const AS_OF = '2026-01-31T12:00:00Z';

/** Runs a document of a project to its end; the runs of each way are kept apart, so that none knows of another. */
type Way = (at: Project, file: string, wiring?: Partial<Wiring>) => Promise<RunRecord>;

const shared =
  (threads: number, sharing: Partial<Sharing>): Way =>
  async ({ folder: cwd }, file, wiring = {}) => {
    const wired = wire({ cwd, environment: {}, sharing, ...wiring });
    const runDir = `runs-${threads}-${sharing.buckets}`;
    return (await runPipeline(wired, file, { threads, asOf: AS_OF, runDir })).record;
  };

const debugged: Way = async (at, file, wiring = {}) => {
  await at.write({ 'continue.txt': 'continue\n' });
  const options = ['--as-of', AS_OF, '--run-dir', 'runs-debug', '--json'];
  const { out, err } = await millrace(at, ['debug', file, '--script', 'continue.txt', ...options], {
    wiring,
  });
  const said = out.trim().split('\n').at(-1) ?? '';
  const { record } = (said.startsWith('{') ? JSON.parse(said) : {}).end ?? {};
  if (record === undefined) throw new Error(`the debugger did not come to the end:\n${out}${err}`);
  return record as RunRecord;
};

/** Ways to run a document: nothing of them may be seen in what comes of it. */
export const ways = {
  'by the debugger': debugged,
  'by one process': shared(1, { partition: 1_000_000_000, rows: 1_000_000_000, buckets: 1 }),
  'by two processes': shared(2, { buckets: 16 }),
  'by two processes, in seven partitions and more': shared(2, { partition: 20_000, rows: 2048, buckets: 7 }),
} as const satisfies Readonly<Record<string, Way>>;

/** What came of a document, as far as it is the same whichever way it ran. */
export interface Outcome {
  readonly status: RunRecord['status'];
  /** Codes of what went wrong. */
  readonly problems: readonly string[];
  /** Rows of each output and their hash. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Rows that passed each contract, and those in quarantine. */
  readonly contracts: Readonly<Record<string, string>>;
  /** What each check saw. */
  readonly checks: Readonly<Record<string, RunRecord['checks'][number]['results']>>;
}

const byNode = <T extends { readonly node: string }, V>(
  items: readonly T[],
  value: (item: T) => V,
): Readonly<Record<string, V>> =>
  Object.fromEntries(
    items.toSorted((a, b) => (a.node < b.node ? -1 : 1)).map((item) => [item.node, value(item)]),
  );

export const outcomeOf = ({ status, problems, outputs, contracts = [], checks }: RunRecord): Outcome => ({
  status,
  problems: problems.map(({ code }) => code).toSorted(),
  outputs: byNode(outputs, ({ rows, rowHash }) => `${rows} rows, ${rowHash?.value}`),
  contracts: byNode(contracts, ({ passed, quarantined }) => `${passed} passed, ${quarantined} quarantined`),
  checks: byNode(checks, ({ results }) => results),
});
