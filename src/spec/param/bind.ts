import { didYouMean, listed } from '../../base/diagnostics/suggest.js';
import { MillraceError, type Problem, problem } from '../../base/errors/index.js';
import { own } from '../../base/own.js';
import { at } from '../issue/context.js';
import type { ParamSpec, ParamType } from '../params.js';
import type { ParsedDocument } from '../parsed.js';
import { whyRefused } from './accept.js';

/** A parameter's value for one run: text that its type accepts. */
export interface BoundParam {
  readonly type: ParamType;
  /** As it was given or declared; booleans are in lower case. */
  readonly value: string;
}

/** Values by parameter, as a command line or a test gives them. */
export type GivenParams = Readonly<Record<string, string>>;

type Bound = { readonly param: BoundParam } | { readonly problem: Problem };

const unknown = (name: string, known: readonly string[]): Problem => {
  const label = didYouMean(name, known);
  const notes = [known.length > 0 ? `parameters: ${listed(known)}` : 'the document declares no parameters'];
  return problem('MR1040', `unknown parameter "${name}"`, {
    notes,
    ...(label !== undefined && { label }),
  });
};

const bindOne = (
  { source }: ParsedDocument,
  name: string,
  spec: ParamSpec,
  given: string | undefined,
): Bound => {
  const path = ['params', name];
  const value = given ?? spec.default;
  if (value === undefined) {
    return { problem: at('MR1041', `the parameter "${name}" has no value`, path, source.keyPlace(path)) };
  }
  const why = whyRefused(spec, value);
  if (why !== undefined) {
    const place = given === undefined ? source.valuePlace([...path, 'default']) : source.keyPlace(path);
    return { problem: at('MR1042', `the value "${value}" of the parameter "${name}" ${why}`, path, place) };
  }
  return { param: { type: spec.type, value: spec.type === 'boolean' ? value.toLowerCase() : value } };
};

/**
 * The values of a document's parameters for one run. Substitute the environment first: defaults may name it.
 *
 * @throws MR1040, MR1041 and MR1042, all at once.
 */
export const bindParams = (
  parsed: ParsedDocument,
  given: GivenParams,
): Readonly<Record<string, BoundParam>> => {
  const specs = Object.entries(parsed.document.params ?? {});
  const names = specs.map(([name]) => name);
  const bound = specs.map(([name, spec]) => [name, bindOne(parsed, name, spec, own(given, name))] as const);
  const problems = [
    ...Object.keys(given)
      .filter((name) => !names.includes(name))
      .map((name) => unknown(name, names)),
    ...bound.flatMap(([, result]) => ('problem' in result ? [result.problem] : [])),
  ];
  if (problems.length > 0) throw new MillraceError(problems);
  return Object.fromEntries(
    bound.flatMap(([name, result]) => ('param' in result ? [[name, result.param]] : [])),
  );
};
