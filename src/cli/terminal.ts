import { isatty } from 'node:tty';
import pc from 'picocolors';
import { type Paint, plain } from '../base/diagnostics/render.js';

/** Where a command writes. Results go to `out`, everything said about them to `err`. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly paint: Paint;
  /** Whether `err` is a screen on which a line may be drawn again. */
  readonly isInteractive: boolean;
  readonly width: number;
  /** Whether `out` shows characters beyond ASCII well. */
  readonly isUnicode: boolean;
  /** Standard input. */
  readonly input?: () => NodeJS.ReadableStream;
  /** The keyboard and the screen, where a person sits before both. */
  readonly conversation?: () => Conversation;
}

/** What text is drawn for: how wide, with which colours and characters. */
export type Look = Pick<Terminal, 'width' | 'paint' | 'isUnicode'>;

/** What a person types, and sees. */
export interface Conversation {
  readonly keyboard: NodeJS.ReadableStream;
  readonly screen: NodeJS.WritableStream;
}

const writer =
  (stream: NodeJS.WriteStream) =>
  (text: string): void => {
    stream.write(text);
  };

const wantsColor = (): boolean =>
  process.env['NO_COLOR'] === undefined && process.env['TERM'] !== 'dumb' && process.stderr.isTTY === true;

/** As POSIX has it: the first of these that is set tells the character set. */
const saysUtf8 = (): boolean => {
  const { LC_ALL, LC_CTYPE, LANG } = process.env;
  return process.stdout.isTTY === true && /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || '');
};

/** The process's own terminal; colours only on a screen, and never where `NO_COLOR` is set. */
export const processTerminal = (): Terminal => ({
  out: writer(process.stdout),
  err: writer(process.stderr),
  paint: wantsColor() ? pc.createColors(true) : plain,
  isInteractive: process.stderr.isTTY === true && process.env['CI'] === undefined,
  width: process.stdout.columns ?? process.stderr.columns ?? 100,
  isUnicode: saysUtf8(),
  input: () => process.stdin,
  // Asked of the descriptors: to look at `process.stdin` would open it.
  ...(isatty(0) && isatty(1)
    ? { conversation: () => ({ keyboard: process.stdin, screen: process.stdout }) }
    : {}),
});
