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
}

const writer =
  (stream: NodeJS.WriteStream) =>
  (text: string): void => {
    stream.write(text);
  };

const wantsColor = (): boolean =>
  process.env['NO_COLOR'] === undefined && process.env['TERM'] !== 'dumb' && process.stderr.isTTY === true;

/** The process's own terminal; colours only on a screen, and never where `NO_COLOR` is set. */
export const processTerminal = (): Terminal => ({
  out: writer(process.stdout),
  err: writer(process.stderr),
  paint: wantsColor() ? pc.createColors(true) : plain,
  isInteractive: process.stderr.isTTY === true && process.env['CI'] === undefined,
  width: process.stderr.columns ?? 100,
});
