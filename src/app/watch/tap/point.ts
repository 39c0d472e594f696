import { endOf, type PhysicalPlan, type Stage, wholeName } from '../../../planner/index.js';

/** Where rows of a node can be seen. */
export type TapPoint =
  | { readonly kind: 'unknown' }
  /** It is measured within a stage that keeps no rows. */
  | { readonly kind: 'unseen'; readonly stage: Stage }
  /** `node` is where the stage ends: another than was asked for, where that is fused with what follows it. */
  | { readonly kind: 'stage'; readonly stage: Stage; readonly node: string; readonly isOther: boolean };

/** The nearest place at which a run has rows of a node: where its stage ends, since within one they stand nowhere. */
export const tapPoint = ({ stages }: PhysicalPlan, node: string): TapPoint => {
  const holding = stages.filter(({ nodes }) => nodes.some((name) => wholeName(name) === node));
  const stage = holding.find((one) => wholeName(endOf(one)) === node) ?? holding[0];
  if (!stage) return { kind: 'unknown' };
  if (stage.sink.kind === 'check' || stage.sink.kind === 'rows') return { kind: 'unseen', stage };
  const end = endOf(stage);
  return { kind: 'stage', stage, node: end, isOther: wholeName(end) !== node };
};
