import { readFile } from 'node:fs/promises';
import type { DecisionRecord, PinValue } from '../../kit/index.js';
import { documentNode } from '../../planner/index.js';
import { type DocumentPath, setValue } from '../../spec/index.js';
import { writeAtomically } from '../../state/index.js';
import type { Prepared } from '../check/prepared.js';
import { isOfAllFiles, isOfInputs, isOfReading, pinText } from '../check/unpinned.js';

/** One decision, and whether the document says it now. */
export interface Pinned {
  readonly node: string;
  /** What it is about, with the column where it concerns one. */
  readonly about: string;
  /** What stands in the document, or would have to. */
  readonly text?: string;
  /** Why it was not written; absent where it was. */
  readonly left?: string;
}

interface Write {
  readonly path: DocumentPath;
  readonly value: PinValue;
}

/** Of an option that speaks of columns, each is written by itself, beside those that are there. */
const ofOption = (path: DocumentPath, value: PinValue): readonly Write[] =>
  typeof value === 'object' && !Array.isArray(value)
    ? Object.entries(value).flatMap(([key, inner]) =>
        inner === undefined ? [] : [{ path: [...path, key], value: inner }],
      )
    : [{ path, value }];

const writesOf = (decision: DecisionRecord): readonly Write[] => {
  const { node, pin, contractPin } = decision;
  if (contractPin) {
    return [{ path: ['nodes', node, 'contract', ...contractPin.path], value: contractPin.value }];
  }
  return Object.entries(pin ?? {}).flatMap(([key, value]) => {
    const path = ['nodes', node, 'with', key];
    // What was left to the data gives way as a whole to what was decided.
    return isOfInputs(decision) ? [{ path, value }] : ofOption(path, value);
  });
};

const aboutOf = ({ about, column }: DecisionRecord): string =>
  column === undefined ? about : `${about} of ${column}`;

/** Why the document cannot say it; undefined where it can. */
const obstacle = (decision: DecisionRecord, prepared: Prepared): string | undefined => {
  if (decision.action === 'stop') return 'it is open: choose, and write it yourself';
  if (pinText(decision) === undefined) return 'there is no option for it';
  const source = prepared.sources.find(({ node }) => documentNode(node.name) === decision.node);
  if (source && !isOfAllFiles(decision, source)) return `only ${decision.files.join(', ')} is written so`;
  const { contract } = prepared.loaded.parsed.document.nodes[decision.node] ?? {};
  if (decision.contractPin && typeof contract === 'string') return `the contract stands in ${contract}`;
  return undefined;
};

const IS_YAML = /\.ya?ml$/i;

/**
 * Writes what was decided about the inputs into the document, whose comments and formatting stay. What cannot be written
 * is told with its reason.
 */
export const pinDecisions = async (
  prepared: Prepared,
  nodes: readonly string[],
): Promise<readonly Pinned[]> => {
  const { path } = prepared.loaded;
  const isYaml = IS_YAML.test(path);
  const before = isYaml ? await readFile(path, 'utf8') : '';
  const state = { text: before };
  const pinned = prepared.decisions
    .filter((decision) => nodes.includes(decision.node) && isOfReading(decision))
    .map((decision): Pinned => {
      const text = pinText(decision);
      const told = { node: decision.node, about: aboutOf(decision), ...(text === undefined ? {} : { text }) };
      const left = obstacle(decision, prepared) ?? (isYaml ? undefined : 'only YAML can be written');
      if (left !== undefined) return { ...told, left };
      const after = writesOf(decision).reduce<string | undefined>(
        (all, write) => all && setValue(all, write.path, write.value),
        state.text,
      );
      if (after === undefined) return { ...told, left: 'its place in the document cannot be written' };
      state.text = after;
      return told;
    });
  if (state.text !== before) await writeAtomically(path, state.text);
  return pinned;
};
