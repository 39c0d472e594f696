import * as z from 'zod';
import { documentSchema } from '../document.js';
import { type JsonSchema, replaced, schemaAt, toJsonSchema } from './convert.js';
import { allowSubstitution } from './substitution.js';

/** What the JSON Schema needs to know of a node kind. */
export interface KindSchema {
  readonly kind: string;
  readonly summary: string;
  readonly config: z.ZodType;
}

/** Under which the schema of contracts stands among those of kinds; no kind is called so. */
const CONTRACT = 'contract of a node';

const useSchema = (kinds: readonly KindSchema[]): JsonSchema => ({
  description: 'The node kind; see `millrace nodes`.',
  type: 'string',
  oneOf: kinds.map(({ kind, summary }) => ({ const: kind, description: summary })),
});

/** Ties `with` to the kind that `use` names; editors complete from `then` once `use` is written. */
const kindRule = ({ kind, summary }: KindSchema, config: JsonSchema): JsonSchema => {
  const required = Array.isArray(config['required']) && config['required'].length > 0;
  return {
    if: { properties: { use: { const: kind } }, required: ['use'] },
    // biome-ignore lint/suspicious/noThenProperty: `then` is a keyword of JSON Schema
    then: {
      properties: { with: { description: summary, ...config } },
      ...(required && { required: ['with'] }),
    },
  };
};

/** A node's schema with its kinds; what `with` may be is said by the kind alone. */
const withKinds = (node: JsonSchema, kinds: readonly KindSchema[], configs: JsonSchema): JsonSchema => ({
  ...node,
  properties: {
    ...schemaAt(node, 'properties'),
    use: useSchema(kinds),
    with: { description: "The kind's own settings.", type: 'object' },
    contract: {
      anyOf: [
        {
          type: 'string',
          description: 'The path of a file with a contract, from the document: `contracts/orders.yaml`.',
        },
        schemaAt(configs, CONTRACT),
      ],
    },
  },
  allOf: kinds.map((kind) => kindRule(kind, schemaAt(configs, kind.kind))),
});

/** All schemas in one conversion, so that definitions shared between them have one name. */
const convertAll = (kinds: readonly KindSchema[], contract: z.ZodType): JsonSchema =>
  toJsonSchema(
    z.object({
      document: documentSchema,
      configs: z.object({
        ...Object.fromEntries(kinds.map(({ kind, config }) => [kind, config])),
        [CONTRACT]: contract,
      }),
    }),
  );

/**
 * The JSON Schema (draft 2020-12) of the pipeline document, for editors.
 *
 * The same kinds give the same schema, in whatever order they come.
 */
export const pipelineJsonSchema = (kinds: readonly KindSchema[], contract: z.ZodType): JsonSchema => {
  const ordered = [...kinds].sort((left, right) => (left.kind < right.kind ? -1 : 1));
  const all = convertAll(ordered, contract);
  const configs = schemaAt(all, 'properties', 'configs', 'properties');
  const document = allowSubstitution(schemaAt(all, 'properties', 'document'));
  const definitions = schemaAt(all, '$defs');
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'Millrace pipeline',
    ...replaced(document, ['properties', 'nodes', 'additionalProperties'], (node) =>
      withKinds(node, ordered, configs),
    ),
    ...(Object.keys(definitions).length > 0 && { $defs: definitions }),
  };
};
