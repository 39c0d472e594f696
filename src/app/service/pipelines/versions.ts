import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { failure } from '../../../base/errors/index.js';
import { writeAtomically } from '../../../state/index.js';
import { asJson, keptValue } from '../kept-value.js';
import type { ServiceParts } from '../parts.js';
import type { KnownDocument } from './read.js';

/** A version of a pipeline; its content gives it its name. */
export interface Version {
  /** The document's hash, as in the records of runs: formatting and comments do not count. */
  readonly hash: string;
  /** When the service first saw it, ISO 8601 UTC. */
  readonly since: string;
}

const key = (pipeline: string): string => `versions/${pipeline}`;

const fileOf = (data: string, hash: string): string => join(data, 'pipelines', `${hash}.txt`);

/** Newest first. */
export const versionsOf = async (
  { state }: Pick<ServiceParts, 'state'>,
  pipeline: string,
): Promise<readonly Version[]> =>
  (await keptValue<readonly Version[]>(state.values, key(pipeline)))?.value ?? [];

/** Keeps the version of a document that the service sees, once. */
export const keepVersion = async (parts: ServiceParts, known: KnownDocument): Promise<void> => {
  const { document, hash } = known;
  if (!document || hash === undefined) return;
  const { values } = parts.state;
  const found = await keptValue<readonly Version[]>(values, key(document.pipeline));
  const versions = found?.value ?? [];
  if (versions[0]?.hash === hash) return;
  await writeAtomically(fileOf(parts.data, hash), known.text);
  const since = parts.wiring.clock.now().toISOString();
  const next = [{ hash, since }, ...versions.filter((version) => version.hash !== hash)];
  const result = await values.set(key(document.pipeline), asJson(next), {
    expected: found?.version ?? 0,
  });
  if (result.kind === 'conflict') await keepVersion(parts, known);
};

/** The text of a version. Throws MR8006 where the pipeline has none of that name. */
export const versionText = async (
  parts: Pick<ServiceParts, 'state' | 'data'>,
  pipeline: string,
  hash: string,
): Promise<string> => {
  const versions = await versionsOf(parts, pipeline);
  const matching = versions.filter((version) => version.hash.startsWith(hash));
  const [only] = matching;
  if (!only || matching.length > 1 || hash.length < 6) {
    const why = matching.length > 1 ? 'more than one version begins' : 'no version begins';
    throw failure('MR8006', `of pipeline "${pipeline}" ${why} with "${hash}"`);
  }
  // Another service of the same database may have seen it: its text lies there.
  return readFile(fileOf(parts.data, only.hash), 'utf8').catch((thrown: unknown) => {
    throw failure('MR8006', `the text of version "${only.hash}" of "${pipeline}" is not here`, {}, thrown);
  });
};
