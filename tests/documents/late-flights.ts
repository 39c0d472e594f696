import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { type Project, project } from '../support/project.js';

const data = join(import.meta.dirname, '../../node_modules/vega-datasets/data');

const example = join(import.meta.dirname, '../../examples/late-flights/pipeline.yaml');

/** The example's document; the folder of its inputs is that of the installed package. */
export const lateFlights = async (): Promise<string> => {
  const text = await readFile(example, 'utf8');
  return text.replace(/(raw: \{ folder: )[^}]+ \}/, `$1${JSON.stringify(data)} }`);
};

/** The example in a folder of its own. */
export const lateFlightsProject = async (): Promise<Project> =>
  project({ 'pipeline.yaml': await lateFlights() });

/** The same document, written in JSON. Timestamps stay text, as YAML's core schema has it. */
export const asJson = (yaml: string): string => JSON.stringify(parse(yaml), null, 2);

/** The same document, written in TypeScript with the builder. */
export const asTypeScript = `import { pipeline } from 'millrace';

export default pipeline('late-flights', {
  description: 'Which origins run late, from raw flights to a published table.',
  owner: 'data-platform',
  tags: ['aviation'],
})
  .params({ minutes: { type: 'integer', default: 15, min: 0 } })
  .resources({
    memory: '1GB',
    threads: 2,
    stores: { raw: { folder: ${JSON.stringify(data)} }, gold: { folder: './out' } },
  })
  .node('flights', 'read_parquet', { path: 'raw://flights-*.parquet' })
  .node('airports', 'read_csv', { path: 'raw://airports.csv' })
  .node('late', 'filter', { where: 'delay > $minutes' }, 'flights')
  .node(
    'named',
    'join',
    { type: 'left', keys: { origin: 'iata' }, cardinality: 'many_to_one', columns: ['f.*', 'a.city', 'a.state'] },
    { f: 'late', a: 'airports' },
  )
  .node(
    'by_origin',
    'aggregate',
    {
      by: ['origin', 'city'],
      measures: {
        late_flights: 'count(*)',
        mean_delay: 'avg(delay)',
        p95_delay: 'quantile_cont(delay, 0.95)',
      },
    },
    'named',
  )
  .node('enough', 'check', { rows: { min: 50 }, unique: ['origin'], severity: 'error' }, 'by_origin')
  .node('out', 'write_parquet', { path: 'gold://late-by-origin.parquet', mode: 'replace' }, 'by_origin')
  .build();
`;
