import { graphStyle } from './graph.js';
import { pageStyle } from './page.js';
import { paletteStyle } from './palette.js';
import { partsStyle } from './parts.js';
import { printStyle } from './print.js';

/** All of the page's style. */
export const style = [paletteStyle, pageStyle, partsStyle, graphStyle, printStyle].join('');
