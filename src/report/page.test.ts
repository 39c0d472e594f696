import { describe, expect, it } from 'vitest';
import { renderReport } from './index.js';
import { attack, hostile } from './testing/hostile.js';
import { readMarkup, visibleText, withoutValues } from './testing/markup.js';
import { empty, large, stopped, succeeded, wide } from './testing/records.js';

const records = { succeeded, stopped, empty, wide, large: large(60), hostile };

describe.each(Object.entries(records))('the report of a run: %s', (_, record) => {
  const page = renderReport(record);

  it('has balanced tags and nothing that could run or load', () => {
    const { names, fault } = readMarkup(page);
    expect(fault).toBeUndefined();
    for (const name of ['script', 'img', 'link', 'iframe', 'object', 'form', 'base'])
      expect(names, name).not.toContain(name);
    const found = withoutValues(page).match(/<[^>]*\s(on\w+|src|srcset|action|xlink:href)=/gi);
    expect(found).toBeNull();
    expect(page.match(/href="[^"]*"/g)?.every((link) => link.startsWith('href="#'))).toBe(true);
    expect(page.match(/<style>[^<]*<\/style>/g)?.join('')).not.toMatch(/url\(|@import/);
  });

  it('names no address but that of SVG', () => {
    const addresses = page.match(/https?:\/\/[^\s"<]*/g) ?? [];
    expect(new Set(addresses)).toEqual(
      new Set(record.nodes.length > 0 ? ['http://www.w3.org/2000/svg'] : []),
    );
  });

  it('is the same each time', () => {
    expect(renderReport(structuredClone(record))).toBe(page);
  });

  it('has landmarks, and navigation that leads to sections that are there', () => {
    const { names } = readMarkup(page);
    for (const name of ['header', 'nav', 'main', 'footer', 'h1'])
      expect(
        names.filter((item) => item === name),
        name,
      ).toHaveLength(1);
    const links = [...page.matchAll(/href="#([^"]*)"/g)].map(([, id]) => id);
    const sections = [...page.matchAll(/<section id="([^"]*)"/g)].map(([, id]) => id);
    expect(links).toEqual(sections);
  });

  it('has no id twice, and labels that lead to ids', () => {
    const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const labels = [...page.matchAll(/aria-labelledby="([^"]*)"/g)].flatMap(([, names = '']) =>
      names.split(' '),
    );
    for (const label of labels) expect(ids).toContain(label);
  });

  it('says of each header cell what it heads', () => {
    expect(page.match(/<th(?![^>]*scope=)[\s>]/g)).toBeNull();
  });
});

describe('the page', () => {
  const text = visibleText(renderReport(succeeded));

  it('forbids everything but its own style', () => {
    expect(renderReport(succeeded)).toContain(
      `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">`,
    );
  });

  it('begins with what ran, how it ended and how long it took', () => {
    expect(text).toContain('late-flights Succeeded Which origins run late');
    expect(text).toMatch(/Rows published 312 1 output · 11.8 kB .* Took 3.17 s 5 stages/);
    expect(text).toContain('Document examples/late-flights/pipeline.yaml 5d41402abc4b');
    expect(text).toContain('duckdb · 1 GB memory · 2 threads');
  });

  it.each([
    ['outputs', 'out gold://late-by-origin.parquet replace 312 11.8 kB 9f86d081884c'],
    ['checks', 'enough passed rows 312 rows, at least 50 are asked for stops the publish'],
    ['inputs', 'flights 12 files flights-2001-01.parquet'],
    ['inputs that count no rows', 'airports airports.csv 210 kB not counted'],
    ['parameters', '$minutes 15'],
    ['stages', 's3 late named by_origin s1 s2 kept for later stages 312 846 ms'],
    ['nodes', 'named join late airports s3 fused 5 columns date TIMESTAMP'],
    ['lineage', 'p95_delay ← flights. delay flights. date'],
    ['columns without source', 'late_flights no source column'],
    ['samples', 'out 5 of 312 rows, 5 columns origin VARCHAR city VARCHAR late_flights BIGINT'],
    ['nulls and empty texts', '??? empty 3 null null'],
    ['line breaks in values', 'Los Angeles↵California'],
  ])('shows %s', (_, part) => expect(text).toContain(part));

  it('tells how many files and partitions a folder has', () => {
    const [output] = succeeded.outputs;
    const parts = output ? [{ ...output, target: 'gold://late/', files: 12, partitions: 4 }] : [];
    const shown = visibleText(renderReport({ ...succeeded, outputs: parts }));
    expect(shown).toContain('gold://late/ 12 files in 4 partitions replace');
    expect(shown).toContain('1 output · 12 files · 11.8 kB');
  });

  it('gives full hashes and exact sizes to the pointer', () => {
    const page = renderReport(succeeded);
    expect(page).toContain('title="9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"');
    expect(page).toContain('title="11\u202f824 bytes"');
  });

  it('puts numbers right, by type', () => {
    expect(renderReport(succeeded)).toContain('<td class="number">48120</td>');
    expect(renderReport(succeeded)).toContain('<td class="number"><span class="null">null</span></td>');
    expect(renderReport(succeeded)).toContain('<td>Chicago</td>');
  });

  it('leaves out what there is nothing of', () => {
    const sections = [...renderReport(empty).matchAll(/<section id="([^"]*)"/g)].map(([, id]) => id);
    expect(sections).toEqual(['problems', 'outputs']);
    expect(visibleText(renderReport(empty))).toContain('This run published nothing.');
  });
});

describe('problems', () => {
  const text = visibleText(renderReport(stopped));

  it('show code, sentence, place, source line with its mark, notes and mend', () => {
    expect(text).toContain(
      'MR2104 unknown column "dely" in filter "late" examples/late-flights/pipeline.yaml:38:14 node late 38 │ where: dely > $minutes │ ^^^^ did you mean "delay"? input "flights" has: date, delay, distance, origin, destination What to do',
    );
    expect(renderReport(stopped)).toContain('where: <mark>dely</mark> &gt; $minutes');
  });

  it('have errors first, and say where in the data', () => {
    expect(text.indexOf('MR4011')).toBeLessThan(text.indexOf('MR4005'));
    expect(text).toContain('in airports.csv:1204');
  });

  it('cut long lines around the mark', () => {
    const lineText = `${'x'.repeat(5000)}HERE${'y'.repeat(5000)}`;
    const [first] = empty.problems;
    const place = { file: 'a.yaml', line: 1, column: 5001, length: 4, lineText };
    const page = renderReport({ ...empty, problems: first ? [{ ...first, place }] : [] });
    expect(page).toMatch(/…x{100}<mark>HERE<\/mark>y{96}…/);
  });
});

describe('hostile texts', () => {
  const page = renderReport(hostile);

  it('are shown, and do nothing', () => {
    expect(readMarkup(page).fault).toBeUndefined();
    expect(visibleText(page)).toContain('<script>alert(1)</script><img src=x onerror="alert(1)">');
    expect(page).not.toContain('<script');
    expect(page).not.toContain(']]>');
    expect(page).not.toContain('-->');
    expect(page.match(/[^\P{Cc}\t\n]|[\u202a-\u202e\u2066-\u2069]|\p{Cs}/u)).toBeNull();
  });

  it('stand in every section', () => {
    const sections = page.split('<section ').slice(1);
    expect(sections.map((section) => section.slice(4, section.indexOf('"', 4)))).toHaveLength(10);
    for (const section of sections) expect(section, section.slice(0, 20)).toContain('&lt;script&gt;');
    expect(attack).toContain('<script>');
  });
});
