import { type Place, type Problem, problem } from '../../base/errors/index.js';
import { bytesOf, durationOf, millisecondsOf, type Path } from '../../spec/index.js';
import type { Resolved, Setting } from '../resolve/resolve.js';

/** Finds a place in the document: of the key, or of the value where that is what is wrong. */
export type PlaceOf = (path: Path, of?: 'key' | 'value') => Place | undefined;

/** How rules are told of. */
export interface RulesAsWritten {
  readonly placeOf: PlaceOf;
  /** `rule 2`, or `rule 1 of millrace.yaml` for one that pipelines share. */
  readonly nameOf: (index: number) => string;
  /** Whether it is one that pipelines share: then it need not be meant for this one. */
  readonly isShared: (index: number) => boolean;
}

/** What cannot be, and the settings that say so. */
interface Contradiction {
  readonly message: string;
  readonly between: readonly Setting[];
}

type Find = (key: string) => Setting | undefined;

const timeIn = (setting: Setting | undefined): number | undefined =>
  typeof setting?.value === 'string' ? millisecondsOf(setting.value) : undefined;

/** The bounds between which something is learned, as they are written. */
const learnedIn = (
  setting: Setting | undefined,
): { readonly min: string; readonly max: string } | undefined => {
  const { value } = setting ?? {};
  if (typeof value !== 'object' || value === null || !('learned' in value)) return undefined;
  return value.learned as { readonly min: string; readonly max: string };
};

/** Two times of which the first must not be the longer one. */
const inverted = (find: Find, shorter: string, longer: string): readonly Contradiction[] => {
  const [one, other] = [find(shorter), find(longer)];
  const [least, most] = [timeIn(one), timeIn(other)];
  if (!one || !other || least === undefined || most === undefined || least <= most) return [];
  const message = `\`${shorter}\` is ${durationOf(least)}, longer than \`${longer}\`, which is ${durationOf(most)}`;
  return [{ message, between: [one, other] }];
};

const WAITS = ['type', 'initial', 'max', 'jitter', 'max_duration', 'errors'] as const;

/** One attempt is no retry: nothing that is said of waits can hold. */
const neverAgain = (find: Find): readonly Contradiction[] => {
  const attempts = find('retry.max_attempts');
  const waits = WAITS.flatMap((part) => find(`retry.${part}`) ?? []);
  const [first] = waits;
  if (attempts?.value !== 1 || !first) return [];
  const message = `\`retry.max_attempts\` is 1, so that nothing is tried again, and \`${first.key}\` says how`;
  return [{ message, between: [attempts, ...waits] }];
};

const undisturbedChance = (find: Find): readonly Contradiction[] => {
  const [type, jitter] = [find('retry.type'), find('retry.jitter')];
  if (type?.value !== 'decorrelated' || jitter?.value !== 'none') return [];
  const message = '`retry.type` is decorrelated, which is chance itself, and `retry.jitter` is none';
  return [{ message, between: [type, jitter] }];
};

const learning = (find: Find): readonly Contradiction[] => {
  const timeout = find('timeout');
  const bounds = learnedIn(timeout);
  if (!timeout || !bounds) return [];
  const [min, max] = [millisecondsOf(bounds.min), millisecondsOf(bounds.max)];
  const whole = find('retry.max_duration');
  const most = timeIn(whole);
  return [
    ...(min > max
      ? [
          {
            message: `\`timeout.learned.min\` is ${durationOf(min)}, longer than \`max\`, which is ${durationOf(max)}`,
            between: [timeout],
          },
        ]
      : []),
    ...(whole && most !== undefined && min > most
      ? [
          {
            message: `\`timeout.learned.min\` is ${durationOf(min)}, longer than \`retry.max_duration\`, which is ${durationOf(most)}`,
            between: [timeout, whole],
          },
        ]
      : []),
  ];
};

const learningSizes = (find: Find): readonly Contradiction[] => {
  const partition = find('partition');
  const { min, max } = learnedIn(partition) ?? {};
  if (!partition || min === undefined || max === undefined || bytesOf(min) <= bytesOf(max)) return [];
  const message = `\`partition.learned.min\` is ${min}, larger than \`max\`, which is ${max}`;
  return [{ message, between: [partition] }];
};

const contradictionsIn = ({ settings }: Resolved): readonly Contradiction[] => {
  const find: Find = (key) => settings.find((setting) => setting.key === key);
  return [
    ...inverted(find, 'retry.initial', 'retry.max'),
    ...inverted(find, 'retry.initial', 'retry.max_duration'),
    ...inverted(find, find('pin.timeout') ? 'pin.timeout' : 'timeout', 'retry.max_duration'),
    ...neverAgain(find),
    ...undisturbedChance(find),
    ...learning(find),
    ...learningSizes(find),
  ];
};

const noted = ({ placeOf, nameOf }: RulesAsWritten, { key, rule, path }: Setting): string => {
  const place = placeOf(path);
  return `\`${key}\` is from ${nameOf(rule)}${place ? `, line ${place.line}` : ''}`;
};

/** What cannot be in a policy, however its values came together; the place is that of the last rule that had a part in it. */
export const contradictions = (
  resolved: Resolved,
  who: string,
  written: RulesAsWritten,
): readonly Problem[] =>
  contradictionsIn(resolved).map(({ message, between }) => {
    const last = [...between].sort((a, b) => b.rule - a.rule)[0];
    const place = last && written.placeOf(last.path);
    const rules = new Set(between.map(({ rule }) => rule));
    return problem('MR7001', rules.size > 1 ? `${message} (${who})` : message, {
      notes: rules.size > 1 ? between.map((setting) => noted(written, setting)) : [],
      ...(place ? { place } : {}),
    });
  });
