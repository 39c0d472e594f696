import { describe, expect, it } from 'vitest';
import { millrace } from '../support/cli.js';
import { problemsIn } from '../support/expectations.js';
import { project } from '../support/project.js';
import { lateFlights } from './late-flights.js';

const contract = `    contract:
      columns:
        date: { type: timestamp, required: true }
        delay: { type: integer, min: -120, max: 2000 }
        origin: { type: airport_iata, required: true }    # a semantic type: checked, repaired, classified
      drift: { new_columns: evolve, missing_columns: freeze, wrong_types: quarantine_row }
      invalid_values: quarantine_row
      tolerate: { share: 0.5%, rows: 1000 }               # past either, the run stops before it publishes
`;

const policies = `policies:                           # when, and what if it fails; the last rule that matches wins, key by key
  - match: { kind: read_* }
    retry: { max_attempts: 5, type: exponential, initial: 500ms, max: 30s, jitter: full, errors: [resource] }
    timeout: { learned: { min: 1m, max: 30m } }

`;

/** The document of the design as a whole. */
const wholeDesign = async (): Promise<string> =>
  (await lateFlights())
    .replace('  airports:\n', `${contract}  airports:\n`)
    .replace('tests:\n', `${policies}tests:\n`);

describe('the document of the design', () => {
  it('runs as a whole', async () => {
    const at = await project({ 'pipeline.yaml': await wholeDesign() });
    const { code, err } = await millrace(at, ['run', 'pipeline.yaml', '--json']);
    expect(code, err).toBe(0);
  });
});

describe('what the design has and nobody has built', () => {
  it.each([
    ['a secret connection', 'resources:\n', 'resources:\n  connections: { db: { url: { secret: DB } } }\n'],
    ['a part', 'use: read_csv', 'use: ./parts/clean.yaml'],
    ['a kind', 'use: aggregate', 'use: sessionize'],
    ['a mode', 'mode: replace', 'mode: scd2'],
    ['an option of files', 'path: raw://airports.csv', 'path: raw://airports.csv, dataset: airports'],
    ['an include', 'nodes:\n', 'include: daily\nnodes:\n'],
  ])('is refused as not built: %s', async (_what, found, replacement) => {
    const text = (await lateFlights()).replace(found, replacement);
    const at = await project({ 'pipeline.yaml': text });
    const { code, err } = await millrace(at, ['validate', 'pipeline.yaml']);
    expect(code, err).toBe(2);
    const [first] = problemsIn(err).filter(({ code: each }) => each === 'MR9001');
    expect(first?.head, err).toContain('not built yet');
    expect(first?.place).toMatch(/^pipeline\.yaml:\d+:\d+$/);
  });
});
