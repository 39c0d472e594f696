import * as z from 'zod';

/** What is done where data is not written as a node would have it, and the document does not say how it is. */
const adaptMode = z.enum(['on', 'suggest', 'off']);

/** What may be adapted of what is read. */
export const adaptations = [
  'encoding',
  'null_bytes',
  'quotes',
  'preamble',
  'footer',
  'header',
  'names',
  'values',
  'entries',
  'merged_cells',
  'join_keys',
] as const;

const modes = Object.fromEntries(adaptations.map((name) => [name, adaptMode.optional()])) as Readonly<
  Record<(typeof adaptations)[number], z.ZodOptional<typeof adaptMode>>
>;

const byAdaptation = z
  .strictObject({
    default: adaptMode.optional().describe('For all that are not named.'),
    ...modes,
  })
  .describe('A mode for each kind of adaptation.');

/** `adapt:` of a document, or of a node, which wins. */
export const adaptSchema = z
  .union([adaptMode, byAdaptation])
  .describe(
    'What becomes of data that is not written as expected: `on` adapts and records it, `suggest` stops a run and says what to pin, `off` refuses it at the check.',
  );

export type AdaptMode = z.output<typeof adaptMode>;
export type Adapt = z.output<typeof adaptSchema>;

const modeIn = (adapt: Adapt | undefined, about: string): AdaptMode | undefined => {
  if (adapt === undefined || typeof adapt === 'string') return adapt;
  const given: Readonly<Record<string, AdaptMode | undefined>> = adapt;
  return given[about] ?? given['default'];
};

/** The mode that holds for one adaptation of a node: its own before that of the document; `on` where neither says. */
export const adaptModeFor = (
  document: Adapt | undefined,
  node: Adapt | undefined,
  about: string,
): AdaptMode => {
  const name = about.replaceAll(' ', '_');
  return modeIn(node, name) ?? modeIn(document, name) ?? 'on';
};
