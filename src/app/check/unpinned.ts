import { type Problem, problem } from '../../base/errors/index.js';
import type { DataFile, DecisionRecord } from '../../kit/index.js';
import { documentNode } from '../../planner/index.js';
import {
  type AdaptMode,
  adaptations,
  adaptModeFor,
  flowText,
  type ParsedDocument,
} from '../../spec/index.js';
import type { Source } from './sources.js';

/** How strictly decisions are taken. */
export interface Strictness {
  /** Whether all that was found out counts, also what needs no adaptation. */
  readonly isFrozen: boolean;
  readonly isRun: boolean;
}

const isAdaptation = ({ action }: DecisionRecord): boolean => action === 'adapt' || action === 'quarantine';

/** Of how data is read; what a contract makes of columns, its `drift` declares. */
const READING = new Set<string>([...adaptations, 'delimiter', 'sheet', 'record', 'lists']);

export const isOfReading = ({ about, isDeclared }: DecisionRecord): boolean =>
  isDeclared !== true && READING.has(about.replaceAll(' ', '_'));

/** Whether it was taken on what a node reads from other nodes, and not on files. */
export const isOfInputs = ({ about }: DecisionRecord): boolean => about === 'join keys';

/** What to write into the document so that nothing is left to decide; undefined where nothing can be written. */
export const pinText = ({ pin, contractPin }: DecisionRecord): string | undefined => {
  if (pin) return flowText(pin).slice(2, -2);
  if (!contractPin) return undefined;
  const { path, value } = contractPin;
  return `contract: ${flowText(path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value))}`;
};

/** Whether a decision holds for all files of a node: an option of the node speaks of each of them, an alias of those that have it. */
export const isOfAllFiles = (
  { files, contractPin }: DecisionRecord,
  { files: all, readable }: Source,
): boolean => {
  const isAmong = ({ name }: DataFile): boolean => files.includes(name);
  return contractPin !== undefined || all.every(isAmong) || readable.every(isAmong);
};

const notesOf = (decision: DecisionRecord, source: Source | undefined): readonly string[] => {
  const { evidence, files } = decision;
  const pin = pinText(decision);
  if (pin === undefined) return [`because ${evidence}`];
  return !source || isOfAllFiles(decision, source)
    ? [`because ${evidence}`, `pin it with: ${pin}`]
    : [`because ${evidence}`, `only in ${files.join(', ')}: read these by a node of their own, with: ${pin}`];
};

const refusal = (
  parsed: ParsedDocument,
  source: Source | undefined,
  decision: DecisionRecord,
  why: string,
  severity: 'error' | 'warning',
): Problem => {
  const { node, about, column, chosen } = decision;
  const what = column === undefined ? about : `${about} of "${column}"`;
  const place = parsed.source.keyPlace(['nodes', node]);
  return problem('MR4036', `${what} in "${node}": ${chosen}, which ${why}`, {
    node,
    severity,
    notes: notesOf(decision, source),
    ...(place ? { place } : {}),
  });
};

const WHY: Readonly<Record<AdaptMode | 'frozen', string>> = {
  frozen: 'the document does not say, and `--frozen` is given',
  off: 'the document does not say, and `adapt` is off',
  suggest: 'the document does not say, and `adapt` only suggests',
  on: '',
};

/** What was decided about the inputs that the document does not say, and neither allows: an error, or a suggestion. */
export const unpinned = (
  parsed: ParsedDocument,
  sources: readonly Source[],
  decisions: readonly DecisionRecord[],
  { isFrozen, isRun }: Strictness,
): readonly Problem[] => {
  const { adapt, nodes } = parsed.document;
  return decisions.flatMap((decision): readonly Problem[] => {
    const source = sources.find(({ node }) => documentNode(node.name) === decision.node);
    if (!(source || isOfInputs(decision)) || !isOfReading(decision)) return [];
    if (isFrozen) return [refusal(parsed, source, decision, WHY.frozen, 'error')];
    const mode = adaptModeFor(adapt, nodes[decision.node]?.adapt, decision.about);
    if (mode === 'on' || !isAdaptation(decision)) return [];
    const severity = mode === 'off' || isRun ? 'error' : 'warning';
    return [refusal(parsed, source, decision, WHY[mode], severity)];
  });
};
