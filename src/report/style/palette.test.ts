import { describe, expect, it } from 'vitest';
import { palettes } from './palette.js';

const channel = (hex: string): number => {
  const value = Number.parseInt(hex, 16) / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
};

/** Relative luminance, as WCAG 2.2 defines it. */
const luminance = (color: string): number => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => channel(color.slice(at, at + 2)));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

const contrast = (a: string, b: string): number => {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
};

describe.each(Object.entries(palettes))('the %s palette', (_, palette) => {
  it('can be read: 4.5 to 1 for text', () => {
    for (const text of [
      'ink',
      'soft',
      'accent',
      'read',
      'transform',
      'check',
      'write',
      'bad',
      'warn',
    ] as const)
      for (const ground of ['page', 'panel', 'sunken'] as const)
        expect(contrast(palette[text], palette[ground]), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5);
    for (const tone of ['good', 'bad', 'warn', 'still'] as const)
      expect(contrast(palette[tone], palette[`${tone}Fill`]), tone).toBeGreaterThanOrEqual(4.5);
    expect(contrast(palette.soft, palette.badFill)).toBeGreaterThanOrEqual(4.5);
  });

  it('shows arrows and marks: nearly 3 to 1', () => {
    expect(contrast(palette.edge, palette.panel)).toBeGreaterThanOrEqual(2.8);
  });
});
