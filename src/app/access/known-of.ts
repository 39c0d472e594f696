import { readFile } from 'node:fs/promises';
import { didYouMean } from '../../base/diagnostics/suggest.js';
import { failure } from '../../base/errors/index.js';
import { own } from '../../base/own.js';
import type { AccessResource, ColumnClass, PipelineResource } from '../../kit/access.js';
import type { RunRecord } from '../../kit/index.js';
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

type ColumnAsked = What & { readonly type: 'Column' };

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

/** Throws MR8611 for a column that a run did not publish, so that nobody is told of how a mistyped one would be shown. */
const refuseOther = ({ pipeline, node, column }: ColumnAsked, record: RunRecord): void => {
  const names = (record.nodes.find(({ name }) => name === node)?.schema ?? []).map(({ name }) => name);
  if (names.length === 0 || names.includes(column)) return;
  const label = didYouMean(column, names);
  throw failure('MR8611', `${pipeline}/${node} has no column "${column}", by run ${record.runId}`, {
    notes: [`columns: ${names.join(', ')}`],
    ...(label === undefined ? {} : { label }),
  });
};

interface KnownClass {
  readonly class: ColumnClass;
  readonly notes: readonly string[];
}

/** The class of a column: as it is said, or as the newest run found it. */
const classOf = async (wiring: Wiring, asked: ColumnAsked, said: Said): Promise<KnownClass> => {
  const { pipeline, node, column } = asked;
  if (said.class !== undefined) return { class: said.class, notes: [] };
  const record = await lastGoodRun(wiring, pipeline, said.runDir).catch(() => undefined);
  const output = own(record?.classes, node);
  if (record && output) {
    refuseOther(asked, record);
    const note = `its class is as run ${record.runId} found it: what a steward declared in a service is not seen here (\`--class\`)`;
    return { class: own(output.classes, column) ?? 'none', notes: [note] };
  }
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
  const found = await classOf(wiring, what, said);
  const resource = { type: 'Column', dataset, name: what.column, class: found.class } as const;
  return { resource, notes: [...notes, ...found.notes] };
};
