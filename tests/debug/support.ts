import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { Readable } from 'node:stream';
import { onTestFinished } from 'vitest';
import {
  type DebugOptions,
  type DebugSession,
  openDebugSession,
  type Result,
} from '../../src/app/debug/index.js';
import { wire } from '../../src/app/wire.js';
import { plain } from '../../src/base/diagnostics/render.js';
import { main } from '../../src/cli/program.js';
import type { Seen } from '../support/cli.js';
import { query } from '../support/duckdb.js';
import { type Project, project } from '../support/project.js';

/** Orders with a contract, a join and an aggregate with a contract of its own. */
export const orders = (): Promise<Project> =>
  project({
    'data/orders.csv': `id,country,amount,email
1,DE,10,ann@example.org
2,FR,20.5,bob@example.org
3,XX,30,cid@example.org
4,NO,abc,dan@example.org
5,DE,15,not an email
6,DE,40,eve@example.org
7,NO,5,fay@example.org
8,FR,1000,gus@example.org
`,
    'data/countries.csv': 'code,name\nDE,Germany\nFR,France\nSE,Sweden\n',
    'pipeline.yaml': `millrace: 1
pipeline: orders
params:
  least: { type: integer, default: 10 }
resources:
  stores:
    raw: { folder: ./data }
    out: { folder: ./out }
nodes:
  orders:
    use: read_csv
    with: { path: raw://orders.csv }
    contract:
      columns:
        id: { type: integer, required: true }
        country: { type: varchar, one_of: [DE, FR, NO] }
        amount: { type: "decimal(10,2)", min: 0 }
        email: { type: email, class: personal }
      tolerate: { share: 90% }
  countries:
    use: read_csv
    with: { path: raw://countries.csv }
  large:
    use: filter
    from: orders
    with:
      where: amount >= $least
  taxed:
    use: derive
    from: large
    with:
      columns:
        amount: amount * 1.19
        domain: split_part(email, '@', 2)
  named:
    use: join
    from: { o: taxed, c: countries }
    with:
      type: inner
      keys: { country: code }
      columns: [o.*, c.name]
  by_country:
    use: aggregate
    from: named
    with:
      by: [name]
      measures:
        orders: count(*)
        total: sum(amount)
    contract:
      columns:
        orders: { type: bigint, min: 1 }
  enough:
    use: check
    from: by_country
    with: { rows: { min: 1 } }
  out:
    use: write_csv
    from: by_country
    with: { path: out://by-country.csv }
`,
  });

/** A session that ends with the test. */
export const sessionOf = async (at: Project, options: DebugOptions = {}): Promise<DebugSession> => {
  const session = await openDebugSession(wire({ cwd: at.folder, environment: {} }), 'pipeline.yaml', options);
  onTestFinished(async () => {
    await session.close();
  });
  return session;
};

const never = new AbortController().signal;

/** The results of lines, of which each is a command. */
export const perform = async (
  session: DebugSession,
  ...lines: readonly string[]
): Promise<readonly Result[]> => {
  const results: Result[] = [];
  for (const [index, text] of lines.entries()) {
    const result = await session.perform({ file: 'test', number: index + 1, text }, never);
    if (result) results.push(result);
  }
  return results;
};

/** The results that a command may have. */
type ResultOf<C extends Result['command'], R = Result> = R extends { readonly command: infer K }
  ? C extends K
    ? R
    : never
  : never;

/** The result of the last of some commands, which must be of that kind. */
export const last = async <C extends Result['command']>(
  session: DebugSession,
  command: C,
  ...lines: readonly string[]
): Promise<ResultOf<C>> => {
  const result = (await perform(session, ...lines)).at(-1);
  if (result?.command !== command) throw new Error(`${command} was expected, not ${result?.command}`);
  return result as ResultOf<C>;
};

/** Runs `millrace debug` over a script, which comes by standard input. */
export const debug = async (
  at: Pick<Project, 'folder'>,
  script: readonly string[],
  words: readonly string[] = [],
): Promise<Seen> => {
  const printed = { out: '', err: '' };
  const terminal = {
    out: (text: string) => {
      printed.out += text;
    },
    err: (text: string) => {
      printed.err += text;
    },
    paint: plain,
    isInteractive: false,
    isUnicode: false,
    width: 100,
    input: () => Readable.from(script.map((line) => `${line}\n`)),
  };
  const context = { wiring: wire({ cwd: at.folder, environment: {} }), terminal, signal: never };
  const code = await main(context, ['debug', 'pipeline.yaml', '--script', '-', ...words]);
  return { code, ...printed };
};

const readers = { parquet: 'read_parquet', csv: 'read_csv', ndjson: 'read_json' } as const;

/** Rows and a hash of them that knows no order, of each kind of file that was published. */
export const published = async (at: Project): Promise<Readonly<Record<string, unknown>>> => {
  const all = await readdir(at.path('out'), { recursive: true }).catch(() => []);
  const files = all.flatMap((path) => {
    const [, name, ending = ''] =
      /^\.millrace\/data\/[^/]+\/([^/]+?)(?:\/.+)?\.(parquet|csv|ndjson)$/.exec(path) ?? [];
    return name === undefined ? [] : [{ path: at.path('out', path), name, ending }];
  });
  const found: Record<string, unknown> = {};
  for (const name of new Set(files.map((file) => file.name))) {
    const own = files.filter((file) => file.name === name);
    const reader = readers[own[0]?.ending as keyof typeof readers];
    const list = own.map(({ path }) => `'${path}'`).join(', ');
    const { rows } = await query(
      `select count(*), sum(hash(r))::varchar from (select * from ${reader}([${list}], hive_partitioning = true)) as r`,
    );
    found[name] = rows[0];
  }
  return found;
};

/** Names in the folder of temporary files that a check or an engine left there. */
export const temporary = async (): Promise<readonly string[]> =>
  (await readdir(tmpdir())).filter((name) => /^millrace-(check|quarantine|spill)/.test(name));
