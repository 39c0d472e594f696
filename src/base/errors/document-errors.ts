import type { CatalogueEntry } from './entry.js';

/** MR1xxx: the document cannot be read, or says something that it may not say. */
export const documentErrors = {
  MR1001: {
    fault: 'user',
    title: 'document not found',
    mend: 'Check the path; it is taken from the current folder.',
  },
  MR1002: {
    fault: 'user',
    title: 'malformed YAML',
    mend: 'Mend the syntax at the place shown; indentation uses spaces, one key a line.',
  },
  MR1003: { fault: 'user', title: 'duplicate key', mend: 'Keep one of the two keys.' },
  MR1004: {
    fault: 'user',
    title: 'YAML tag',
    mend: 'Tags (`!name`) are not part of the document format; write the plain value.',
  },
  MR1005: {
    fault: 'user',
    title: 'YAML merge key',
    mend: 'Merge keys (`<<`) are not part of YAML 1.2; write the keys out.',
  },
  MR1006: {
    fault: 'user',
    title: 'YAML 1.1 directive',
    mend: 'Documents are YAML 1.2; remove the `%YAML` line.',
  },
  MR1007: {
    fault: 'user',
    title: 'too many aliases',
    mend: 'The aliases expand to an unreasonable size; write the values out.',
  },
  MR1008: {
    fault: 'user',
    title: 'document too large',
    mend: 'A document is at most 4 MB of text and 100 levels deep; split it into several pipelines.',
  },
  MR1009: {
    fault: 'user',
    title: 'not a pipeline document',
    mend: 'A document is a mapping that starts with `millrace: 1` and `pipeline: NAME`.',
  },
  MR1010: {
    fault: 'user',
    title: 'expression cut by YAML',
    mend: 'Write the expression on a line of its own in block style, or put it in quotes.',
  },
  MR1011: {
    fault: 'user',
    title: 'unsupported document version',
    mend: 'This Millrace reads documents of version 1: write `millrace: 1`.',
  },
  MR1020: { fault: 'user', title: 'unknown key', mend: 'Remove the key, or use one of those listed.' },
  MR1021: { fault: 'user', title: 'missing key', mend: 'Add the key.' },
  MR1022: {
    fault: 'user',
    title: 'value of the wrong type',
    mend: 'Write a value of the type that is asked for.',
  },
  MR1023: {
    fault: 'user',
    title: 'value not allowed',
    mend: 'Use a value within the limits that are shown.',
  },
  MR1024: {
    fault: 'user',
    title: 'invalid name',
    mend: 'Use a letter first, then letters, digits and underscores, at most 64 in all.',
  },
  MR1025: {
    fault: 'user',
    title: 'name is an SQL keyword',
    mend: 'The name is used as an alias in expressions; choose one that is not an SQL keyword.',
  },
  MR1026: {
    fault: 'user',
    title: 'names differ only in case',
    mend: 'SQL does not tell them apart; rename one of the two.',
  },
  MR1027: {
    fault: 'user',
    title: 'too many nodes',
    mend: 'A document holds at most 1,000 nodes; split it into several pipelines.',
  },
  MR1030: {
    fault: 'user',
    title: 'environment variable not set',
    mend: 'Set the variable, or write the value in the document.',
  },
  MR1031: {
    fault: 'user',
    title: 'substitution not allowed here',
    mend:
      '`$' + '{env:NAME}` is allowed in `resources` and in defaults of `params`; elsewhere use a parameter.',
  },
  MR1032: {
    fault: 'user',
    title: 'secret not allowed here',
    mend: 'A secret may stand only under `resources.connections`.',
  },
  MR1040: {
    fault: 'user',
    title: 'unknown parameter',
    mend: 'Declare it under `params`, or correct its name.',
  },
  MR1041: {
    fault: 'user',
    title: 'parameter without a value',
    mend: 'Give it with `--param NAME=VALUE`, or give it a default under `params`.',
  },
  MR1042: {
    fault: 'user',
    title: 'parameter value not accepted',
    mend: 'Give a value of the declared type, within its limits.',
  },
  MR1043: {
    fault: 'user',
    title: 'contract file cannot be taken',
    mend: 'Give the path of a YAML or JSON file from the document, inside its folder or the one that you work in.',
  },
  MR1050: {
    fault: 'user',
    title: 'document module failed',
    mend: 'A `.ts` or `.js` document must export a built pipeline as its default.',
  },
} as const satisfies Record<string, CatalogueEntry>;
