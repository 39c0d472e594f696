import { describe, expect, it } from 'vitest';
import { millrace } from '../support/cli.js';
import { contentOf } from '../support/duckdb.js';
import { exampleProject } from '../support/example.js';
import { expectForPeople } from '../support/expectations.js';
import type { Project } from '../support/project.js';

const good = async (at: Project, ...words: readonly string[]): Promise<string> => {
  const { code, out, err } = await millrace(at, words);
  expect(code, err).toBe(0);
  expectForPeople(out + err);
  return out + err;
};

describe.each(['bird-strikes', 'earthquakes', 'movies'])('the example %s', (name) => {
  it('holds, passes its tests, runs, and runs again', async () => {
    const at = await exampleProject(name);
    await good(at, 'validate', 'pipeline.yaml', '--deny-warnings');
    expect(await good(at, 'test', 'pipeline.yaml')).toContain('1 test passed, 0 failed');
    expect(await good(at, 'run', 'pipeline.yaml')).toContain(`${name} published`);
    expect(await good(at, 'run', 'pipeline.yaml')).toContain(`${name} published`);
    await good(at, 'explain', 'pipeline.yaml');
  });
});

describe('what the examples give', () => {
  it('films by year, and each film that cannot be kept apart', async () => {
    const at = await exampleProject('movies');
    const told = await good(at, 'run', 'pipeline.yaml');
    expect(told).toContain('3,201 rows, 3,175 passed, 26 in quarantine (0.81 %), 1 passed without a value');
    const years = await contentOf('read_csv', at.path('out/years.csv'));
    expect(years.rows.reduce((sum, [, films]) => sum + Number(films), 0)).toBe(3175);
    const doubts = await contentOf('read_csv', at.path('out/doubtful.csv'));
    expect(doubts.rows).toHaveLength(27);
    expect(doubts.rows.map(([title]) => title)).toContain('Ben-Hur');
  });

  it('the dearest species, and costs that add up', async () => {
    const at = await exampleProject('bird-strikes');
    await good(at, 'run', 'pipeline.yaml');
    const { rows } = await contentOf('read_csv', at.path('out/dearest-species.csv'));
    expect(rows.map(([species]) => species).slice(0, 3)).toEqual([
      'Canada goose',
      'Unknown bird - large',
      'Unknown bird - medium',
    ]);
    for (const [, , total, , ...phases] of rows) {
      expect(phases.reduce((sum: number, cost) => sum + Number(cost ?? 0), 0)).toBeCloseTo(Number(total), 2);
    }
  });

  it('magnitudes by day, and every event in one output', async () => {
    const at = await exampleProject('earthquakes');
    await good(at, 'run', 'pipeline.yaml');
    const { rows } = await contentOf('read_csv', at.path('out/magnitudes-by-day.csv'));
    expect(rows.map(([day]) => String(day).slice(0, 10))).toEqual(
      rows.map(([day]) => String(day).slice(0, 10)).toSorted(),
    );
    const quakes = rows.reduce((sum, row) => sum + Number(row[1]), 0);
    const blasts = (await contentOf('read_json', at.path('out/blasts.ndjson'))).rows.length;
    const partitions = await contentOf('read_parquet', at.path('out/quakes/**/*.parquet'));
    expect([quakes, blasts, partitions.rows.length]).toEqual([1679, 28, 1679]);
  });
});
