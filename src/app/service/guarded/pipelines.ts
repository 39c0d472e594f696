import { didYouMean } from '../../../base/diagnostics/suggest.js';
import { failure, type Problem } from '../../../base/errors/index.js';
import type { PipelineResource } from '../../../kit/index.js';
import { parseDocument } from '../../../spec/index.js';
import type { Validation } from '../../validate.js';
import type { KnownPipeline, PipelineShelf } from '../pipelines/shelf.js';
import { clearanceFor, type KnownOutput } from './clearance.js';
import type { Guard } from './guard.js';
import { withoutQuote } from './records.js';
import { pipelineResource } from './resources.js';

/** The pipelines that somebody may see; of others it is said that there are none. */
export interface ActorPipelines extends Omit<PipelineShelf, 'described' | 'validate'> {
  /** What a look at its files finds is told without what it quotes of them to those who may not see all of them. */
  readonly validate: (name: string) => Promise<Validation>;
  /** With the text of its document, which is a right of its own. */
  readonly document: (name: string) => Promise<KnownPipeline>;
  /** A pipeline as rules see it. */
  readonly resource: (name: string) => Promise<PipelineResource>;
}

const resourceOf = ({ document }: KnownPipeline): PipelineResource =>
  pipelineResource(document.pipeline, document);

/** What a text says of its pipeline; one that does not hold is refused when it is put. */
const resourceIn = (name: string, text: string, before: PipelineResource): PipelineResource => {
  try {
    return pipelineResource(name, parseDocument(text, name).document);
  } catch {
    return before;
  }
};

/** A file that nobody knows the classes of. */
const anyOf = (name: string): KnownOutput => ({ node: name, columns: [{ name: 'any', type: 'VARCHAR' }] });

export const guardedPipelines = (shelf: PipelineShelf, guard: Guard): ActorPipelines => {
  const { may, does, lists, refused } = guard;
  /** Warnings quote the text of the document. */
  const told = (known: KnownPipeline): KnownPipeline =>
    may('document.read', resourceOf(known)) ? known : { ...known, text: '', problems: [] };
  const visible = async (): Promise<readonly KnownPipeline[]> =>
    (await shelf.list()).filter((each) => may('pipeline.read', resourceOf(each))).map(told);
  const service = { type: 'Service' } as const;
  // A rule that holds for a tag holds as well while the document that has it is broken.
  const resource = async (name: string): Promise<PipelineResource> =>
    pipelineResource(name, await shelf.described(name));
  const nameless = async (name: string): Promise<Error> => {
    const label = didYouMean(
      name,
      (await visible()).map(({ document }) => document.pipeline),
    );
    const notes = label === undefined ? [] : [label];
    return failure('MR8004', `there is no pipeline "${name}"`, { notes });
  };
  /** Of a pipeline that may not be seen, the answer is that of one that is not there. */
  const seen = async (name: string): Promise<PipelineResource> => {
    const on = await resource(name);
    if (may('pipeline.read', on)) return on;
    await refused({ action: 'pipeline.read', on });
    throw await nameless(name);
  };
  /** A document that does not hold is of no pipeline: it is for those who may read all of them. */
  const brokenToo = (): boolean => may('document.read', pipelineResource(''));
  const get = async (name: string): Promise<KnownPipeline> => {
    if (brokenToo()) return told(await shelf.get(name));
    const known = (await visible()).filter(({ document }) => document.pipeline === name);
    if (known.length > 0) return told(await shelf.get(name));
    throw await nameless(name);
  };
  return {
    resource,
    list: () => lists({ action: 'pipeline.read', on: service }, visible),
    broken: async () => (brokenToo() ? shelf.broken() : []),
    get: async (name) => does({ action: 'pipeline.read', on: await seen(name) }, () => get(name)),
    document: async (name) => does({ action: 'document.read', on: await seen(name) }, () => get(name)),
    validate: async (name) => {
      const on = await seen(name);
      return does({ action: 'document.read', on }, async () => {
        const found = await shelf.validate(name);
        if (clearanceFor(guard, on, [anyOf(name)]) === 'all') return found;
        // What the document alone shows to be wrong quotes no file.
        const { problems: own } = await shelf.validate(name, { offline: true });
        const known = new Set(own.map(({ code, message }) => `${code} ${message}`));
        const isKnown = ({ code, message }: Problem) => known.has(`${code} ${message}`);
        return {
          ...found,
          problems: found.problems.map((each) => (isKnown(each) ? each : withoutQuote(each))),
        };
      });
    },
    versions: async (name) =>
      does({ action: 'pipeline.read', on: await seen(name) }, () => shelf.versions(name)),
    versionText: async (name, hash) =>
      does(
        {
          action: 'document.read',
          on: await seen(name),
          about: { type: 'Pipeline', id: name, version: hash },
        },
        () => shelf.versionText(name, hash),
      ),
    diff: async (name, from, to) =>
      does({ action: 'document.read', on: await seen(name), details: { from, to } }, () =>
        shelf.diff(name, from, to),
      ),
    put: async (name, text, expected) => {
      const asked = { action: 'document.write', isChange: true } as const;
      const before = await resource(name);
      // What it is to become must be the writer's as well: nobody gives a pipeline away to get at another.
      const after = may('document.write', before) ? resourceIn(name, text, before) : before;
      const write = () => shelf.put(name, text, expected);
      return does({ ...asked, on: after }, write, ({ pipeline }) => ({
        resource: { type: 'Pipeline', id: name, version: pipeline.hash ?? '' },
      }));
    },
  };
};
