import type * as z from 'zod';
import type { ErrorCode, Place, Problem, ProblemDetails } from '../../base/errors/index.js';
import { problem } from '../../base/errors/index.js';
import type { Path, SourceMap } from '../parsed.js';
import type { Schema } from '../schema-walk.js';
import { named } from '../words.js';

/** What was held against a schema, and where it stands in the document. */
export interface IssueContext {
  readonly schema: Schema;
  /** The raw value that was checked. */
  readonly value: unknown;
  /** The way to that value in the document. */
  readonly path: Path;
  readonly source: SourceMap;
}

export type Issue = z.core.$ZodIssue;
export type IssueOf<Code extends Issue['code']> = Extract<Issue, { readonly code: Code }>;

/** An issue's own path as steps of a document. */
export const steps = ({ path }: Issue): Path =>
  path.map((step) => (typeof step === 'number' ? step : String(step)));

const childOf = (value: unknown, step: string | number): unknown =>
  typeof value === 'object' && value !== null
    ? (value as Readonly<Record<string, unknown>>)[step]
    : undefined;

/** The raw value at a path under the one that was checked. */
export const valueAt = (context: Pick<IssueContext, 'value'>, path: Path): unknown =>
  path.reduce<unknown>(childOf, context.value);

/** ` in node "late"`, or nothing outside of nodes. */
export const inNode = (path: Path): string =>
  path[0] === 'nodes' && path.length > 1 ? ` in node "${path[1]}"` : '';

/** What a message is about: `"threads"`, `node "late"`, `item 2 of "by" in node "late"`. */
export const subject = (path: Path): string =>
  path[0] === 'nodes' && path.length === 2 ? `node "${path[1]}"` : `${named(path)}${inNode(path)}`;

/** A problem at a place of a document; says the node where the path leads into one. */
export const at = (
  code: ErrorCode,
  message: string,
  path: Path,
  place: Place | undefined,
  details: ProblemDetails = {},
): Problem =>
  problem(code, message, {
    ...(place && { place }),
    ...(path[0] === 'nodes' && path.length > 1 && { node: String(path[1]) }),
    ...details,
  });

/** Whether a text was written for this schema, rather than by Zod. */
export const isOwnMessage = (message: string): boolean =>
  !/^(Invalid|Too (small|big)|Unrecognized)/.test(message);

/** A schema's own message as the rest of a sentence: `a size with a unit` gives `must be a size with a unit`. */
export const requirementOf = (message: string): string => {
  const text = message.replace(/\.$/, '');
  return /^(must|may|can|is|has|needs?)\b/.test(text) ? text : `must be ${text}`;
};
