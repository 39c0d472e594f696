import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { didYouMean } from '../../base/diagnostics/suggest.js';
import {
  failure,
  isError,
  MillraceError,
  type Problem,
  problem,
  problemsOf,
} from '../../base/errors/index.js';
import type { Engine, Schema } from '../../kit/index.js';
import { buildGraph, type Graph, nodeNamed } from '../../planner/index.js';
import { rewriteExpectations, type TestSpec } from '../../spec/index.js';
import { bindSources } from '../check/bind-sources.js';
import { lookAtSources } from '../check/look.js';
import { resolveSettings, type Settings } from '../check/settings.js';
import { findSources } from '../check/sources.js';
import { withDeclarations } from '../code/declare.js';
import { CODE_FOLDER } from '../code/exchange.js';
import { withKeptPools } from '../code/kept-pools.js';
import { runCode } from '../code/run-code.js';
import { type LoadedDocument, loadDocument } from '../load/load-document.js';
import { unwatched } from '../read-rows.js';
import { runValues } from '../run/values.js';
import type { Wiring } from '../wiring.js';
import { givenSchema, planCase, type Subject } from './case-plan.js';
import { compare } from './compare.js';
import { badCell, inferSchema } from './given.js';
import type { Mismatch, TestReport, TestResult } from './result.js';

/** The real columns of nodes, where the sources are there to look at; a test runs without them too. */
const knownSchemas = async (
  wiring: Wiring,
  loaded: LoadedDocument,
  settings: Settings,
  graph: Graph,
): Promise<ReadonlyMap<string, Schema>> => {
  const storage = wiring.createStorage(settings.stores);
  const found = await findSources(loaded.parsed, graph, storage);
  const { sources, release } = await lookAtSources(wiring, loaded.parsed, found.sources);
  const { logical } = await bindSources(wiring, loaded, settings, graph, sources).finally(release);
  return new Map(logical.nodes.map(({ name, schema }) => [name, schema]));
};

const testEngine = (wiring: Wiring, settings: Settings, folder: string): Promise<Engine> =>
  wiring.createEngine({
    limits: settings.limits,
    readable: [],
    writable: [folder],
    spillFolder: join(folder, 'spill'),
    values: runValues(settings, 'test'),
    keepOrder: true,
  });

const unknownNodes = ({ graph, loaded }: Subject, test: TestSpec, index: number): readonly Problem[] => {
  const names = graph.nodes.map(({ name }) => name);
  const named = [
    ...Object.keys(test.given).map((node) => ['given', node]),
    ...Object.keys(test.expect).map((node) => ['expect', node]),
  ];
  return named.flatMap(([part = '', node = '']) => {
    if (names.includes(node)) return [];
    const place = loaded.parsed.source.keyPlace(['tests', index, part, node]);
    const label = didYouMean(node, names);
    return [
      problem('MR2001', `unknown node "${node}" in \`${part}\` of test "${test.name}"`, {
        ...(place ? { place } : {}),
        ...(label ? { label } : {}),
      }),
    ];
  });
};

const otherRows = ({ loaded }: Subject, test: TestSpec, index: number, node: string): Problem => {
  const place = loaded.parsed.source.keyPlace(['tests', index, 'expect', node]);
  return problem('MR4020', `"${node}" gave other rows than test "${test.name}" expects`, {
    node,
    ...(place ? { place } : {}),
  });
};

const checkGiven = async (
  { schemas, loaded, graph }: Subject,
  test: TestSpec,
  index: number,
  engine: Engine,
): Promise<void> => {
  for (const [node, rows] of Object.entries(test.given)) {
    const reader = graph.nodes.find(({ guarded }) => guarded?.node === node);
    const schema = reader ? givenSchema(reader, rows, schemas) : (schemas.get(node) ?? inferSchema(rows));
    const wrong = await badCell(engine, rows, schema);
    const place = loaded.parsed.source.keyPlace(['tests', index, 'given', node]);
    if (wrong !== undefined)
      throw failure('MR2112', `${wrong} in \`given\` of "${node}"`, place ? { place } : {});
  }
};

/** Where a test runs. */
interface Place {
  readonly wiring: Wiring;
  readonly engine: Engine;
  /** For rows that break contracts. */
  readonly folder: string;
}

