import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { millrace } from '../support/cli.js';
import { type Files, type Project, project } from '../support/project.js';

/** A value that must not be seen. */
const CANARY = 'zq7canary';

/** Everything that a run left as text: its record, its events, its report. */
const textsUnder = async (folder: string): Promise<string> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !/\.(parquet|csv)$/.test(entry.name));
  const texts = await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), 'utf8')));
  return texts.join('\n');
};

interface Said {
  readonly code: number;
  readonly told: string;
  readonly kept: string;
}

const ran = async (at: Project, words: readonly string[] = ['run', 'pipeline.yaml']): Promise<Said> => {
  const { code, out, err } = await millrace(at, [...words]);
  return { code, told: out + err, kept: await textsUnder(at.path('.millrace')).catch(() => '') };
};

const documentOf = (contract: string, more: string, read = 'read_csv', file = 'people.csv'): string =>
  `millrace: 1
pipeline: people
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  people:
    use: ${read}
    with: { path: raw://${file} }
    contract:
      columns:
        mail: { type: varchar, class: personal${contract} }
        age: { type: integer }
${more}`;

const WRITE = `  out:
    use: write_parquet
    from: last
    with: { path: out://people.parquet }
`;

const PEOPLE = `mail,age\n${CANARY}@a.example,1\n${CANARY}@a.example,2\nb@b.example,3\n`;

const node = (use: string, config: string, from = 'people'): string =>
  `  last:\n    use: ${use}\n    from: ${from}\n    with: ${config}\n${WRITE}`;

/** Each shows a value of a classified column, or of one that was made from it, unless something holds it back. */
const cases: readonly (readonly [name: string, code: string, files: Files])[] = [
  [
    'a cast of what was made from it',
    'MR4008',
    { 'pipeline.yaml': documentOf('', node('derive', "{ columns: { n: 'cast(upper(mail) as integer)' } }")) },
  ],
  [
    'keys that stand twice',
    'MR4012',
    {
      'pipeline.yaml': documentOf(
        '',
        `  last:\n    use: join\n    from: { p: people, q: people }\n    with: { keys: [mail], cardinality: one_to_one, columns: [p.*] }\n${WRITE}`,
      ),
    },
  ],
  [
    'ties',
    'MR4013',
    { 'pipeline.yaml': documentOf('', node('deduplicate', '{ keys: [mail], order_by: [mail] }')) },
  ],
  [
    'values that a pivot does not list',
    'MR4014',
    {
      'pipeline.yaml': documentOf(
        '',
        node('pivot', "{ on: mail, values: ['b@b.example'], measures: { n: 'count(*)' } }"),
      ),
    },
  ],
  [
    'rows of a merge that differ',
    'MR4024',
    {
      'pipeline.yaml': documentOf(
        '',
        `  out:\n    use: write_parquet\n    from: people\n    with: { path: out://people.parquet, mode: merge, key: [mail] }\n`,
      ),
    },
  ],
  [
    'a value that can be read in two ways',
    'MR4030',
    {
      'pipeline.yaml': documentOf('', `${node('limit', '{ rows: 2 }')}`).replace('type: varchar, ', ''),
      'people.csv': 'mail,age\n03/04/2025,1\n04/05/2025,2\n',
    },
  ],
];

