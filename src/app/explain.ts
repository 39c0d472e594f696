import type { StageRecord } from '../kit/index.js';
import { toMermaid, toPlanValue, toSql, toTree } from '../planner/index.js';
import { analyze } from './analyze.js';
import { prepare, withPrepared } from './check/prepare.js';
import type { Prepared } from './check/prepared.js';
import type { Overrides } from './check/settings.js';
import type { Wiring } from './wiring.js';

export const explainFormats = ['tree', 'sql', 'json', 'mermaid'] as const;
export type ExplainFormat = (typeof explainFormats)[number];

const asJson = ({ plan, physical, applied }: Prepared, stages: readonly StageRecord[]): string => {
  const value = toPlanValue(plan, physical, applied);
  const measured = stages.map(({ id, rows, seconds }) => ({ id, rows, seconds }));
  return `${JSON.stringify(stages.length > 0 ? { ...value, measured } : value, null, 2)}\n`;
};

const render: Readonly<
  Record<ExplainFormat, (prepared: Prepared, stages: readonly StageRecord[]) => string>
> = {
  tree: ({ plan, physical, applied }, stages) =>
    toTree(plan, physical, applied, new Map(stages.map((stage) => [stage.id, stage]))),
  sql: ({ physical }) => toSql(physical),
  json: asJson,
  mermaid: ({ plan, physical }) => toMermaid(plan, physical),
};

export interface ExplainOptions extends Overrides {
  /** Run the stages, and show what each took; nothing is published. */
  readonly analyze?: boolean;
}

/** How a run would go about a document, in one of four forms. */
export const explain = async (
  wiring: Wiring,
  file: string,
  format: ExplainFormat,
  options: ExplainOptions,
): Promise<{ readonly text: string; readonly prepared: Prepared }> => {
  return withPrepared(prepare(wiring, file, options), async (prepared) => {
    const stages = options.analyze === true ? await analyze(wiring, prepared) : [];
    return { text: render[format](prepared, stages), prepared };
  });
};
