import { didYouMean, listed } from '../base/diagnostics/suggest.js';
import { failure } from '../base/errors/index.js';
import type { SemanticType } from '../kit/index.js';
import type { Wiring } from './wiring.js';

/** A semantic type in a list. */
export interface TypeSummary {
  readonly name: string;
  readonly valueType: string;
  readonly class: SemanticType['class'];
  readonly summary: string;
}

export const listTypes = ({ types }: Wiring): readonly TypeSummary[] =>
  types.types.map(({ name, valueType, class: of, summary }) => ({ name, valueType, class: of, summary }));

const cell = (text: string): string => `\`${text.replaceAll('|', '\\|')}\``;

const described = ({ name, needsName }: SemanticType): string =>
  needsName
    ? `\`${name}\` is found in a column by its values and the name of the column together.`
    : `\`${name}\` is found in a column by its values; the name of the column adds to it.`;

/** The reference page of a type, from its value alone. */
export const typeMarkdown = (type: SemanticType): string => {
  const { name, summary, description, valueType, standard, cases } = type;
  return [
    `# ${name}`,
    '',
    summary,
    '',
    `Normalised value: \`${valueType}\`. Class: ${type.class}. Standard: [${standard.title}](${standard.url}).`,
    '',
    description,
    '',
    described(type),
    '',
    '## Taken',
    '',
    '| text | normalised |',
    '|---|---|',
    ...cases.valid.map(({ text, normalised }) => `| ${cell(text)} | ${cell(normalised)} |`),
    '',
    '## Refused',
    '',
    '| text | why |',
    '|---|---|',
    ...cases.invalid.map(({ text, why }) => `| ${text === '' ? '(empty)' : cell(text)} | ${why} |`),
    '',
  ].join('\n');
};

/** One type as a page and as a value. Throws MR2013 for a type that there is not. */
export const typeReference = (
  { types }: Wiring,
  name: string,
): { readonly markdown: string; readonly value: unknown } => {
  const type = types.find(name);
  if (!type) {
    const names = types.types.map((each) => each.name);
    const label = didYouMean(name, names);
    throw failure('MR2013', `unknown semantic type "${name}"`, {
      notes: [`types: ${listed(names, 40)}`],
      ...(label ? { label } : {}),
    });
  }
  const { summary, description, standard, valueType, cases } = type;
  return {
    markdown: typeMarkdown(type),
    value: { name: type.name, summary, description, standard, valueType, class: type.class, cases },
  };
};
