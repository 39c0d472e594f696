import { SaxesParser } from 'saxes';
import type { Content } from '../content.js';
import { refuse } from '../refuse.js';
import { decoded } from './decode.js';

/** Elements within elements to this depth. */
const DEEPEST = 256;

/** Vocabularies that browsers and processors act on, wherever they stand in a document. */
const ACTIVE = new Map([
  ['http://www.w3.org/1999/xhtml', 'HTML'],
  ['http://www.w3.org/2000/svg', 'SVG'],
  ['http://www.w3.org/1999/XSL/Transform', 'XSLT'],
  ['http://www.w3.org/2001/XInclude', 'XInclude'],
]);

/** Names of roots that are taken for the same without a namespace. */
const ACTIVE_ROOT = /^(html|svg|stylesheet)$/i;

const ENCODING = /^(utf-?8|us-ascii|ascii)$/i;

export interface XmlRules {
  /** Whether instructions and vocabularies that programs act on are let through: not in data, but in parts of workbooks. */
  readonly isPart: boolean;
  /** Is told of each element: its name without prefix, and the values of its attributes. */
  readonly onElement?: (name: string, attributes: Readonly<Record<string, string>>) => void;
}

const parserFor = (name: string, { isPart, onElement }: XmlRules) => {
  const parser = new SaxesParser({ xmlns: true });
  let depth = 0;
  const at = () => ({ dataLine: parser.line });
  const inLine = (): string => `"${name}", line ${parser.line},`;
  parser.on('error', (error) =>
    refuse(
      'MR8204',
      `"${name}" is not XML, line ${parser.line}: ${error.message.replace(/^\d+:\d+: /, '').replace(/\.$/, '')}`,
      at(),
    ),
  );
  parser.on('doctype', () => refuse('MR8207', `${inLine()} has a document type (DOCTYPE)`, at()));
  parser.on('processinginstruction', ({ target }) => {
    if (!isPart || target === 'xml-stylesheet')
      refuse('MR8207', `${inLine()} has an instruction to programs: "<?${target}"`, at());
  });
  parser.on('xmldecl', ({ encoding }) => {
    if (encoding !== undefined && !ENCODING.test(encoding))
      refuse('MR8205', `"${name}" declares the encoding ${encoding}, and only UTF-8 is taken`);
  });
  parser.on('opentag', ({ local, uri, attributes }) => {
    const active = ACTIVE.get(uri) ?? (depth === 0 && ACTIVE_ROOT.test(local) ? local : undefined);
    if (!isPart && active !== undefined)
      refuse('MR8207', `${inLine()} has an element of ${active} in it`, at());
    depth += 1;
    if (depth > DEEPEST) refuse('MR8206', `${inLine()} is more than ${DEEPEST} elements deep`, at());
    if (onElement)
      onElement(
        local,
        Object.fromEntries(Object.entries(attributes).map(([key, { value }]) => [key, value])),
      );
  });
  parser.on('closetag', () => {
    depth -= 1;
  });
  return parser;
};

/** Proves XML: well-formed with its namespaces, without document types and instructions, and of limited depth. */
export const checkXml = async (
  { name, bytes }: Content,
  rules: XmlRules = { isPart: false },
): Promise<void> => {
  const parser = parserFor(name, rules);
  for await (const { text } of decoded(name, bytes)) parser.write(text);
  parser.close();
};
