import { listed } from '../../base/diagnostics/suggest.js';
import { plural } from '../../base/number-text.js';
import type { DecisionRecord } from '../../kit/index.js';
import { wholeName } from '../contract/names.js';
import { type LogicalNode, type LogicalPlan, nodeNamed } from '../logical/plan.js';
import { partitioningOf, partitioningText, type SharingOf } from '../physical/partitioning.js';
import type { PhysicalPlan, Stage } from '../physical/plan.js';
import type { Applied } from '../rules/index.js';
import { chanceLines } from './chance.js';
import { joinLines } from './joins.js';

const columns = ({ schema }: LogicalNode): string =>
  listed(
    schema.map(({ name, type }) => `${name} ${type}`),
    12,
  );

const branch = (plan: LogicalPlan, name: string, prefix: string, seen: Set<string>): readonly string[] => {
  const node = nodeNamed(plan, name);
  const again = seen.has(name) && node.inputs.length > 0;
  seen.add(name);
  const children = again ? [] : node.inputs;
  return children.flatMap(({ node: from }, index) => {
    const isLast = index === children.length - 1;
    const child = nodeNamed(plan, from);
    const head = `${prefix}${isLast ? '└─ ' : '├─ '}${from} (${child.kind.kind})${seen.has(from) && child.inputs.length > 0 ? ' as above' : ''}`;
    return [head, ...branch(plan, from, `${prefix}${isLast ? '   ' : '│  '}`, seen)];
  });
};

const sinkText = ({ id, sink, parted }: Stage, sharingOf: SharingOf): string => {
  switch (sink.kind) {
    case 'table':
      return `kept as table "${sink.table}"`;
    case 'code':
      return `goes to the function of "${wholeName(sink.node)}", ${partitioningText(partitioningOf(sink.function, sharingOf(id), parted))}`;
    case 'file':
      return `writes ${sink.format} ${sink.folder ? 'files ' : ''}for "${sink.node}"`;
    default:
      return `measures "${sink.node}"`;
  }
};

/** What stages took, by their ids. */
export type Measured = ReadonlyMap<string, { readonly rows: number; readonly seconds: number }>;

const figures = ({ id }: Stage, measured: Measured): readonly string[] => {
  const own = measured.get(id);
  if (!own) return [];
  const all = [...measured.values()].reduce((sum, { seconds }) => sum + seconds, 0);
  const share = all > 0 ? Math.round((own.seconds / all) * 100) : 0;
  const rows = plural(own.rows, 'row');
  return [`      ${rows} in ${own.seconds.toFixed(3)} s, ${share} % of the time`];
};

const decisionLines = ({
  node,
  about,
  action,
  chosen,
  evidence,
  alternatives,
}: DecisionRecord): readonly string[] => [
  `  ${node}: ${action} ${about}: ${chosen}`,
  `      because ${evidence}`,
  ...(alternatives.length > 0 ? [`      or: ${alternatives.join('; ')}`] : []),
];

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length > 0 ? [title, ...lines, ''] : [];

const stageText = (stage: Stage, sharingOf: SharingOf, measured: Measured): readonly string[] => [
  `  ${stage.id}  ${stage.nodes.join(' + ')}`,
  `      ${sinkText(stage, sharingOf)}: ${stage.reason}${stage.reads.length > 0 ? `; reads ${stage.reads.join(', ')}` : ''}`,
  ...figures(stage, measured),
];

/** The plan for a person: the graph from its outputs down, columns, rules, stages. */
export const toTree = (
  plan: LogicalPlan,
  physical: PhysicalPlan,
  applied: readonly Applied[],
  sharingOf: SharingOf,
  measured: Measured = new Map(),
  decisions: readonly DecisionRecord[] = [],
): string => {
  const seen = new Set<string>();
  const outputs = plan.nodes.filter(({ kind }) => kind.family === 'write' || kind.family === 'check');
  const graph = outputs.flatMap(({ name, kind }) => [
    `  ${name} (${kind.kind})`,
    ...branch(plan, name, '  ', seen),
  ]);
  const types = plan.nodes.map((node) => `  ${node.name}: ${columns(node)}`);
  const rules = applied.flatMap(({ rule, notes }) => notes.map((note) => `  ${rule}: ${note}`));
  return [
    'Graph',
    ...graph,
    '',
    'Columns',
    ...types,
    '',
    'Rules',
    ...(rules.length > 0 ? rules : ['  none applied']),
    '',
    ...section('Joins', joinLines(plan)),
    ...section('Decisions', decisions.flatMap(decisionLines)),
    ...section('Same rows in each run', chanceLines(plan)),
    'Stages',
    ...physical.stages.flatMap((stage) => stageText(stage, sharingOf, measured)),
    ...(measured.size > 0 ? ['', 'Nothing was published: the stages were run to be measured.'] : []),
    '',
  ].join('\n');
};