describe('values of a classified column are not shown', () => {
  test.each(cases)('by an error: %s', async (_, code, files) => {
    const at = await project({ 'people.csv': PEOPLE, ...files });
    const said = await ran(at);
    expect(said.told).toContain(code);
    expect(said.told + said.kept).not.toContain(CANARY);
    expect(said.told + said.kept).not.toContain(CANARY.toUpperCase());
    expect(said.told).not.toContain('03/04/2025');
  });

  test('by what was decided of the file: lines above and below the table', async () => {
    const at = await project({
      'pipeline.yaml': documentOf('', node('limit', '{ rows: 2 }')),
      'people.csv': `Made by ${CANARY}\nfor us\n\n${PEOPLE}Total of ${CANARY}\n`,
    });
    const said = await ran(at);
    expect(said.kept).toContain('before the table left out');
    expect(said.told + said.kept).not.toContain(CANARY);
  });

  test.each([
    ['derives from it', node('derive', "{ columns: { shout: 'upper(mail)' } }"), {}],
    [
      'has a function that throws for it',
      node('code', '{ module: ./m.ts }'),
      {
        'm.ts': `import { defineTransform } from 'millrace/kit';
export default defineTransform({ reads: { mail: 'varchar' }, writes: { shout: 'varchar' }, map: ({ mail }) => { throw new Error(String(mail.values[0])); } });`,
      },
    ],
  ] as const)('by the quarantine of a node further down that %s', async (_, nodes, files) => {
    const held = nodes.replace('    with: {', '    contract: { columns: { age: { max: 1 } } }\n    with: {');
    const at = await project({ 'pipeline.yaml': documentOf('', held), 'people.csv': PEOPLE, ...files });
    const told = [
      await ran(at),
      await ran(at, ['quarantine', 'list']),
      await ran(at, ['quarantine', 'show']),
      await ran(at, ['report', 'latest']),
    ];
    expect(told.map((said) => said.told).join()).toMatch(/[1-9] in quarantine/);
    const all = told.flatMap((said) => [said.told, said.kept]).join();
    expect(all).not.toContain(CANARY);
    expect(all).not.toContain(CANARY.toUpperCase());
    expect((await ran(at, ['quarantine', 'show', '--reveal'])).told).toContain(CANARY);
  });

  test('by samples, quarantine, the report, lists of runs and replays; and by --reveal alone', async () => {
    const at = await project({
      'pipeline.yaml': documentOf(', max: "m"', node('derive', "{ columns: { shout: 'upper(mail)' } }")),
      'people.csv': PEOPLE,
    });
    const told = [
      await ran(at),
      await ran(at, ['quarantine', 'list']),
      await ran(at, ['quarantine', 'show']),
      await ran(at, ['runs', 'latest']),
      await ran(at, ['runs', 'latest', '--json']),
      await ran(at, ['report', 'latest']),
    ];
    for (const said of told) {
      expect(said.told + said.kept).not.toContain(CANARY);
      expect(said.told + said.kept).not.toContain(CANARY.toUpperCase());
    }
    const shown = await ran(at, ['quarantine', 'show', '--reveal']);
    expect(shown.told).toContain(CANARY);
    const replay = ['quarantine', 'replay', 'latest', 'people', '--set', `mail='a${CANARY}'`];
    const replayed = await ran(at, [...replay, '--where', `mail = '${CANARY}@a.example'`]);
    expect(replayed.kept).toContain('"replays"');
    expect(replayed.told + replayed.kept).not.toContain(CANARY);
  });

  /** What the masks of the types may show, and no more: a first letter, a country, last digits. */
  const typed = `millrace: 1
pipeline: people
resources:
  stores:
    raw: { folder: . }
    out: { folder: ./out }
nodes:
  people:
    use: read_csv
    with: { path: raw://people.csv, types: { card: varchar, phone: varchar } }
    contract:
      columns:
        mail: { type: email, normalise: true }
        card: { type: card_number }
        iban: { type: iban }
        phone: { type: phone }
        strict: { type: email, class: sensitive }
        age: { type: integer, max: 1 }
  out: { use: write_parquet, from: people, with: { path: out://people.parquet } }
`;
  const row = (age: number): string =>
    `${CANARY}@Hidden${CANARY}.example,4111111111111111,DE89370400440532013000,+14155550132,${CANARY}@c.example,${age}\n`;
  const odd = `x${CANARY} at home 77,4111-1111-1111-1112,DE00370400440532013000,0132-77,none,0\n`;
  const people = `mail,card,iban,phone,strict,age\n${row(1)}${row(2)}${row(2)}${odd}`;
  /** Parts of values that no mask shows. */
  const secrets = /q7canary|hidden|11111111|70400440|1415555|at home|1111-1112|0132-77/i;

  test('but for what the masks of their semantic types show of values that are of the type', async () => {
    const at = await project({ 'pipeline.yaml': typed, 'people.csv': people });
    const shown = await ran(at, ['run', 'pipeline.yaml']);
    const quarantine = await ran(at, ['quarantine', 'show']);
    const told = [
      shown,
      quarantine,
      await ran(at, ['quarantine', 'show', '--json']),
      await ran(at, ['profile', 'pipeline.yaml']),
      await ran(at, ['profile', 'pipeline.yaml', '--format', 'json']),
      await ran(at, ['runs', 'latest', '--json']),
      await ran(at, ['report', 'latest']),
    ];
    for (const said of told) {
      expect(said.told).not.toMatch(secrets);
      expect(said.kept).not.toMatch(secrets);
    }
    expect(quarantine.told).toContain(
      '{"mail":"z•••@•••","card":"•••1111","iban":"DE•••3000","phone":"•••32","strict":"•••","age":"2"}',
    );
    expect(quarantine.told).toContain('{"mail":"•••","card":"•••","iban":"•••","phone":"•••","strict":"•••"');
    const profile = await ran(at, ['profile', 'pipeline.yaml', '--format', 'json']);
    expect(profile.told).toContain('"•••1111"');
    expect((await ran(at, ['quarantine', 'show', '--reveal'])).told).toContain('4111111111111111');
  });

  test('by samples where a transform alone classifies them', async () => {
    const at = await project({
      'pipeline.yaml': documentOf('', node('derive', "{ columns: { shout: 'upper(mail)' } }"))
        .replace(', class: personal', '')
        .replace(
          '    use: derive',
          '    contract: { columns: { shout: { class: sensitive } } }\n    use: derive',
        ),
      'people.csv': PEOPLE,
    });
    const said = await ran(at);
    expect(said.code, said.told).toBe(0);
    expect(said.kept).toContain(CANARY);
    expect(said.kept).not.toContain(CANARY.toUpperCase());
  });
});
