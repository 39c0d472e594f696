import { extname } from 'node:path';
import { MillraceError, type Problem } from '../base/errors/index.js';
import { checkFrame } from './check/frame.js';
import { checkHead } from './check/head.js';
import { documentHash } from './hash.js';
import { checkSize, MAX_PROBLEMS } from './limits.js';
import { sourceText } from './lines.js';
import type { ParsedDocument, SourceMap } from './parsed.js';
import { readJson } from './read/json.js';
import { readValue } from './read/value.js';
import { readYaml } from './read/yaml.js';
import type { TreeResult } from './read/yaml-tree.js';
import { sourceMap, sourceOfValue } from './source/source-map.js';
import { triggerWarnings } from './trigger/problems.js';

const lineOf = ({ place }: Problem): number => place?.line ?? 0;

const byPlace = (left: Problem, right: Problem): number =>
  lineOf(left) - lineOf(right) || (left.place?.column ?? 0) - (right.place?.column ?? 0);

const identity = ({ code, message, place }: Problem): string =>
  `${code} ${place?.line}:${place?.column} ${message}`;

/** The first problems; the last of them says how many more there are. */
const capped = (problems: readonly Problem[]): readonly Problem[] => {
  const [last, more] = [problems[MAX_PROBLEMS - 1], problems.length - MAX_PROBLEMS];
  if (!last || more <= 0) return problems;
  return [...problems.slice(0, MAX_PROBLEMS - 1), { ...last, notes: [...last.notes, `… and ${more} more`] }];
};

/** Each problem once, in the order of the text. */
const sorted = (problems: readonly Problem[]): readonly Problem[] =>
  capped([...new Map(problems.map((item) => [identity(item), item])).values()].sort(byPlace));

/** What was misread on a line explains whatever else seems to be wrong with the line. */
const unexplained = (problems: readonly Problem[], read: readonly Problem[]): readonly Problem[] => {
  const lines = new Set(read.flatMap(({ place }) => place?.line ?? []));
  return problems.filter(({ place }) => !place || !lines.has(place.line));
};

const parsed = ({ tree, problems: read }: TreeResult, source: SourceMap): ParsedDocument => {
  checkHead(tree, source);
  const { document, problems } = checkFrame(tree, source);
  const all = sorted([...read, ...unexplained(problems, read)]);
  if (all.length > 0) throw new MillraceError(all);
  return { document, hash: documentHash(document), source, warnings: triggerWarnings(document, source) };
};

/**
 * Reads a document from its text: JSON where the file's name ends in `.json`, else YAML 1.2.
 *
 * What a node's kind says of its `with` is not checked here.
 *
 * @throws MillraceError with all problems (MR1002 to MR1042, MR9001), each with its place.
 */
export const parseDocument = (text: string, file: string): ParsedDocument => {
  checkSize(text, file);
  const source = sourceText(text, file);
  const result = extname(file).toLowerCase() === '.json' ? readJson(source) : readYaml(source);
  return parsed(result, sourceMap(source, result.tree));
};

/**
 * Reads a document from a value that a program made, such as the builder's.
 *
 * @throws MillraceError as {@link parseDocument} does; places are not known.
 */
export const fromValue = (value: unknown, file: string): ParsedDocument => {
  const result = readValue(value);
  return parsed(result, sourceOfValue(file, result.tree));
};