const runCase = async (
  subject: Subject,
  test: TestSpec,
  index: number,
  { wiring, engine, folder }: Place,
): Promise<readonly Mismatch[]> => {
  const unknown = unknownNodes(subject, test, index);
  if (unknown.length > 0) throw new MillraceError(unknown);
  await checkGiven(subject, test, index, engine);
  const { plan, physical, tables } = await planCase(subject, test, engine);
  const options = unwatched();
  const codePlace = {
    wiring,
    engine,
    plan,
    loaded: subject.loaded,
    folder: join(folder, CODE_FOLDER),
    limits: subject.settings.limits,
    options,
  };
  for (const stage of physical.stages) {
    const { query, sink, guards } = stage;
    if (sink.kind !== 'table' && sink.kind !== 'code') continue;
    const placed = guards.map((guard) => ({
      ...guard,
      runId: 'test',
      file: join(folder, `${guard.node}.parquet`),
    }));
    if (sink.kind === 'table') await engine.execute({ query, sink, guards: placed }, options);
    else await runCode(codePlace, stage, { query, guards: placed });
  }
  const mismatches: Mismatch[] = [];
  for (const [node, rows] of Object.entries(test.expect)) {
    const table = tables.get(node) ?? node;
    const mismatch = await compare(engine, table, nodeNamed(plan, table).schema, rows);
    if (mismatch) mismatches.push({ ...mismatch, node });
  }
  return mismatches;
};

const runTest = async (
  wiring: Wiring,
  subject: Subject,
  test: TestSpec,
  index: number,
): Promise<TestResult> => {
  const overrides = { params: test.params ?? {}, ...(test.as_of === undefined ? {} : { asOf: test.as_of }) };
  const folder = await mkdtemp(join(tmpdir(), 'millrace-test-'));
  let engine: Engine | undefined;
  try {
    const settings = resolveSettings(subject.loaded, overrides, wiring);
    engine = await testEngine(wiring, settings, folder);
    const mismatches = await runCase({ ...subject, settings }, test, index, { wiring, engine, folder });
    const problems = mismatches.map(({ node }) => otherRows(subject, test, index, node));
    return { name: test.name, passed: mismatches.length === 0, mismatches, problems };
  } catch (thrown) {
    return { name: test.name, passed: false, mismatches: [], problems: problemsOf(thrown) };
  } finally {
    await engine?.close();
    await rm(folder, { recursive: true, force: true });
  }
};

const fix = async ({ loaded }: Subject, results: readonly TestResult[]): Promise<number> => {
  const changes = results.flatMap(({ mismatches }, test) =>
    mismatches.map(({ node, actual }) => ({ test, node, rows: actual })),
  );
  if (changes.length === 0) return 0;
  const text = await readFile(loaded.path, 'utf8');
  await writeFile(loaded.path, rewriteExpectations(text, loaded.parsed.source.file, changes));
  return changes.length;
};

const subjectOf = async (wiring: Wiring, file: string): Promise<Subject> => {
  const loaded = await loadDocument(file, wiring.cwd);
  const built = buildGraph(loaded.parsed, wiring);
  const { graph, problems } = await withDeclarations(wiring, loaded, built.value);
  const errors = [...built.problems, ...problems].filter(isError);
  if (errors.length > 0) throw new MillraceError(errors);
  const tests = loaded.parsed.document.tests ?? [];
  const settings = resolveSettings(loaded, { params: tests[0]?.params ?? {} }, wiring);
  return { loaded, settings, graph, schemas: await knownSchemas(wiring, loaded, settings, graph) };
};

/** Runs the tests of one document; `fix` rewrites expectations that fail. Never throws for a fault of the document. */
export const testDocument = (
  wiring: Wiring,
  file: string,
  options: { readonly fix?: boolean } = {},
): Promise<TestReport> => withKeptPools(wiring, (keeping) => testWith(keeping, file, options));

const testWith = async (
  wiring: Wiring,
  file: string,
  options: { readonly fix?: boolean },
): Promise<TestReport> => {
  try {
    const subject = await subjectOf(wiring, file);
    const results: TestResult[] = [];
    for (const [index, test] of (subject.loaded.parsed.document.tests ?? []).entries()) {
      results.push(await runTest(wiring, subject, test, index));
    }
    return { file, results, problems: [], fixed: options.fix === true ? await fix(subject, results) : 0 };
  } catch (thrown) {
    return { file, results: [], problems: problemsOf(thrown), fixed: 0 };
  }
};
