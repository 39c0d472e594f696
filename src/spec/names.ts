import * as z from 'zod';

/** Marks a schema whose value is taken from its source text, so that `00123` stays `00123`. */
export const SOURCE_TEXT = { millrace: 'source-text' } as const;

/** Text; a YAML number or boolean in its place is taken as it is written. */
export const scalarText = () => z.string().meta(SOURCE_TEXT);

/** What a node's, port's or parameter's name looks like. */
export const NODE_NAME = /^[A-Za-z_][A-Za-z0-9_]{0,63}$/;

/** What a pipeline's name looks like. */
export const PIPELINE_NAME = /^[A-Za-z_][A-Za-z0-9_-]{0,63}$/;

/** A node's, port's or parameter's name: it becomes an SQL alias. */
export const nodeName = z
  .string()
  .regex(NODE_NAME, 'a letter first, then letters, digits and underscores, at most 64 in all');

/** A node, or one of its outputs: `routed`, `routed.eu`. */
export const outputName = z
  .string()
  .regex(
    /^[A-Za-z_]\w{0,63}(\.[A-Za-z_]\w{0,63})?$/,
    'the name of a node, or of one of its outputs: `node.output`',
  );

/** A pipeline's name; hyphens are allowed, as it never stands in SQL. */
export const pipelineName = z
  .string()
  .regex(PIPELINE_NAME, 'a letter first, then letters, digits, hyphens and underscores, at most 64 in all');
