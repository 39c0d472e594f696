import { canonicalJson, hashOf, sha256 } from '../../../base/hash.js';
import { own } from '../../../base/own.js';
import { documentNode, type Stage } from '../../../planner/index.js';
import { version } from '../../../version.js';
import type { Prepared } from '../../check/prepared.js';

/**
 * All that the result of a stage depends on, part by part, so that what changed can be named. Each value is a hash or a
 * short text; none shows data.
 */
export interface StageParts {
  /** Millrace and the engine. */
  readonly versions: Readonly<Record<string, string>>;
  /** What the document says of each node in the stage. */
  readonly nodes: Readonly<Record<string, string>>;
  /** Size and time of change of each file that is read in it, with the checksum where it is known. */
  readonly files: Readonly<Record<string, string>>;
  readonly parameters: Readonly<Record<string, string>>;
  /** The keys of the stages whose kept rows it reads. */
  readonly reads: Readonly<Record<string, string>>;
  /** The rest: SQL, contracts, how it is written. It follows from all of the plan. */
  readonly plan: string;
}

const entries = (of: Iterable<readonly [string, string]>): Readonly<Record<string, string>> =>
  Object.fromEntries([...of].toSorted(([a], [b]) => (a < b ? -1 : 1)));

/** Copies of files are made in a new folder each time. */
const COPIES = /millrace-look-[0-9a-f-]{36}/g;

/** Maps would be empty in JSON. */
const plain = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) => (inner instanceof Map ? [...inner] : inner)).replaceAll(
    COPIES,
    'copies',
  );

/** Of a node with a function of the author: what tells its module. */
const functionOf = ({ plan }: Prepared, stage: Stage, name: string): string | undefined => {
  const node = plan.nodes.find(
    (other) => stage.nodes.includes(other.name) && documentNode(other.name) === name,
  );
  const code = node?.kind.family === 'transform' ? node.kind.code : undefined;
  return node && code?.declaration(node.config)?.fingerprint;
};

const nodesOf = (prepared: Prepared, stage: Stage) =>
  entries(
    [...new Set(stage.nodes.map(documentNode))].map((name): [string, string] => {
      const { use, from, with: config, contract } = own(prepared.settings.document.nodes, name) ?? {};
      return [name, sha256(plain([use, from, config, contract, functionOf(prepared, stage, name)]))];
    }),
  );

const filesOf = ({ sources, reads }: Prepared, stage: Stage) =>
  entries(
    sources
      .filter(({ node }) => stage.nodes.includes(node.name))
      .flatMap(({ node, files }) =>
        files.map(({ store, name, bytes, modified }): [string, string] => {
          const file = `${store ?? ''}://${name}`;
          const known = reads.find((read) => read.file === file && read.node === documentNode(node.name));
          return [file, `${bytes} ${modified} ${known?.sha256 ?? ''}`];
        }),
      ),
  );

const parametersOf = ({ settings }: Prepared, { query }: Stage, runId: string) =>
  entries(
    query.parameters.map((name): [string, string] => [
      name,
      sha256(plain(name === 'run_id' ? runId : (own(settings.values, name) ?? null))),
    ]),
  );

/** Everything of a run that its stages have in common. */
export interface Surroundings {
  readonly prepared: Prepared;
  readonly runId: string;
  /** The engine with its version. */
  readonly engine: string;
}

/** The parts of a stage, given the keys of those before it. */
export const partsOf = (
  { prepared, runId, engine }: Surroundings,
  stage: Stage,
  keys: ReadonlyMap<string, string>,
): StageParts => {
  const { query, sink, guards, ports, counts, schema } = stage;
  const { keepOrder } = prepared.physical;
  return {
    versions: { millrace: version, engine },
    nodes: nodesOf(prepared, stage),
    files: filesOf(prepared, stage),
    parameters: parametersOf(prepared, stage, runId),
    reads: entries(stage.reads.map((name): [string, string] => [name, keys.get(name) ?? ''])),
    plan: sha256(plain([query.text, sink, guards, ports, counts, schema, keepOrder])),
  };
};

export const keyOf = (parts: StageParts): string => hashOf(JSON.parse(canonicalJson(parts)));
