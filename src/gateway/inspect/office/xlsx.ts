import { readFile } from 'node:fs/promises';
import { fileTypeFromBuffer } from 'file-type';
import { inspectMember } from '../archive/member.js';
import { withZip } from '../archive/zip.js';
import type { Placed } from '../archive/zip-layout.js';
import { type Content, peeked } from '../content.js';
import type { Context } from '../context.js';
import { HEAD } from '../magic.js';
import { refuse } from '../refuse.js';
import { checkXml } from '../text/xml.js';
import { extensionOf } from '../types.js';
import { checkPartName, partRules } from './parts.js';

const PICTURES = new Map([
  ['.png', 'png'],
  ['.jpg', 'jpg'],
  ['.jpeg', 'jpg'],
  ['.gif', 'gif'],
]);

/** Programs keep what they told a printer beside a sheet, in a form of its own. */
const PRINTER = /^xl\/printerSettings\/printerSettings\d+\.bin$/;

const drain = async (bytes: AsyncIterable<Buffer>): Promise<void> => {
  for await (const _ of bytes);
};

const checkPicture = async (workbook: string, { name, bytes }: Content): Promise<void> => {
  const { head, bytes: all } = await peeked(bytes, HEAD);
  const found = await fileTypeFromBuffer(head).catch(() => undefined);
  if (found?.ext !== PICTURES.get(extensionOf(name)))
    refuse('MR8203', `"${workbook}" has a picture that is none: "${name}"`);
  await drain(all);
};

const checkPart = (workbook: string, { name }: Placed): Context['member'] => {
  checkPartName(workbook, name);
  const extension = extensionOf(name);
  if (PICTURES.has(extension)) return (content) => checkPicture(workbook, content);
  if (PRINTER.test(name)) return ({ bytes }) => drain(bytes);
  if (['.xml', '.rels', '.vml'].includes(extension))
    return (content) => checkXml(content, partRules(workbook, name));
  return refuse('MR8207', `"${workbook}" has a file that is no part of a workbook: "${name}"`);
};

/** Parts without which there is no workbook. */
const NEEDED = ['[Content_Types].xml', '_rels/.rels', 'xl/workbook.xml'];

/** Opens it as a run would, all of its sheets. */
const openWorkbook = async (name: string, path: string): Promise<void> => {
  const { read } = await import('@e965/xlsx');
  try {
    const { SheetNames } = read(await readFile(path), { type: 'buffer', dense: true });
    if (SheetNames.length === 0) refuse('MR8208', `"${name}" has no sheet`);
  } catch (thrown) {
    if (!(thrown instanceof Error) || 'problems' in thrown || 'syscall' in thrown) throw thrown;
    refuse('MR8204', `"${name}" is no spreadsheet that can be opened: ${thrown.message}`);
  }
};

/** Proves a workbook: a whole ZIP archive of parts that are XML or pictures, none of which runs or fetches anything. */
export const checkXlsx = (content: Content, context: Context): Promise<undefined> =>
  withZip(content, context, async (parts, unpackOne, path) => {
    const { name } = content;
    for (const needed of NEEDED)
      if (!parts.some((part) => part.name === needed))
        refuse('MR8203', `"${name}" is not a workbook: it has no "${needed}"`);
    for (const part of parts) {
      const member = checkPart(name, part);
      await unpackOne(part, (bytes) =>
        inspectMember(name, { name: part.name, bytes }, { ...context, member }),
      );
    }
    await openWorkbook(name, path);
    return undefined;
  });
