import { extname } from 'node:path';
import { MillraceError } from '../base/errors/index.js';
import { checkFrame } from './check/frame.js';
import { checkHead } from './check/head.js';
import { documentHash } from './hash.js';
import { checkSize } from './limits.js';
import { sourceText } from './lines.js';
import type { ParsedDocument, SourceMap } from './parsed.js';
import { inTextOrder } from './problem-order.js';
import { readJson } from './read/json.js';
import { readValue } from './read/value.js';
import { readYaml } from './read/yaml.js';
import type { TreeResult } from './read/yaml-tree.js';
import { sourceMap, sourceOfValue } from './source/source-map.js';
import { triggerWarnings } from './trigger/problems.js';

const parsed = ({ tree, problems: read }: TreeResult, source: SourceMap): ParsedDocument => {
  checkHead(tree, source);
  const { document, problems } = checkFrame(tree, source);
  const all = inTextOrder(read, problems);
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
