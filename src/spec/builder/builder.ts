import { failure } from '../../base/errors/index.js';
import type { Document } from '../document.js';
import { fromValue } from '../parse.js';
import type { PolicyRule } from '../policies/index.js';
import type { Resources } from '../resources.js';
import type { ConfigInput, FromInput, HeadInput, NodeInput, ParamInput, TestInput } from './input.js';

/**
 * A pipeline that is being written in TypeScript. Every method gives a new builder and leaves this one as it is.
 *
 * `Kinds` maps each node kind to the config that it takes, `Contract` is what a contract may say; `Names` are the nodes added
 * so far.
 */
export interface PipelineBuilder<Kinds extends object, Names extends string = never, Contract = object> {
  readonly params: (params: Readonly<Record<string, ParamInput>>) => PipelineBuilder<Kinds, Names, Contract>;
  readonly resources: (resources: Resources) => PipelineBuilder<Kinds, Names, Contract>;
  /** Adds rules after those that were added before. */
  readonly policies: (...rules: readonly PolicyRule[]) => PipelineBuilder<Kinds, Names, Contract>;
  /** Adds a node. @throws MR1003 where the name is taken. */
  readonly node: <const Name extends string, Kind extends keyof Kinds & string>(
    name: Name,
    kind: Kind,
    config: ConfigInput<Kinds[Kind]>,
    from?: FromInput<Names>,
    about?: NodeInput<Contract>,
  ) => PipelineBuilder<Kinds, Names | Name, Contract>;
  readonly test: (test: TestInput<Names>) => PipelineBuilder<Kinds, Names, Contract>;
  /** The document, the same value that YAML gives. @throws MillraceError with all that is wrong with it. */
  readonly build: () => Document;
}

/** What was said so far; the keys are those of the document. */
interface Draft {
  readonly millrace: 1;
  readonly pipeline: string;
  readonly params?: Readonly<Record<string, ParamInput>>;
  readonly resources?: Resources;
  readonly policies?: readonly PolicyRule[];
  readonly nodes: Readonly<Record<string, unknown>>;
  readonly tests?: readonly unknown[];
}

const withNode = (draft: Draft, name: string, node: unknown): Draft => {
  if (Object.hasOwn(draft.nodes, name)) throw failure('MR1003', `the pipeline has a node "${name}" already`);
  return { ...draft, nodes: { ...draft.nodes, [name]: node } };
};

const builderOf = <Kinds extends object, Names extends string, Contract>(
  draft: Draft,
): PipelineBuilder<Kinds, Names, Contract> => ({
  params: (params) => builderOf({ ...draft, params: { ...draft.params, ...params } }),
  resources: (resources) => builderOf({ ...draft, resources: { ...draft.resources, ...resources } }),
  policies: (...rules) => builderOf({ ...draft, policies: [...(draft.policies ?? []), ...rules] }),
  node: (name, kind, config, from, about) =>
    builderOf(withNode(draft, name, { use: kind, ...about, from, with: config })),
  test: (test) => builderOf({ ...draft, tests: [...(draft.tests ?? []), test] }),
  build: () => fromValue(draft, draft.pipeline).document,
});

/**
 * A builder of pipelines for the node kinds of `Kinds`.
 *
 * @example
 * const { pipeline } = createBuilder<{ read_csv: { path: string }; filter: { where: string } }>();
 * export default pipeline('late')
 *   .node('flights', 'read_csv', { path: 'raw://flights.csv' })
 *   .node('late', 'filter', { where: 'delay > 15' }, 'flights')
 *   .build();
 */
export const createBuilder = <Kinds extends object, Contract = object>() => ({
  /** Starts a pipeline. */
  pipeline: (name: string, head: HeadInput = {}): PipelineBuilder<Kinds, never, Contract> =>
    builderOf({ millrace: 1, pipeline: name, ...head, nodes: {} }),
});
