import { listed } from '../../base/diagnostics/suggest.js';
import { type LogicalNode, type LogicalPlan, nodeNamed } from '../logical/plan.js';
import type { PhysicalPlan, Stage } from '../physical/plan.js';
import type { Applied } from '../rules/index.js';

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

const sinkText = ({ sink }: Stage): string => {
  switch (sink.kind) {
    case 'table':
      return `kept as table "${sink.table}"`;
    case 'file':
      return `writes ${sink.format} ${sink.folder ? 'files ' : ''}for "${sink.node}"`;
    default:
      return `measures "${sink.node}"`;
  }
};

const stageText = (stage: Stage): readonly string[] => [
  `  ${stage.id}  ${stage.nodes.join(' + ')}`,
  `      ${sinkText(stage)}: ${stage.reason}${stage.reads.length > 0 ? `; reads ${stage.reads.join(', ')}` : ''}`,
];

/** The plan for a person: the graph from its outputs down, columns, rules, stages. */
export const toTree = (plan: LogicalPlan, physical: PhysicalPlan, applied: readonly Applied[]): string => {
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
    'Stages',
    ...physical.stages.flatMap(stageText),
    '',
  ].join('\n');
};
