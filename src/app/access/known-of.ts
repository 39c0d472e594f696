import { readFile } from 'node:fs/promises';
import { failure } from '../../base/errors/index.js';
import { own } from '../../base/own.js';
import type { AccessResource, ColumnClass, PipelineResource } from '../../kit/access.js';
import { loadDocument } from '../load/load-document.js';
import { lastGoodRun } from '../run/last-run.js';
import { documentsIn } from '../schedule/load.js';
import type { Wiring } from '../wiring.js';
import type { What } from './what.js';

/** What is known of something that is asked about, or said with the question. */
export interface Said {
  readonly class?: ColumnClass;
  readonly owner?: string;
  readonly tags?: readonly string[];
  readonly runDir?: string;
}

/** A resource, and what was not found out about it. */
export interface Known {
  readonly resource: AccessResource;
  readonly notes: readonly string[];
}

/** The document of a pipeline, in the current folder or below; one that cannot be read is none. */
const documentOf = async ({ cwd }: Wiring, pipeline: string) => {
  for (const path of await documentsIn(cwd).catch(() => [])) {
    const text = await readFile(path, 'utf8').catch(() => '');
    if (!text.includes(pipeline)) continue;
    const loaded = await loadDocument(path, cwd).catch(() => undefined);
    if (loaded?.parsed.document.pipeline === pipeline) return loaded.parsed.document;
  }
  return undefined;
};

interface KnownPipeline {
  readonly pipeline: PipelineResource;
  readonly notes: readonly string[];
}

const pipelineOf = async (wiring: Wiring, name: string, said: Said): Promise<KnownPipeline> => {
  const document = await documentOf(wiring, name);
  const owner = said.owner ?? document?.owner;
  const tags = said.tags ?? document?.tags ?? [];
  const isSaid = said.owner !== undefined || said.tags !== undefined;
  const note = `no document of the pipeline "${name}" is here: it is taken to have no owner and no tags (\`--owner\`, \`--tag\`)`;
  return {
    pipeline: { type: 'Pipeline', name, ...(owner === undefined ? {} : { owner }), tags },
    notes: document || isSaid ? [] : [note],
  };
};

/** The class of a column: as it is said, or as the newest run found it. */
const classOf = async (
  wiring: Wiring,
  { pipeline, node, column }: What & { readonly type: 'Column' },
  said: Said,
): Promise<ColumnClass> => {
  if (said.class !== undefined) return said.class;
  const record = await lastGoodRun(wiring, pipeline, said.runDir).catch(() => undefined);
  const output = own(record?.classes, node);
  if (output) return own(output.classes, column) ?? 'none';
  const why = record
    ? `run ${record.runId} does not tell the classes of "${node}"`
    : 'no run of it is kept here';
  throw failure('MR8611', `what the column "${column}" of ${pipeline}/${node} holds is not known: ${why}`);
};

/** What is asked about, with what documents and run records tell of it. Throws MR8611 where the class of a column is not known. */
export const knownOf = async (wiring: Wiring, what: What, said: Said): Promise<Known> => {
  if (what.type === 'Service') return { resource: what, notes: [] };
  if (what.type === 'Channel') return { resource: what, notes: [] };
  const { pipeline, notes } = await pipelineOf(wiring, what.pipeline, said);
  if (what.type === 'Pipeline') return { resource: pipeline, notes };
  const dataset = { type: 'Dataset', pipeline, node: what.node } as const;
  if (what.type === 'Dataset') return { resource: dataset, notes };
  const of = await classOf(wiring, what, said);
  return { resource: { type: 'Column', dataset, name: what.column, class: of }, notes };
};
