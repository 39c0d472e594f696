import { plural } from '../base/number-text.js';
import type { OnEvent, RunEvent } from '../kit/index.js';
import { duration } from './format.js';
import type { Terminal } from './terminal.js';

/** Shows a run while it goes on. */
export interface Progress {
  readonly onEvent: OnEvent;
  /** Clears what may be drawn again. Safe to call more than once. */
  readonly end: () => void;
}

const BAR = 24;
const CLEAR_LINE = '\r\u001b[2K';

const bar = (share: number): string => {
  const full = Math.round(Math.min(1, Math.max(0, share)) * BAR);
  return '█'.repeat(full) + '░'.repeat(BAR - full);
};

const finished = (event: Extract<RunEvent, { type: 'stage_finished' }>, total: number): string =>
  `stage ${event.stage} of ${total}: ${plural(event.rows, 'row')} in ${duration(event.seconds)}`;

const failed = (event: Extract<RunEvent, { type: 'attempt_failed' }>): string => {
  const next = event.waitSeconds === undefined ? '' : `, tried again in ${duration(event.waitSeconds)}`;
  const what = 'stage' in event ? `stage ${event.stage}` : `${event.work} ${event.nodes.join(' + ')}`;
  return `${what}: attempt ${event.attempt} failed (${event.codes.join(', ')})${next}`;
};

/** One line that is drawn again and again on a screen. */
const drawn = (terminal: Terminal): Progress => {
  let total = 0;
  let nodes: readonly string[] = [];
  let isShown = false;
  const draw = (stage: string, share: number): void => {
    const line = `${bar(share)} ${stage} of ${total}  ${nodes.join(' + ')}`;
    terminal.err(`${CLEAR_LINE}${terminal.paint.dim(line.slice(0, terminal.width - 1))}`);
    isShown = true;
  };
  return {
    onEvent: (event) => {
      if (event.type === 'run_started') total = event.stages;
      if (event.type === 'stage_started') nodes = event.nodes;
      if (event.type === 'stage_started') draw(event.stage, 0);
      if (event.type === 'stage_progress') draw(event.stage, event.share);
      if (event.type === 'attempt_failed' && event.waitSeconds !== undefined) {
        terminal.err(`${CLEAR_LINE}${failed(event)}\n`);
      }
    },
    end: () => {
      if (isShown) terminal.err(CLEAR_LINE);
      isShown = false;
    },
  };
};

/** One line an event, where nothing may be drawn again. */
const lines = (terminal: Terminal): Progress => {
  let total = 0;
  return {
    onEvent: (event) => {
      if (event.type === 'run_started') total = event.stages;
      if (event.type === 'stage_reused') {
        terminal.err(`stage ${event.stage} of ${total}: ${plural(event.rows, 'row')} taken over\n`);
      }
      if (event.type === 'attempt_failed' && event.waitSeconds !== undefined)
        terminal.err(`${failed(event)}\n`);
      if (event.type === 'stage_finished') terminal.err(`${finished(event, total)}\n`);
    },
    end: () => undefined,
  };
};

export const createProgress = (terminal: Terminal): Progress =>
  terminal.isInteractive ? drawn(terminal) : lines(terminal);
