import { own } from '../../../base/own.js';
import type { StageParts } from './parts.js';

type Part = Readonly<Record<string, string>>;

const changes = (
  before: Part,
  now: Part,
  words: (name: string, change: string) => string,
): readonly string[] => {
  const names = [...new Set([...Object.keys(before), ...Object.keys(now)])];
  return names.flatMap((name) => {
    const [was, is] = [own(before, name), own(now, name)];
    if (was === is) return [];
    return [words(name, was === undefined ? 'is new' : is === undefined ? 'is gone' : 'changed')];
  });
};

/** Why a stage that was finished is done again, from what differs; empty where nothing does. */
export const whyRedone = (before: StageParts, now: StageParts): readonly string[] => {
  const found = [
    ...changes(
      before.versions,
      now.versions,
      (name, change) => `the version of ${name === 'engine' ? 'the engine' : name} ${change}`,
    ),
    ...changes(before.nodes, now.nodes, (name, change) => `document: node "${name}" ${change}`),
    ...changes(before.files, now.files, (name, change) => `input: ${name} ${change}`),
    ...changes(before.parameters, now.parameters, (name, change) => `parameter: $${name} ${change}`),
    ...changes(
      before.reads,
      now.reads,
      (name, change) => `it reads "${name}", which ${change === 'changed' ? 'is redone' : change}`,
    ),
  ];
  if (found.length > 0 || before.plan === now.plan) return found;
  return [
    'plan: what the stage computes follows from other parts of the document, or from what was found in its inputs',
  ];
};
