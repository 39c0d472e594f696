import { readdir } from 'node:fs/promises';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { readRun, wire } from '../../src/app/index.js';
import { millrace } from '../support/cli.js';
import { exampleProject } from '../support/example.js';
import { project } from '../support/project.js';
import { debug, last, orders, perform, published, sessionOf, temporary } from './support.js';

const projects = {
  'bird-strikes': () => exampleProject('bird-strikes'),
  earthquakes: () => exampleProject('earthquakes'),
  movies: () => exampleProject('movies'),
  'late-flights': () => exampleProject('late-flights'),
  orders,
};

describe.each(Object.entries(projects))('%s', (_, make) => {
  it.each([[[]], [['--as-planned']]])('publishes what a run publishes, %s', async (words) => {
    const [ran, debugged] = [await make(), await make()];
    expect((await millrace(ran, ['run', 'pipeline.yaml'])).code).toBe(0);
    const { code, err } = await debug(debugged, ['next', 'continue'], words);
    expect(code, err).toBe(0);
    const expected = await published(ran);
    expect(Object.keys(expected).length).toBeGreaterThan(0);
    expect(await published(debugged)).toEqual(expected);
  });
});

describe('the record', () => {
  it('has the shape and the counts of that of a run, and the rows of every node', async () => {
    const at = await orders();
    await millrace(at, ['run', 'pipeline.yaml']);
    const run = await readRun(wire({ cwd: at.folder }), 'latest');
    const session = await sessionOf(at);
    const { end } = await last(session, 'continue', 'step', 'continue');
    const record = await readRun(wire({ cwd: at.folder }), end?.record.runId ?? '');
    expect(Object.keys(record).toSorted()).toEqual(Object.keys(run).toSorted());
    expect(record.contracts?.map(({ file: _, ...counts }) => counts)).toEqual(
      run.contracts?.map(({ file: _, ...counts }) => counts),
    );
    expect(record.outputs.map(({ node, rows, sha256 }) => [node, rows, sha256])).toHaveLength(1);
    expect(Object.fromEntries(record.nodes.map(({ name, rows }) => [name, rows]))).toEqual({
      orders: 5,
      countries: 3,
      large: 4,
      taxed: 4,
      named: 4,
      by_country: 2,
      enough: 2,
      out: 2,
    });
    expect(record.engine.threads).toBe(1);
  });
});

describe('a run that is left', () => {
  it.each([
    ['by quit', ['continue named', 'quit']],
    ['at the end of the script', ['next']],
  ])('%s publishes nothing and is interrupted', async (_, script) => {
    const at = await orders();
    const { code, err } = await debug(at, script);
    expect(code).toBe(0);
    expect(err).toContain('nothing was published');
    expect(await published(at)).toEqual({});
    expect((await readRun(wire({ cwd: at.folder }), 'latest')).status).toBe('interrupted');
    expect((await millrace(at, ['run', 'pipeline.yaml'])).code).toBe(0);
  });

  it('leaves no files behind', async () => {
    const at = await orders();
    const own = await project();
    vi.stubEnv('TMPDIR', own.folder);
    onTestFinished(() => {
      vi.unstubAllEnvs();
    });
    const session = await sessionOf(at);
    await perform(session, 'continue orders', 'quarantine', 'step');
    const { folder } = await session.close();
    expect(await readdir(folder)).not.toContain('spill');
    expect(await at.bytes('out')).toEqual({});
    expect(await temporary()).toEqual([]);
  });
});

describe('rows', () => {
  it('can be looked at once the run has published', async () => {
    const session = await sessionOf(await orders());
    const printed = await last(session, 'print', 'continue', 'print named where id = 8');
    expect(printed.matching).toBe(1);
    expect((await last(session, 'next', 'next')).ran).toEqual([]);
  });
});

const failing = async () => {
  const at = await orders();
  const text = await at.read('pipeline.yaml');
  await at.write({ 'pipeline.yaml': text.replace('amount: amount * 1.19', 'amount: country::integer') });
  return at;
};

describe('a node that fails', () => {
  it('is told with its place; the rows before it can still be looked at', async () => {
    const session = await sessionOf(await failing());
    const failed = await last(session, 'continue', 'continue');
    expect(failed.ran.at(-1)).toMatchObject({ node: 'taxed', state: 'failed' });
    expect(failed.end?.record.status).toBe('failed');
    expect((await last(session, 'print', 'print large')).matching).toBe(4);
    const { nodes } = await last(session, 'list', 'list');
    expect(nodes.at(-1)?.state).toBe('left out');
  });

  it('gives the exit code of a run that fails', async () => {
    const at = await failing();
    const { code, err } = await debug(at, ['continue', 'print large']);
    expect(code).toBe(1);
    expect(err).toContain('pipeline.yaml:');
    expect(await published(at)).toEqual({});
  });

  it('stops before publishing where a check does, with exit code 3', async () => {
    const at = await orders();
    const text = await at.read('pipeline.yaml');
    await at.write({ 'pipeline.yaml': text.replace('rows: { min: 1 }', 'rows: { min: 100 }') });
    const { code, out } = await debug(at, ['continue']);
    expect(code).toBe(3);
    expect(out).toContain('enough (check) not passed');
    expect(await published(at)).toEqual({});
  });
});
