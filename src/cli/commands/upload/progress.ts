import type { UploadEvent } from '../../../client/index.js';
import { bytes } from '../../format.js';
import type { Terminal } from '../../terminal.js';
import { clipped, printable } from '../../text.js';
import { eventLine } from './words.js';

/** Shows an upload while it goes on. */
export interface UploadProgress {
  readonly onEvent: (event: UploadEvent) => void;
  readonly end: () => void;
}

const BAR = 24;
const CLEAR_LINE = '\r\u001b[2K';

const bar = (share: number): string => {
  const full = Math.round(Math.min(1, share) * BAR);
  return '█'.repeat(full) + '░'.repeat(BAR - full);
};

const drawnText = (event: UploadEvent): string | undefined => {
  if (event.type === 'hashed')
    return `${bar(event.bytes / event.of)} read ${bytes(event.bytes)} of ${bytes(event.of)}`;
  if (event.type === 'sent')
    return `${bar(event.offset / event.of)} sent ${bytes(event.offset)} of ${bytes(event.of)}`;
  return undefined;
};

/** On a screen, a line that is drawn again; elsewhere, a line for what is worth one. */
export const createUploadProgress = (terminal: Terminal, file: string): UploadProgress => {
  const name = printable(file);
  let isDrawn = false;
  const clear = (): void => {
    if (isDrawn) terminal.err(CLEAR_LINE);
    isDrawn = false;
  };
  const draw = (text: string): void => {
    const line = clipped(`${text}  ${name}`, terminal.width - 1);
    terminal.err(`${CLEAR_LINE}${terminal.paint.dim(line)}`);
    isDrawn = true;
  };
  return {
    onEvent: (event) => {
      const drawn = terminal.isInteractive ? drawnText(event) : undefined;
      if (drawn !== undefined) return draw(drawn);
      const line = eventLine(event);
      if (line === undefined) return;
      clear();
      terminal.err(`${name}: ${line}\n`);
    },
    end: clear,
  };
};
