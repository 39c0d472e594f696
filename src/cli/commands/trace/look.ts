import type { Terminal } from '../../terminal.js';

/** How the text is drawn. */
export type Look = Pick<Terminal, 'width' | 'paint' | 'isUnicode'>;
