import type { RunRecord } from '../kit/record.js';
import { drawHeadline, pageTitle } from './headline.js';
import { html, trusted } from './html.js';
import { drawNavigation, drawSection, type RenderSection } from './section.js';
import { checks } from './sections/checks.js';
import { contracts } from './sections/contracts.js';
import { decisions } from './sections/decisions.js';
import { drift } from './sections/drift.js';
import { graph } from './sections/graph.js';
import { inputs } from './sections/inputs.js';
import { lineage } from './sections/lineage.js';
import { nodes } from './sections/nodes.js';
import { outputs } from './sections/outputs.js';
import { params } from './sections/params.js';
import { problems } from './sections/problems.js';
import { samples } from './sections/samples.js';
import { stages } from './sections/stages.js';
import { style } from './style/index.js';

/** In the order of the page: what went wrong first, details last. */
const order: readonly RenderSection[] = [
  problems,
  graph,
  decisions,
  drift,
  outputs,
  contracts,
  checks,
  samples,
  inputs,
  params,
  stages,
  nodes,
  lineage,
];

const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/**
 * The report of a run: one HTML page that needs nothing else, not even scripts.
 *
 * Deterministic: the same record gives the same text. Everything from the record is escaped.
 */
export const renderReport = (record: RunRecord): string => {
  const sections = order.flatMap((render) => render(record) ?? []);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="Millrace ${record.millrace}">
<title>${pageTitle(record)}</title>
<style>${trusted(style)}</style>
</head>
<body>
${drawHeadline(record)}${drawNavigation(sections)}<main>
${sections.map(drawSection)}</main>
<footer><p>Made by Millrace ${record.millrace} from the record of run <code>${record.runId}</code>.</p></footer>
</body>
</html>
`.text;
};
