import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { wire } from '../../src/app/wire.js';
import type { Wiring } from '../../src/app/wiring.js';
import { project } from '../support/project.js';
import { type Outcome, outcomeOf, ways } from '../support/ways.js';
import { codeNode } from './code-functions.js';
import { writeCodeSources } from './code-sources.js';
import { type RandomDocument, randomCodeDocument } from './documents.js';
import type { Readable } from './sources.js';

/** Seeds of all batches together: 1 to this. `CODE_DOCUMENTS=500 npx vitest run tests/property/code-` runs more. */
export const CODE_DOCUMENTS = Number(process.env['CODE_DOCUMENTS'] ?? 24);

export const CODE_BATCHES = 2;

/** A folder with the sources of random documents. */
export const openCodeGround = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-code-'));
  const sources = await writeCodeSources(folder);
  return { folder, sources, close: () => rmSync(folder, { recursive: true, force: true }) };
};

const filesOf = ({ text, modules }: RandomDocument, folder: string): Readonly<Record<string, string>> => ({
  'pipeline.json': text.replace('"folder": "."', `"folder": ${JSON.stringify(folder)}`),
  ...Object.fromEntries(modules.map((module) => [module.name, module.text])),
});

/** What stops a run for rows that must not be settled silently: it may go unreached where nothing comes out anyway. */
const GUARDS = new Set(['MR4012', 'MR4013', 'MR4014']);

const isUnreached = ({ problems }: Outcome): boolean => problems.some((code) => GUARDS.has(code));

const isSame = (outcomes: readonly Outcome[]): boolean =>
  new Set(outcomes.map((outcome) => JSON.stringify(outcome))).size <= 1;

/** What a person needs to find out why, as one text. */
const told = (document: RandomDocument, outcomes: Readonly<Record<string, Outcome>>): string =>
  [
    `seed ${document.seed} differs:`,
    JSON.stringify(outcomes, null, 1),
    document.text,
    ...document.modules.map(({ name, text }) => `// ${name}\n${text}`),
  ].join('\n');

/** Processes that stay for all ways of a document: to start them anew in each would take most of the time. */
const stayingProcesses = (): Pick<Wiring, 'keepCodePools'> & { readonly close: () => Promise<void> } => {
  const { createCodePool, close } = wire().keepCodePools();
  return { keepCodePools: () => ({ createCodePool, close: async () => undefined }), close };
};

/** Runs a document in every way; a text where something differs. */
export const runAllWays = async (
  document: RandomDocument,
  folder: string,
): Promise<{ readonly outcomes: readonly Outcome[]; readonly difference?: string }> => {
  const outcomes: Record<string, Outcome> = {};
  const at = await project(filesOf(document, folder));
  const { keepCodePools, close } = stayingProcesses();
  try {
    for (const [way, run] of Object.entries(ways))
      outcomes[way] = outcomeOf(await run(at, 'pipeline.json', { keepCodePools }));
  } finally {
    await close();
  }
  const all = Object.values(outcomes);
  const settled = all.filter((outcome) => !isUnreached(outcome));
  return isSame(settled) ? { outcomes: all } : { outcomes: all, difference: told(document, outcomes) };
};

/** Runs one of the batches of documents with functions, each document in every way. */
export const testCodeBatch = (batch: number): void => {
  let ground: Awaited<ReturnType<typeof openCodeGround>>;
  beforeAll(async () => {
    ground = await openCodeGround();
  });
  afterAll(() => ground.close());

  const seeds = Array.from({ length: CODE_DOCUMENTS }, (_, index) => index + 1);
  const own = seeds.filter((seed) => seed % CODE_BATCHES === batch);
  test(`documents with functions give the same rows and quarantine in every way, ${own.length} of them`, async () => {
    let failed = 0;
    const differences: string[] = [];
    for (const seed of own) {
      const document = codeDocument(seed, ground.sources);
      const { outcomes, difference } = await runAllWays(document, ground.folder);
      if (difference !== undefined) differences.push(difference);
      if (outcomes[0]?.status !== 'succeeded') failed += 1;
    }
    expect(differences.join('\n\n'), differences.join('\n\n')).toBe('');
    // Documents that fail in every way prove little.
    expect(failed).toBeLessThanOrEqual(own.length / 10);
  }, 3_600_000);
};

/** The document of a seed. */
export const codeDocument = (seed: number, sources: readonly Readable[]): RandomDocument =>
  randomCodeDocument(seed, sources, (index) => codeNode(index === 0 ? seed : undefined));
