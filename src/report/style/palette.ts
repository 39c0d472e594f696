/** Colours of the page by what they are for; `…Fill` lies under the colour of the same name. */
export const palettes = {
  light: {
    page: '#f3f5f2',
    panel: '#ffffff',
    sunken: '#edf1ee',
    ink: '#15201c',
    soft: '#56635e',
    line: '#d8dfda',
    edge: '#8b9a93',
    accent: '#0b655c',
    good: '#14653a',
    goodFill: '#dff2e6',
    bad: '#ab2219',
    badFill: '#fce6e3',
    warn: '#7a4d00',
    warnFill: '#fbeecf',
    still: '#465672',
    stillFill: '#e6ebf4',
    read: '#1f5fa8',
    transform: '#0b655c',
    check: '#8a5a00',
    write: '#6a39ad',
  },
  dark: {
    page: '#0e1412',
    panel: '#161e1b',
    sunken: '#1d2623',
    ink: '#e7eeea',
    soft: '#9dafa7',
    line: '#2b3833',
    edge: '#61736b',
    accent: '#62d2c2',
    good: '#7edaa4',
    goodFill: '#153123',
    bad: '#ff9f96',
    badFill: '#3c1d1b',
    warn: '#f1c160',
    warnFill: '#352a11',
    still: '#b2c2df',
    stillFill: '#212a3a',
    read: '#8dbaf6',
    transform: '#62d2c2',
    check: '#f1c160',
    write: '#c6a5f8',
  },
} as const;

const properties = (palette: Readonly<Record<string, string>>): string =>
  Object.entries(palette)
    .map(([name, value]) => `--${name}:${value}`)
    .join(';');

/** The palettes as custom properties; paper is always light. */
export const paletteStyle = `
:root{color-scheme:light dark;${properties(palettes.light)}}
@media screen and (prefers-color-scheme:dark){:root{${properties(palettes.dark)}}}
@media print{:root{color-scheme:light}}
`;
