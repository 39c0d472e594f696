import { findEncoding } from '../../base/encoding.js';
import { failure } from '../../base/errors/index.js';
import type { ConversionTask, Decision } from '../../kit/index.js';
import { samplesOf } from '../text.js';

/** How a document is encoded, as the platform calls it. */
export interface XmlEncoding {
  readonly label: string;
  /** What says so, in words. */
  readonly evidence: string;
  readonly decisions: readonly Decision[];
}

const DECLARED = /^\s*<\?xml\s[^>]*?\bencoding\s*=\s*["']([A-Za-z][\w.:-]*)["']/;

/** Bytes that an XML declaration is in. */
const HEAD = 512;

const isKnown = (label: string): boolean => {
  try {
    return new TextDecoder(label) !== undefined;
  } catch {
    return false;
  }
};

const byBytes = (head: Uint8Array): string | undefined => {
  const { encoding, markBytes } = findEncoding([head.subarray(0, HEAD)]);
  return markBytes > 0 || encoding.startsWith('utf-16') ? encoding : undefined;
};

/** Programs that convert a document on its way out often leave the declaration as it was. */
const falselyDeclared = (label: string): Decision => ({
  about: 'encoding',
  action: 'adapt',
  chosen: 'utf-8',
  evidence: `it is declared as ${label}, and its bytes are not`,
  alternatives: [],
  pin: { encoding: 'utf-8' },
});

/**
 * The encoding of an XML document (XML 1.0, appendix F): what the pipeline pins, else the byte order mark or UTF-16 in its
 * bytes, else its declaration, else UTF-8. Labels are those of the WHATWG Encoding Standard, to which ISO-8859-1 is Windows-1252.
 */
export const xmlEncoding = async (task: ConversionTask<'xml'>): Promise<XmlEncoding> => {
  const { encoding: pinned } = task.options;
  const [head = new Uint8Array()] = await samplesOf(task);
  if (pinned !== undefined) return { label: pinned, evidence: 'the pipeline says so', decisions: [] };
  const found = byBytes(head);
  if (found !== undefined) return { label: found, evidence: 'its first bytes say so', decisions: [] };
  const label = DECLARED.exec(new TextDecoder('latin1').decode(head.subarray(0, HEAD)))?.[1];
  if (label === undefined) return { label: 'utf-8', evidence: 'it declares no other', decisions: [] };
  if (/^(utf-?16|iso-10646-ucs-2)/i.test(label))
    return { label: 'utf-8', evidence: 'its bytes are not UTF-16', decisions: [falselyDeclared(label)] };
  if (isKnown(label)) return { label, evidence: 'it declares so', decisions: [] };
  throw failure('MR4037', `"${task.name}" declares the encoding "${label}", which is not known`, {
    dataFile: task.path,
    mend: 'Pin how its characters are encoded with `encoding`.',
  });
};
