import { describe, expect, it } from 'vitest';
import { plain } from '../../src/base/diagnostics/render.js';
import { columnsOf, drawn, gridLines } from '../../src/cli/commands/debug/cells.js';
import { clipped, widthOf } from '../../src/cli/text.js';
import type { Cell } from '../../src/kit/index.js';

const look = { width: 80, isUnicode: true, paint: { ...plain, dim: (text: string) => `<${text}>` } };

const drawnTable = (
  schema: readonly { readonly name: string; readonly type: string }[],
  rows: readonly (readonly Cell[])[],
): readonly string[] =>
  gridLines(
    { columns: columnsOf(schema), rows: rows.map((row) => row.map((cell) => drawn(cell, look))), fixed: 1 },
    look,
  );

describe('a table', () => {
  it('has numbers to the right, text to the left, and what is missing dim', () => {
    const lines = drawnTable(
      [
        { name: 'n', type: 'INTEGER' },
        { name: 'price', type: 'DECIMAL(10,2)' },
        { name: 'name', type: 'VARCHAR' },
      ],
      [
        [1, '9.50', 'Ann'],
        [22, '1000.00', null],
      ],
    );
    expect(lines).toEqual(['<   n    price  name>', '   1     9.50  Ann', '  22  1000.00  <null>']);
  });

  it('cuts long text, and shows no control characters', () => {
    const [, first = ''] = drawnTable(
      [{ name: 'text', type: 'VARCHAR' }],
      [[`a\u001b[31m${'b'.repeat(100)}`]],
    );
    expect(first).toBe(`  a\uFFFD[31m${'b'.repeat(25)}…`);
  });

  it('fits 80 columns whatever its columns, of which those without room are named', () => {
    const schema = Array.from({ length: 60 }, (_, index) => ({ name: `column_${index}`, type: 'VARCHAR' }));
    const lines = drawnTable(schema, [schema.map(({ name }) => name.repeat(3))]);
    const table = lines.slice(0, -1).map((line) => line.replace(/[<>]/g, ''));
    expect(table.filter((line) => widthOf(line) > 80)).toEqual([]);
    expect(lines.filter((line) => line.includes('column_0column_0'))).toHaveLength(4);
    expect(lines.at(-1)).toContain('columns not shown: column_');
    expect(lines.at(-1)).toContain('more');
  });

  it('counts two columns for each character of East Asia, and none for a mark over another', () => {
    const schema = [
      { name: 'a', type: 'VARCHAR' },
      { name: 'b', type: 'VARCHAR' },
    ];
    const lines = drawnTable(schema, [
      ['日本', 'x'],
      ['e\u0301', 'x'],
    ]);
    expect(lines.slice(1)).toEqual(['  日本  x', '  e\u0301     x']);
    expect(clipped('日本語テキスト', 6)).toBe('日本…');
  });
});
