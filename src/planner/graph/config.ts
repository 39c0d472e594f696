import { type Problem, problem } from '../../base/errors/index.js';
import {
  aliasFindings,
  type ColumnContract,
  type Contract,
  contractSchema,
  historyFindings,
  meaningFindings,
  type NodeKind,
  type SemanticTypes,
  withMeanings,
} from '../../kit/index.js';
import { type NodeSpec, type ParsedDocument, problemsOfIssues, retext } from '../../spec/index.js';
import type { Checked } from './graph.js';
import { type NotBuiltOption, notBuiltIn } from './not-built.js';

const keysOf = ({ config }: NodeKind): ReadonlySet<string> =>
  new Set('shape' in config && typeof config.shape === 'object' ? Object.keys(config.shape ?? {}) : []);

const notBuiltProblem = (
  { source }: ParsedDocument,
  node: string,
  { key, what }: NotBuiltOption,
): Problem => {
  const place = source.keyPlace(['nodes', node, 'with', key]);
  return problem('MR9001', `${what} is not built yet`, { node, ...(place ? { place } : {}) });
};

const understood = (kind: NodeKind, config: unknown, types: SemanticTypes): unknown =>
  kind.family === 'check' && kind.understand ? kind.understand(config, types) : config;

/** Holds a node's `with` against its kind; the value is undefined where it does not fit. */
export const checkConfig = (
  parsed: ParsedDocument,
  name: string,
  kind: NodeKind,
  spec: NodeSpec,
  types: SemanticTypes,
): Checked<unknown> => {
  const written = spec.with ?? {};
  const notBuilt = notBuiltIn(written, kind.family, keysOf(kind));
  if (notBuilt.length > 0) {
    return { value: undefined, problems: notBuilt.map((option) => notBuiltProblem(parsed, name, option)) };
  }
  const path = ['nodes', name, 'with'];
  const value = retext(kind.config, written, path, parsed.source.sourceText);
  const result = kind.config.safeParse(value);
  if (result.success) return { value: understood(kind, result.data, types), problems: [] };
  const context = { schema: kind.config, value, path, source: parsed.source };
  const place = parsed.source.valuePlace(path) ?? parsed.source.keyPlace(['nodes', name]);
  const problems = problemsOfIssues(result.error.issues, context);
  return {
    value: undefined,
    problems: problems.map((item) => (item.place || !place ? item : { ...item, place })),
  };
};

/** Holds a node's `contract` against its schema; the value is undefined where there is none or it does not fit. */
export const checkContract = (
  parsed: ParsedDocument,
  name: string,
  { contract }: NodeSpec,
  types: SemanticTypes,
  kind: NodeKind,
): Checked<Contract | undefined> => {
  if (contract === undefined) return { value: undefined, problems: [] };
  const path = ['nodes', name, 'contract'];
  const value = retext(contractSchema, contract, path, parsed.source.sourceText);
  const result = contractSchema.safeParse(value);
  if (result.success) {
    const { data } = result;
    const meant = { ...data, columns: withMeanings<ColumnContract>(data.columns, types) };
    const problems = [
      ...meaningFindings(meant, kind.family === 'read'),
      ...aliasFindings(meant, kind.family === 'read'),
      ...historyFindings(meant, kind.family === 'read'),
    ].map((finding) => {
      const place = parsed.source.valuePlace(['nodes', name, ...(finding.path ?? [])]);
      const { code, message, notes = [], mend } = finding;
      const details = { node: name, notes, ...(mend === undefined ? {} : { mend }) };
      return problem(code, message, { ...details, ...(place ? { place } : {}) });
    });
    return { value: meant, problems };
  }
  const context = { schema: contractSchema, value, path, source: parsed.source };
  return { value: undefined, problems: problemsOfIssues(result.error.issues, context) };
};
