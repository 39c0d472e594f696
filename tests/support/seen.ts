import type { RunEvent, RunRecord } from '../../src/kit/index.js';

type Of<T extends RunEvent['type']> = Extract<RunEvent, { type: T }>;

const all = <T extends RunEvent['type']>(events: readonly RunEvent[], type: T): readonly Of<T>[] =>
  events.filter((event): event is Of<T> => event.type === type);

/** Nodes by name and kind, as stages told of them. */
const toldIn = (events: readonly RunEvent[]): ReadonlySet<string> =>
  new Set(
    all(events, 'stage_started').flatMap(({ nodes, kinds }) =>
      nodes.map((node, index) => `${node}: ${kinds[index]}`),
    ),
  );

/**
 * What the events of a run do not say of it, one line for each: a node that no stage names with its kind, a node or a
 * dataset that the start does not name, a stage that started and told no end.
 */
export const unseen = (
  events: readonly RunEvent[],
  { nodes, outputs }: Pick<RunRecord, 'nodes' | 'outputs'>,
): readonly string[] => {
  const told = toldIn(events);
  const [started] = all(events, 'run_started');
  const ended = new Set(all(events, 'stage_finished').map(({ stage }) => stage));
  const named = new Set(started?.nodes.map(({ name, kind }) => `${name}: ${kind}`));
  const sets = (of: 'inputs' | 'outputs') => new Set(started?.[of].map(({ node }) => node));
  const [read, written] = [sets('inputs'), sets('outputs')];
  return [
    ...nodes
      .filter(({ stage }) => stage !== undefined)
      .map(({ name, kind }) => `${name}: ${kind}`)
      .filter((node) => !told.has(node))
      .map((node) => `no stage names ${node}`),
    ...nodes
      .filter(({ name, kind }) => !named.has(`${name}: ${kind}`))
      .map(({ name }) => `no ${name} at the start`),
    ...nodes
      .filter(({ name, family }) => family === 'read' && !read.has(name))
      .map(({ name }) => `no input ${name}`),
    ...outputs.filter(({ node }) => !written.has(node)).map(({ node }) => `no output ${node}`),
    ...all(events, 'stage_started')
      .filter(({ stage }) => !ended.has(stage))
      .map(({ stage }) => `no end of stage ${stage}`),
  ];
};
