import { refuse } from '../refuse.js';
import type { XmlRules } from '../text/xml.js';

/** Parts of a workbook that run, call or hold something else than cells, by their names. */
const ACTIVE: readonly (readonly [RegExp, string])[] = [
  [/vbaProject|vbaData|macrosheets\/|dialogsheets\//i, 'macros'],
  [/activeX|ctrlProps\//i, 'controls that run code'],
  [/embeddings\/|oleObject/i, 'another file embedded in it'],
  [/externalLinks?\//i, 'links to other workbooks'],
  [/(^|\/)connections\.xml$|queryTables\//i, 'connections that fetch data'],
  [/customUI|webextensions?\//i, 'an extension of the program'],
  [/\.(exe|dll|js|vbs|html?|hta|svg|wmf|emf|bat|cmd|ps1|jar)$/i, 'a file that is no part of a workbook'],
];

/** Content types that say the same, whatever a part is called. */
const ACTIVE_TYPE = /macroEnabled|vbaProject|activeX|oleObject|externalLink|connections\+xml|queryTable/i;

/** Links out that a person follows by hand; all others are followed by the program. */
const FOLLOWED_BY_HAND = /\/hyperlink$/;
const PLAIN_LINK = /^(https?:|mailto:|#)/i;

export const checkPartName = (workbook: string, name: string): void => {
  const found = ACTIVE.find(([pattern]) => pattern.test(name))?.[1];
  if (found !== undefined) refuse('MR8207', `"${workbook}" has ${found}: "${name}"`);
};

/**
 * Holds what the parts of a workbook say of each other against what is let in. Some programs write a type for all parts that
 * end in `.bin` into every workbook: of these only what printers were told is let in, by its name.
 */
export const partRules = (workbook: string, name: string): XmlRules => ({
  isPart: true,
  onElement: (element, attributes) => {
    const isOfNone = element === 'Default' && attributes['Extension'] === 'bin';
    if (!isOfNone && ACTIVE_TYPE.test(attributes['ContentType'] ?? ''))
      refuse('MR8207', `"${workbook}" has a part of the type ${attributes['ContentType']}`);
    if (element === 'Relationship' && /^external$/i.test(attributes['TargetMode'] ?? '')) {
      const isPlain =
        FOLLOWED_BY_HAND.test(attributes['Type'] ?? '') && PLAIN_LINK.test(attributes['Target'] ?? '');
      if (!isPlain) refuse('MR8207', `"${workbook}" has a link to something outside of it, in "${name}"`);
    }
    if (/^(ddeLink|oleLink|oleObject|control)$/.test(element))
      refuse('MR8207', `"${workbook}" has a link to another program, in "${name}"`);
  },
});
