import type { Problem } from '../../base/errors/index.js';
import type { Document } from '../document.js';
import { at } from '../issue/context.js';
import type { ParamSpec } from '../params.js';
import type { Path, SourceMap } from '../parsed.js';
import { hasSubstitution } from '../substitution/pattern.js';
import { whyRefused } from './accept.js';
import { isOrdered, readAs } from './kinds.js';

interface Declared {
  readonly name: string;
  readonly spec: ParamSpec;
  readonly source: SourceMap;
}

const refused = ({ name, source }: Declared, inside: Path, text: string, why: string): Problem => {
  const path = ['params', name, ...inside];
  return at('MR1042', `${text} of the parameter "${name}" ${why}`, path, source.valuePlace(path));
};

/** `min`, `max` and the items of `one_of` must be values of the type themselves. */
const limitProblems = (declared: Declared): readonly Problem[] => {
  const { min, max, one_of = [], type } = declared.spec;
  const limits: readonly (readonly [Path, string | undefined])[] = [
    [['min'], min],
    [['max'], max],
    ...one_of.map((value, index) => [['one_of', index], value] as const),
  ];
  return limits.flatMap(([inside, value]) => {
    if (value === undefined) return [];
    const text = `the value "${value}" in ${inside[0]}`;
    if (inside.length === 1 && !isOrdered(type)) {
      return [refused(declared, inside, text, `has no meaning: a ${type} has no order`)];
    }
    const reading = readAs(type, value);
    return reading.ok ? [] : [refused(declared, inside, text, `is not ${reading.wants}`)];
  });
};

const defaultProblem = (declared: Declared): Problem | undefined => {
  const value = declared.spec.default;
  if (value === undefined || hasSubstitution(value)) return undefined;
  const why = whyRefused(declared.spec, value);
  return why === undefined ? undefined : refused(declared, ['default'], `the default "${value}"`, why);
};

/** What is wrong with the parameters as they are declared. */
export const declarationProblems = ({ params = {} }: Document, source: SourceMap): readonly Problem[] =>
  Object.entries(params).flatMap(([name, spec]) => {
    const declared = { name, spec, source };
    const limits = limitProblems(declared);
    return limits.length > 0 ? limits : (defaultProblem(declared) ?? []);
  });
