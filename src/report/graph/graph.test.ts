import { describe, expect, it } from 'vitest';
import type { NodeRecord } from '../../kit/record.js';
import { readMarkup } from '../testing/markup.js';
import { large, stopped, succeeded } from '../testing/records.js';
import { card, layoutGraph } from './layout.js';
import { marksOf } from './marks.js';
import { renderGraphSvg } from './svg.js';
import { fitted, textWidth } from './text-width.js';

const node = (name: string, inputs: readonly string[] = []): NodeRecord => ({
  name,
  kind: 'filter',
  family: 'transform',
  inputs,
  rows: 1,
  schema: [],
});

const arrows = (nodes: readonly NodeRecord[]) =>
  layoutGraph(nodes).edges.map(({ from, to }) => `${from}>${to}`);

describe('the layout', () => {
  it('puts each node to the right of what it reads', () => {
    for (const nodes of [succeeded.nodes, large(60).nodes]) {
      const { nodes: placed, edges } = layoutGraph(nodes);
      const at = new Map(placed.map(({ node: { name }, x }) => [name, x]));
      for (const { from, to } of edges)
        expect((at.get(from) ?? 0) + card.width).toBeLessThan(at.get(to) ?? 0);
    }
  });

  it('lays no card over another and none outside the picture', () => {
    const { nodes: placed, width, height } = layoutGraph(large(200).nodes);
    for (const a of placed) {
      expect(a.x >= 0 && a.y >= 0 && a.x + card.width <= width && a.y + card.height <= height).toBe(true);
      const over = placed.filter(
        (b) => Math.abs(a.x - b.x) < card.width && Math.abs(a.y - b.y) < card.height,
      );
      expect(over).toHaveLength(1);
    }
  });

  it('leads arrows past cards, never under them', () => {
    const chain = ['b', 'c', 'd', 'e'].map((name, index) => node(name, [['a', 'b', 'c', 'd'][index] ?? '']));
    const { nodes: placed, edges } = layoutGraph([node('a'), ...chain, node('f', ['e', 'a'])]);
    const long = edges.find(({ from, to }) => from === 'a' && to === 'f');
    expect(long?.points.length).toBeGreaterThan(2);
    for (const { x, y } of long?.points.slice(1, -1) ?? [])
      expect(placed.every((b) => x < b.x || x > b.x + card.width || y < b.y || y > b.y + card.height)).toBe(
        true,
      );
  });

  it('follows ports, draws each pair once, and leaves out what is no node', () => {
    expect(arrows([node('a'), node('b', ['a.quarantined', 'a', 'nobody', 'b'])])).toEqual(['a>b']);
    expect(arrows([node('a'), node('a.x'), node('b', ['a.x'])])).toEqual(['a.x>b']);
  });

  it('stands names that JavaScript knows, cycles, and nothing at all', () => {
    expect(arrows([node('__proto__'), node('constructor', ['__proto__'])])).toEqual([
      '__proto__>constructor',
    ]);
    expect(arrows([node('a', ['b']), node('b', ['a'])])).toEqual(['b>a', 'a>b']);
    expect(layoutGraph([])).toMatchObject({ nodes: [], edges: [] });
  });

  it('draws hundreds of nodes in seconds, the same each time', () => {
    const start = performance.now();
    const first = renderGraphSvg(large(400).nodes, { title: 'x' });
    expect(performance.now() - start).toBeLessThan(15_000);
    expect(renderGraphSvg(large(400).nodes, { title: 'x' })).toBe(first);
  });
});

describe('the picture', () => {
  const svg = renderGraphSvg(stopped.nodes, { title: 'Graph of late-flights', marks: marksOf(stopped) });

  it('is well formed, and an image with title and description', () => {
    expect(readMarkup(svg).fault).toBeUndefined();
    expect(svg).toContain('role="img" aria-labelledby="picture-title picture-desc"');
    expect(svg).toContain('<title id="picture-title">Graph of late-flights</title>');
    expect(svg).toMatch(/<desc id="picture-desc">7\u00a0nodes and 6\u00a0arrows, .* Failed: late, enough\./);
  });

  it('says name, kind and rows of each node, or that it was fused', () => {
    expect(svg).toContain('<title>flights (read_parquet) · 5\u202f819\u202f079\u00a0rows</title>');
    expect(svg).toMatch(/>named<\/text><text class="kind"[^>]*>join<\/text><text class="rows"[^>]*>fused</);
  });

  it('marks what failed, and what only warned', () => {
    expect(svg).toContain('<g class="card check failed"');
    expect(svg).toContain('<g class="card transform failed"');
    expect(svg).toContain('<g class="card read warned"');
    expect(svg.match(/class="sign"/g)).toHaveLength(3);
  });

  it('cuts long names and keeps them whole in the tooltip', () => {
    const name = 'a_name_that_nobody_can_read_to_its_end_in_a_card';
    const long = renderGraphSvg([node(name)], { title: 'x' });
    expect(long).toContain(`<title>${name} (filter)`);
    expect(long).toMatch(/class="name"[^>]*>a_name_[a-z_]*…</);
  });
});

describe('texts in cards', () => {
  it('fit by their letters, not by their number', () => {
    expect(fitted('illi', 10, 20)).toBe('illi');
    expect(fitted('WWWW', 10, 20)).toBe('W…');
    expect(textWidth('漢字', 10)).toBeGreaterThan(textWidth('ab', 10));
    expect(fitted('x'.repeat(100_000), 13, 150).length).toBeLessThan(30);
  });
});
