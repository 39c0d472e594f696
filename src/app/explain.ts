import type { DecisionRecord, StageRecord } from '../kit/index.js';
import { type SharingOf, toMermaid, toPlanValue, toSql, toTree } from '../planner/index.js';
import { analyze } from './analyze.js';
import { aboutDocument } from './audit/about.js';
import { audited } from './audit/audited.js';
import { prepare, withPrepared } from './check/prepare.js';
import type { Prepared } from './check/prepared.js';
import type { Overrides } from './check/settings.js';
import { withKeptPools } from './code/kept-pools.js';
import { containerLine } from './limits/line.js';
import { sharingBy } from './policy/partition.js';
import type { Wiring } from './wiring.js';

export const explainFormats = ['tree', 'sql', 'json', 'mermaid'] as const;
export type ExplainFormat = (typeof explainFormats)[number];

/** Decisions of files are shown by `profile`; these are about the plan. */
const planDecisions = ({ decisions }: Prepared): readonly DecisionRecord[] =>
  decisions.filter(({ files }) => files.length === 0);

type Render = (prepared: Prepared, stages: readonly StageRecord[], sharing: SharingOf) => string;

const asJson: Render = (prepared, stages, sharing) => {
  const { plan, physical, applied } = prepared;
  const decisions = planDecisions(prepared);
  const { container, limits } = prepared.settings;
  const value = {
    ...toPlanValue(plan, physical, applied, sharing),
    ...(container ? { limits: { ...limits, container } } : {}),
    ...(decisions.length > 0 ? { decisions } : {}),
  };
  const measured = stages.map(({ id, rows, seconds }) => ({ id, rows, seconds }));
  return `${JSON.stringify(stages.length > 0 ? { ...value, measured } : value, null, 2)}\n`;
};

const limitsSection = ({ settings: { limits, container } }: Prepared): string => {
  const line = container && containerLine({ ...limits, container });
  return line === undefined ? '' : `\nLimits\n  ${line}\n`;
};

const render: Readonly<Record<ExplainFormat, Render>> = {
  tree: (prepared, stages, sharing) => {
    const { plan, physical, applied } = prepared;
    const measured = new Map(stages.map((stage) => [stage.id, stage]));
    const tree = toTree(plan, physical, applied, sharing, measured, planDecisions(prepared));
    return `${tree}${limitsSection(prepared)}`;
  },
  sql: ({ physical }) => toSql(physical),
  json: asJson,
  mermaid: ({ plan, physical }) => toMermaid(plan, physical),
};

export interface ExplainOptions extends Overrides {
  /** Run the stages, and show what each took; nothing is published. */
  readonly analyze?: boolean;
  readonly signal?: AbortSignal;
}

/** How a run would go about a document, in one of four forms. */
export const explain = async (
  wiring: Wiring,
  file: string,
  format: ExplainFormat,
  options: ExplainOptions,
): Promise<{ readonly text: string; readonly prepared: Prepared }> => {
  const { analyze: isRun = false, signal } = options;
  const explained = (used: Wiring) =>
    withPrepared(prepare(used, file, options, { signal }), async (prepared) => {
      const stages = isRun ? await analyze(used, prepared, signal) : [];
      const sharing = sharingBy(used, prepared.partitions);
      return { text: render[format](prepared, stages, sharing), prepared };
    });
  // Processes that say what modules declare have nothing more to do where nothing is run.
  if (!isRun) return explained(wiring);
  return audited(wiring, aboutDocument('pipeline.analyze', file), () => withKeptPools(wiring, explained));
};
