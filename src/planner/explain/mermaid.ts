import type { LogicalPlan } from '../logical/plan.js';
import type { PhysicalPlan } from '../physical/plan.js';

const shape = {
  read: ['[(', ')]'],
  transform: ['[', ']'],
  write: ['[/', '/]'],
  check: ['{{', '}}'],
} as const;

const safe = (text: string): string => text.replaceAll('"', '#quot;');

/** The plan as a Mermaid flowchart, with a box around each stage. Node ids are positions, so names may be anything. */
export const toMermaid = (plan: LogicalPlan, physical: PhysicalPlan): string => {
  const id = new Map(plan.nodes.map(({ name }, index) => [name, `n${index}`]));
  const node = (name: string): string => {
    const found = plan.nodes.find((candidate) => candidate.name === name);
    const [open, close] = shape[found?.kind.family ?? 'transform'];
    return `    ${id.get(name)}${open}"${safe(name)}<br/>${found?.kind.kind ?? ''}"${close}`;
  };
  const drawn = new Set<string>();
  const boxes = physical.stages.flatMap((stage) => {
    const fresh = stage.nodes.filter((name) => !drawn.has(name));
    for (const name of fresh) drawn.add(name);
    return fresh.length === 0 ? [] : [`  subgraph ${stage.id}`, ...fresh.map(node), '  end'];
  });
  const arrows = plan.nodes.flatMap(({ name, inputs }) =>
    inputs.map(({ node: from }) => `  ${id.get(from)} --> ${id.get(name)}`),
  );
  return ['flowchart LR', ...boxes, ...arrows, ''].join('\n');
};
