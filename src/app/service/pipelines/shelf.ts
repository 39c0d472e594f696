import { mkdir, rm } from 'node:fs/promises';
import { dirname, relative } from 'node:path';
import { didYouMean, listed } from '../../../base/diagnostics/suggest.js';
import { failure } from '../../../base/errors/index.js';
import { type Document, parseDocument } from '../../../spec/index.js';
import { inTurn, writeAtomically } from '../../../state/index.js';
import { type Validation, validate } from '../../validate.js';
import type { ServiceParts } from '../parts.js';
import { type Change, diffDocuments } from './diff.js';
import { newFileIn, noPlace, refuseTaken } from './new-file.js';
import { documentReader, isText, type KnownDocument } from './read.js';
import { refuseInvalid } from './refuse-invalid.js';
import { keepVersion, type Version, versionsOf, versionText } from './versions.js';

/** A pipeline of the service. */
export interface KnownPipeline extends KnownDocument {
  readonly document: NonNullable<KnownDocument['document']>;
  readonly loaded: NonNullable<KnownDocument['loaded']>;
  readonly hash: string;
}

/** What is asked of the text that a new one replaces. */
export interface Expected {
  /** Its SHA-256, hexadecimal; `none`: there must not be such a pipeline. */
  readonly textHash: string | 'none';
}

/** The pipelines of a service: the documents that its patterns name, and the versions of them that it has seen. */
export interface PipelineShelf {
  /** By name, sorted. */
  readonly list: () => Promise<readonly KnownPipeline[]>;
  /** Documents that do not hold. */
  readonly broken: () => Promise<readonly KnownDocument[]>;
  /** What the document says of a pipeline; what it said last, where it is gone or does not hold. */
  readonly described: (name: string) => Promise<Pick<Document, 'owner' | 'tags'> | undefined>;
  /** @throws MR8004 where there is none, MR8005 where two documents have the name */
  readonly get: (name: string) => Promise<KnownPipeline>;
  /**
   * Puts a document's text in the place of its pipeline, or makes a new one.
   *
   * @throws MR8007 where another text than expected is there, MR8010 where it is of another pipeline, MR8025 where it
   * has no place, MR10xx and others where the text does not hold
   */
  readonly put: (
    name: string,
    text: string,
    expected?: Expected,
  ) => Promise<{ readonly isNew: boolean; readonly pipeline: KnownPipeline }>;
  /** `offline`: without a look at any source. */
  readonly validate: (name: string, options?: { readonly offline: boolean }) => Promise<Validation>;
  readonly versions: (name: string) => Promise<readonly Version[]>;
  readonly versionText: (name: string, hash: string) => Promise<string>;
  /** Between two versions. Throws MR8006 where one is not known. */
  readonly diff: (name: string, from: string, to: string) => Promise<readonly Change[]>;
}

const isPipeline = (known: KnownDocument): known is KnownPipeline => known.document !== undefined;

const byName = (a: KnownPipeline, b: KnownPipeline): number =>
  a.document.pipeline < b.document.pipeline ? -1 : 1;

const refuseOther = (
  name: string,
  found: KnownPipeline | undefined,
  expected: Expected | undefined,
): void => {
  if (expected === undefined || expected.textHash === (found?.textHash ?? 'none')) return;
  const what = found ? 'is another one by now' : 'is not there';
  throw failure('MR8007', `the pipeline "${name}" ${what}`);
};

/** Of a document that is gone or does not hold, the newest version that did. */
const lastKnown = async (parts: ServiceParts, name: string): Promise<Document | undefined> => {
  const [last] = await versionsOf(parts, name);
  if (!last) return undefined;
  try {
    return parseDocument(await versionText(parts, name, last.hash), name).document;
  } catch {
    return undefined;
  }
};

export const createPipelineShelf = (parts: ServiceParts, patterns: readonly string[]): PipelineShelf => {
  const { wiring } = parts;
  const documents = documentReader(patterns, wiring.cwd);
  const turn = inTurn();
  const seen = new Map<string, string>();
  const all = async (): Promise<readonly KnownDocument[]> => {
    const found = await documents.read();
    for (const known of found) {
      const { file, hash = '' } = known;
      if (seen.get(file) !== hash) await keepVersion(parts, known);
      seen.set(file, hash);
    }
    return found;
  };
  const find = async (name: string): Promise<KnownPipeline | undefined> => {
    const found = (await all()).filter(isPipeline).filter(({ document }) => document.pipeline === name);
    if (found.length > 1) {
      const notes = found.map(({ shown }) => shown);
      throw failure('MR8005', `${found.length} documents are called "${name}"`, { notes });
    }
    return found[0];
  };
  const get = async (name: string): Promise<KnownPipeline> => {
    const found = await find(name);
    if (found) return found;
    const names = (await all()).filter(isPipeline).map(({ document }) => document.pipeline);
    const label = didYouMean(name, names);
    const broken = (await all()).filter((known) => !isPipeline(known)).map(({ shown }) => shown);
    const notes = [
      ...(label === undefined ? [] : [label]),
      ...(broken.length === 0 ? [] : [`documents that do not hold: ${listed(broken)}`]),
    ];
    throw failure('MR8004', `there is no pipeline "${name}"`, { notes });
  };
  return {
    list: async () => (await all()).filter(isPipeline).toSorted(byName),
    broken: async () => (await all()).filter((known) => !isPipeline(known)),
    get,
    put: (name, text, expected) =>
      turn(name, async () => {
        documents.changed();
        const found = await find(name);
        refuseOther(name, found, expected);
        if (found && !isText(found.file)) throw failure('MR8009', `"${found.shown}" is a program`);
        const file = found?.file ?? newFileIn(patterns, wiring.cwd, name);
        if (!found) await refuseTaken(await all(), file, name);
        const { document } = parseDocument(text, relative(wiring.cwd, file));
        if (document.pipeline !== name)
          throw failure('MR8010', `the document is of the pipeline "${document.pipeline}", not "${name}"`);
        await mkdir(dirname(file), { recursive: true });
        await refuseInvalid(parts, text, file);
        await writeAtomically(file, text);
        documents.changed();
        if (found || (await find(name))) return { isNew: !found, pipeline: await get(name) };
        await rm(file, { force: true });
        throw noPlace(name);
      }),
    validate: async (name, options = { offline: false }) =>
      validate(wiring, (await get(name)).file, { runDir: parts.runDir, ...options }),
    described: async (name) => {
      const now = (await all()).filter(isPipeline).find(({ document }) => document.pipeline === name);
      return now ? now.document : lastKnown(parts, name);
    },
    versions: async (name) => {
      await get(name);
      return versionsOf(parts, name);
    },
    versionText: async (name, hash) => {
      await get(name);
      return versionText(parts, name, hash);
    },
    diff: async (name, from, to) => {
      const { shown } = await get(name);
      const [before, after] = await Promise.all(
        [from, to].map(async (hash) => parseDocument(await versionText(parts, name, hash), shown)),
      );
      return before && after ? diffDocuments(before.document, after.document) : [];
    },
  };
};
