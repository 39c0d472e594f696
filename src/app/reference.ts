import * as z from 'zod';
import { didYouMean, listed } from '../base/diagnostics/suggest.js';
import { failure } from '../base/errors/index.js';
import type { NodeKind } from '../kit/index.js';
import type { Wiring } from './wiring.js';

/** A kind in a list. */
export interface KindSummary {
  readonly kind: string;
  readonly family: NodeKind['family'];
  readonly summary: string;
}

export const listKinds = ({ registry }: Wiring): readonly KindSummary[] =>
  registry.kinds.map(({ kind, family, summary }) => ({ kind, family, summary }));

interface JsonSchema {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly required?: readonly string[];
}

const typeText = (schema: JsonSchema): string => {
  const branches = schema.anyOf ?? schema.oneOf;
  if (branches) return [...new Set(branches.map(typeText))].join(' or ');
  if (schema.enum) return schema.enum.map((value) => `\`${String(value)}\``).join(', ');
  if (schema.const !== undefined) return `\`${String(schema.const)}\``;
  if (schema.type === 'array') return `list of ${schema.items ? typeText(schema.items) : 'values'}`;
  if (schema.properties)
    return `mapping of ${Object.keys(schema.properties)
      .map((key) => `\`${key}\``)
      .join(', ')}`;
  if (schema.type === 'object') {
    return typeof schema.additionalProperties === 'object'
      ? `mapping of name to ${typeText(schema.additionalProperties)}`
      : 'mapping';
  }
  return (
    { string: 'text', integer: 'whole number', number: 'number', boolean: 'true or false' }[
      schema.type ?? ''
    ] ?? 'value'
  );
};

const defaultText = (schema: JsonSchema, isRequired: boolean): string => {
  if (schema.default !== undefined) return `\`${JSON.stringify(schema.default)}\``;
  return isRequired ? 'required' : '';
};

const optionRows = (config: JsonSchema): readonly string[] =>
  Object.entries(config.properties ?? {}).map(([name, schema]) => {
    const isRequired = config.required?.includes(name) === true;
    return `| \`${name}\` | ${typeText(schema)} | ${defaultText(schema, isRequired)} | ${schema.description ?? ''} |`;
  });

const configSchema = ({ config }: NodeKind): JsonSchema =>
  z.toJSONSchema(config, { io: 'input', unrepresentable: 'any' }) as JsonSchema;

const inputsText = (kind: NodeKind): string => {
  if (kind.family === 'read') return 'none';
  if (kind.family !== 'transform') return '1';
  const { min, max } = kind.inputs;
  return min === max ? String(min) : `${min} to ${max}`;
};

/** The reference page of a kind, from its value alone. */
export const kindMarkdown = (kind: NodeKind): string => {
  const rows = optionRows(configSchema(kind));
  return [
    `# ${kind.kind}`,
    '',
    kind.summary,
    '',
    `Family: ${kind.family}. Inputs: ${inputsText(kind)}.`,
    '',
    kind.description,
    '',
    '## Options',
    '',
    ...(rows.length > 0
      ? ['| option | value | default | meaning |', '|---|---|---|---|', ...rows]
      : ['None.']),
    '',
    '## Example',
    '',
    '```yaml',
    kind.example.document.trimEnd(),
    '```',
    '',
  ].join('\n');
};

/** One kind as a page and as a value. Throws MR2007 for a kind that there is not. */
export const kindReference = (
  { registry }: Wiring,
  name: string,
): { readonly markdown: string; readonly value: unknown } => {
  const kind = registry.find(name);
  if (!kind) {
    const names = registry.kinds.map((each) => each.kind);
    const label = didYouMean(name, names);
    throw failure('MR2007', `unknown node kind "${name}"`, {
      notes: [`kinds: ${listed(names, 40)}`],
      ...(label ? { label } : {}),
    });
  }
  const { kind: kindName, family, summary, description, example } = kind;
  return {
    markdown: kindMarkdown(kind),
    value: { kind: kindName, family, summary, description, config: configSchema(kind), example },
  };
};
