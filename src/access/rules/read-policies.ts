import type { DetailedError } from '@cedar-policy/cedar-wasm/nodejs';
import { type Problem, problem } from '../../base/errors/index.js';
import { own } from '../../base/own.js';
import { type SourceText, sourceText } from '../../spec/lines.js';
import type { Cedar } from '../cedar/cedar.js';
import { readAnnotations } from './annotations.js';
import { detailsOf } from './cedar-problem.js';
import { actionsOf, needsOf, principalIn, rolesIn } from './facts-of-json.js';
import type { Policy, PolicyFile } from './policy.js';
import { type Piece, splitPolicies } from './split.js';
import { type Located, validationProblems } from './validation.js';

/** Policies that were read, and all that is wrong with them. */
export interface ReadPolicies {
  readonly policies: readonly Policy[];
  readonly problems: readonly Problem[];
}

const syntaxProblem = (lines: SourceText, error: DetailedError): Problem => {
  const message = error.message.replace(/^failed to parse policies from string: /, '');
  return problem('MR8602', `"${lines.file}" cannot be read: ${message}`, detailsOf(lines, error, 0));
};

/** A policy with places for whom it holds would have to be linked, which nothing here does. */
const templateProblem = (lines: SourceText): Problem =>
  problem('MR8602', `"${lines.file}" has a template (\`?principal\` or \`?resource\`)`, {
    place: lines.place(slotIn(lines.text)),
    mend: 'Name whom it holds for: `principal in Millrace::Role::"viewer"`.',
  });

const slotIn = (text: string): { readonly start: number; readonly end: number } => {
  const start = Math.max(0, text.search(/\?(?:principal|resource)/));
  return { start, end: start + 10 };
};

interface ReadOne extends Located {
  readonly problems: readonly Problem[];
}

interface ReadText {
  readonly found: readonly Located[];
  readonly problems: readonly Problem[];
}

const readOne = (cedar: Cedar, lines: SourceText, piece: Piece, number: number): ReadOne | undefined => {
  const answer = cedar.policyToJson(piece.text);
  if (answer.type === 'failure') return undefined;
  const { json } = answer;
  const actions = actionsOf(json);
  const principal = principalIn(json);
  const annotations = json.annotations ?? {};
  const place = lines.place(piece);
  const { said, problems } = readAnnotations(
    { effect: json.effect, place, ...(actions ? { actions } : {}) },
    annotations,
  );
  const policy: Policy = {
    id: own(annotations, 'id') || `${lines.file}#${number}`,
    effect: json.effect,
    text: piece.text,
    place,
    ...(actions ? { actions } : {}),
    ...(principal ? { principal } : {}),
    needs: needsOf(json),
    roles: rolesIn(json),
    ...said,
    json,
  };
  return { policy, lines, start: piece.start, problems };
};

const refused = (...problems: readonly Problem[]): ReadText => ({ found: [], problems });

const readFile = (cedar: Cedar, { file, text }: PolicyFile): ReadText => {
  const lines = sourceText(text, file);
  const whole = cedar.policySetTextToParts(lines.text);
  if (whole.type === 'failure') return refused(...whole.errors.map((error) => syntaxProblem(lines, error)));
  if (whole.policy_templates.length > 0) return refused(templateProblem(lines));
  const found = splitPolicies(lines.text).flatMap((piece, index) => {
    const one = readOne(cedar, lines, piece, index + 1);
    return one ? [one] : [];
  });
  // Whatever is read otherwise than Cedar reads it must not be left out unseen.
  if (found.length !== whole.policies.length)
    return refused(problem('MR8602', `"${file}" cannot be taken apart into its policies`));
  return { found, problems: found.flatMap(({ problems }) => problems) };
};

const doubled = (policies: readonly Policy[]): readonly Problem[] => {
  const seen = new Map<string, Policy>();
  return policies.flatMap((policy) => {
    const first = seen.get(policy.id);
    seen.set(policy.id, first ?? policy);
    if (!first) return [];
    const notes = [`the first is in ${first.place.file}:${first.place.line}`];
    return [problem('MR8604', `there is another policy "${policy.id}"`, { place: policy.place, notes })];
  });
};

/**
 * Reads policies, and holds them against the schema: with any error among the problems none of them may be used. Their ids are
 * ours: the annotation `@id`, or file and number.
 */
export const readPolicies = (cedar: Cedar, files: readonly PolicyFile[]): ReadPolicies => {
  const read = files.map((file) => readFile(cedar, file));
  const located = read.flatMap(({ found }) => found);
  const policies = located.map(({ policy }) => policy);
  const twice = doubled(policies);
  // Cedar knows policies by their ids.
  const unfit = twice.length > 0 ? [] : validationProblems(cedar, located);
  return { policies, problems: [...read.flatMap(({ problems }) => problems), ...twice, ...unfit] };
};
