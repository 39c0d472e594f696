import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { problemsOf } from '../../base/errors/index.js';
import type { XmlOptions } from '../../kit/index.js';
import { convertXml } from './index.js';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millrace-xml-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The CSV that a document is turned into. */
const converted = async (content: string | Uint8Array, options: XmlOptions = {}): Promise<string> => {
  const path = join(folder, 'in.xml');
  await writeFile(path, content);
  const { files } = await convertXml({
    from: 'xml',
    options,
    path,
    name: 'in.xml',
    folder,
    isGuarded: false,
  });
  return files[0] ? readFile(files[0].path, 'utf8') : '';
};

/** The codes of what is wrong with a document; undefined where nothing is. */
const codesOf = async (content: string | Uint8Array): Promise<readonly string[] | undefined> => {
  try {
    await converted(content);
    return undefined;
  } catch (thrown) {
    return problemsOf(thrown).map(({ code }) => code);
  }
};

const DOCUMENT = `<?xml version="1.0" encoding="UTF-8"?>
<r xmlns:a="urn:a"><o id="1" a:id='2'><n><![CDATA[x < y]]></n>&amp;é<t/><t>2</t></o><!-- c --><o><?p i?><n>z</n></o></r>`;

/** Text as documents may have it, without blanks at its ends. */
const text = fc
  .string({ unit: 'grapheme', maxLength: 12 })
  .map((value) => value.replace(/[\p{Cc}\ufffe\uffff]/gu, '').trim());

const escaped = (value: string): string => value.replace(/[&<>"']/g, (mark) => `&#${mark.codePointAt(0)};`);

const field = (value: string): string => (/[",]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);

describe('an XML document', () => {
  test('gives the values that were put into it', async () => {
    const record = fc.tuple(text, text, text);
    await fc.assert(
      fc.asyncProperty(fc.array(record, { minLength: 2, maxLength: 6 }), async (rows) => {
        const elements = rows.map(
          ([x, y, z]) => `<o x="${escaped(x)}"><y>${escaped(y)}</y><z><w> ${escaped(z)} </w></z></o>`,
        );
        const lines = rows.map((row) => row.map(field).join(','));
        const csv = await converted(`<r>${elements.join('\n')}</r>`, { record: 'o' });
        expect(csv).toBe(`${['x,y,z_w', ...lines].join('\n')}\n`);
      }),
      { numRuns: 200 },
    );
  });

  test('is refused wherever it is cut', async () => {
    const bytes = new TextEncoder().encode(DOCUMENT);
    expect(await codesOf(bytes)).toBeUndefined();
    for (let end = 0; end < bytes.length; end += 1) {
      const codes = await codesOf(bytes.subarray(0, end));
      expect(codes, `cut at ${end}`).toHaveLength(1);
      expect(codes?.[0], `cut at ${end}`).toMatch(/^MR4/);
    }
  });

  test('is read, or refused as bad data, whatever bytes are changed in it', async () => {
    const bytes = new TextEncoder().encode(DOCUMENT);
    const change = fc.tuple(fc.nat(bytes.length - 1), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
        const changed = bytes.slice();
        for (const [at, byte] of changes) changed[at] = byte;
        for (const code of (await codesOf(changed)) ?? []) expect(code).toMatch(/^MR4/);
      }),
      { numRuns: 500 },
    );
  });
});
