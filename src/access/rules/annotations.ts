import { didYouMean } from '../../base/diagnostics/suggest.js';
import { type Problem, type ProblemDetails, problem } from '../../base/errors/index.js';
import { own } from '../../base/own.js';
import type { Policy } from './policy.js';
import { readRowFilter } from './row-filter.js';

const KNOWN = ['id', 'mask', 'rows', 'description'];
const MASKS = ['mask', 'hash', 'null', 'absent'] as const;

type Annotated = Pick<Policy, 'effect' | 'actions' | 'place'>;
type Annotations = Readonly<Record<string, string>>;

/** What annotations say, and what is wrong with them. */
interface ReadAnnotations {
  readonly said: Pick<Policy, 'mask' | 'rows'>;
  readonly problems: readonly Problem[];
}

/** Whether a policy permits one of these, among others or by speaking of all. */
const permits = ({ effect, actions }: Annotated, some: readonly string[]): boolean =>
  effect === 'permit' && (actions === undefined || actions.some((action) => some.includes(action)));

const at = (policy: Annotated, message: string, details: ProblemDetails = {}): Problem =>
  problem('MR8605', message, { place: policy.place, ...details });

/** One that is not known would be left out, and a filter with it. */
const unknown = (policy: Annotated, annotations: Annotations): readonly Problem[] =>
  Object.keys(annotations)
    .filter((name) => !KNOWN.includes(name))
    .map((name) => {
      const label = didYouMean(name, KNOWN);
      return at(policy, `there is no annotation "@${name}"`, label === undefined ? {} : { label });
    });

const readMask = (policy: Annotated, written: string | undefined): ReadAnnotations => {
  if (written === undefined) {
    const isMissing = policy.effect === 'permit' && policy.actions?.includes('column.masked');
    const missing = at(policy, 'permits `column.masked` and does not say how, by `@mask`');
    return { said: {}, problems: isMissing ? [missing] : [] };
  }
  const mask = MASKS.find((known) => known === written);
  if (mask === undefined)
    return { said: {}, problems: [at(policy, `\`@mask("${written}")\` is none of ${MASKS.join(', ')}`)] };
  if (!permits(policy, ['column.masked']))
    return {
      said: {},
      problems: [at(policy, '`@mask` is of no effect: no `column.masked` is permitted here')],
    };
  return { said: { mask }, problems: [] };
};

const readRows = (policy: Annotated, written: string | undefined): ReadAnnotations => {
  if (written === undefined) return { said: {}, problems: [] };
  if (!permits(policy, ['dataset.read', 'quarantine.read'])) {
    const message = '`@rows` is of no effect: neither `dataset.read` nor `quarantine.read` is permitted here';
    return { said: {}, problems: [at(policy, message)] };
  }
  const rows = readRowFilter(written);
  if (!('fault' in rows)) return { said: { rows }, problems: [] };
  const fault = problem('MR8606', `the filter \`${written}\` ${rows.fault}`, { place: policy.place });
  return { said: {}, problems: [fault] };
};

/** The annotations of a policy. One that means nothing is an error: it was to narrow something. */
export const readAnnotations = (policy: Annotated, annotations: Annotations): ReadAnnotations => {
  const mask = readMask(policy, own(annotations, 'mask'));
  const rows = readRows(policy, own(annotations, 'rows'));
  return {
    said: { ...mask.said, ...rows.said },
    problems: [...unknown(policy, annotations), ...mask.problems, ...rows.problems],
  };
};
