export { type CommandHelp, commandHelp } from './command.js';
export type { Line } from './line.js';
export { type DebugOptions, openDebugSession } from './open.js';
export type {
  Breakpoint,
  Difference,
  NodeLine,
  Result,
  Rows,
  Stop,
} from './result.js';
export type { DebugSession } from './session.js';
