import { didYouMean, listed } from '../../base/diagnostics/suggest.js';
import { type Place, type Problem, problem } from '../../base/errors/index.js';
import {
  type ColumnRef,
  type Finding,
  findColumn,
  type Input,
  type SqlFault,
  shownNames,
} from '../../kit/index.js';
import type { ParsedDocument, Path } from '../../spec/index.js';
import { documentNode } from '../graph/graph.js';

/** Where a node's config stands in the document; its contract stands beside it. */
export const configPath = (node: string, path: Path = []): Path =>
  path[0] === 'contract' ? [...nodePath(node), ...path] : [...nodePath(node), 'with', ...path];

const nodePath = (node: string): Path => ['nodes', documentNode(node)];

const faultPlace = ({ source }: ParsedDocument, path: Path, fault: SqlFault): Place | undefined =>
  fault.offset === undefined
    ? source.valuePlace(path)
    : source.textPlace(path, fault.offset, fault.length ?? 1);

/** A fault in a piece of SQL, at its place in the document. */
export const sqlProblem = (parsed: ParsedDocument, node: string, path: Path, fault: SqlFault): Problem => {
  const place = faultPlace(parsed, configPath(node, path), fault) ?? parsed.source.keyPlace(nodePath(node));
  return problem(fault.code, `${fault.message} in "${documentNode(node)}"`, {
    node: documentNode(node),
    ...(place ? { place } : {}),
    ...(fault.label ? { label: fault.label } : {}),
    ...(fault.notes ? { notes: fault.notes } : {}),
  });
};

/** What a kind found wrong, at its place. */
export const findingProblem = (parsed: ParsedDocument, node: string, finding: Finding): Problem => {
  const { keyPlace, valuePlace } = parsed.source;
  const placeOf = finding.at === 'key' ? keyPlace : valuePlace;
  const place = placeOf(configPath(node, finding.path)) ?? keyPlace(nodePath(node));
  return problem(finding.code, `${finding.message} in "${documentNode(node)}"`, {
    node: documentNode(node),
    severity: finding.severity ?? 'error',
    notes: finding.notes ?? [],
    ...(finding.label ? { label: finding.label } : {}),
    ...(finding.mend ? { mend: finding.mend } : {}),
    ...(place ? { place } : {}),
  });
};

/** A column that a config names and the input does not have. */
export const missingColumn = (
  parsed: ParsedDocument,
  node: string,
  path: Path,
  ref: ColumnRef,
  inputs: readonly Input[],
): Problem | undefined => {
  const input = ref.input === undefined ? inputs[0] : inputs.find(({ alias }) => alias === ref.input);
  if (!input || findColumn(input.schema, ref.name)) return undefined;
  const label = didYouMean(ref.name, shownNames(input));
  return sqlProblem(parsed, node, path, {
    code: 'MR2104',
    message: `unknown column "${ref.name}"`,
    notes: [`input "${input.alias}" has: ${listed(shownNames(input))}`],
    ...(label ? { label } : {}),
  });
};
