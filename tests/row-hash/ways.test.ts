import { expect, test } from 'vitest';
import { lateFlightsProject } from '../documents/late-flights.js';
import { exampleProject } from '../support/example.js';
import type { Project } from '../support/project.js';
import { hashes, ways } from './hashes.js';

const projectOf = (name: string): Promise<Project> =>
  name === 'late-flights' ? lateFlightsProject() : exampleProject(name);

test.each(['bird-strikes', 'earthquakes', 'movies', 'late-flights'])(
  'the example %s gives the same rows node by node and fused, by one thread and by two',
  async (name) => {
    const at = await projectOf(name);
    const given: Awaited<ReturnType<typeof hashes>>[] = [];
    for (const way of ways) given.push(await hashes(at, way));
    expect(Object.values(given[0] ?? {}).length).toBeGreaterThan(0);
    expect(new Set(given.map((each) => JSON.stringify(each))).size, JSON.stringify(given)).toBe(1);
  },
);
