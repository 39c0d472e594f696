import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lateFlightsProject } from '../documents/late-flights.js';
import { type Project, project } from '../support/project.js';
import { hashes, ways } from './hashes.js';

const root = join(import.meta.dirname, '../..');
const data = join(root, 'node_modules/vega-datasets/data');

const exampleProject = async (name: string): Promise<Project> => {
  if (name === 'late-flights') return lateFlightsProject();
  const at = await project();
  await cp(join(root, 'examples', name, 'pipeline.yaml'), at.path('pipeline.yaml'));
  const text = await at.read('pipeline.yaml');
  await at.write({ 'pipeline.yaml': text.replace('../../node_modules/vega-datasets/data', data) });
  return at;
};

test.each(['bird-strikes', 'earthquakes', 'movies', 'late-flights'])(
  'the example %s gives the same rows node by node and fused, by one thread and by two',
  async (name) => {
    const at = await exampleProject(name);
    const given: Awaited<ReturnType<typeof hashes>>[] = [];
    for (const way of ways) given.push(await hashes(at, way));
    expect(Object.values(given[0] ?? {}).length).toBeGreaterThan(0);
    expect(new Set(given.map((each) => JSON.stringify(each))).size, JSON.stringify(given)).toBe(1);
  },
);
