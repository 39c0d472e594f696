import { toMermaid, toPlanValue, toSql, toTree } from '../planner/index.js';
import { type Prepared, prepare } from './check/prepare.js';
import type { Overrides } from './check/settings.js';
import type { Wiring } from './wiring.js';

export const explainFormats = ['tree', 'sql', 'json', 'mermaid'] as const;
export type ExplainFormat = (typeof explainFormats)[number];

const render: Readonly<Record<ExplainFormat, (prepared: Prepared) => string>> = {
  tree: ({ plan, physical, applied }) => toTree(plan, physical, applied),
  sql: ({ physical }) => toSql(physical),
  json: ({ plan, physical, applied }) => `${JSON.stringify(toPlanValue(plan, physical, applied), null, 2)}\n`,
  mermaid: ({ plan, physical }) => toMermaid(plan, physical),
};

/** How a run would go about a document, in one of four forms. */
export const explain = async (
  wiring: Wiring,
  file: string,
  format: ExplainFormat,
  overrides: Overrides,
): Promise<{ readonly text: string; readonly prepared: Prepared }> => {
  const prepared = await prepare(wiring, file, overrides);
  return { text: render[format](prepared), prepared };
};
