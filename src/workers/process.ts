import { type ChildProcess, fork } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Problem } from '../base/errors/index.js';

/** What a child process may use. */
export interface ProcessLimits {
  /** Bytes of memory: of the heap, and of the process as the operating system sees it. */
  readonly memory: number;
  /** Without them a child may take its time. */
  readonly seconds?: number;
}

/** What a child sends back: a value, or what went wrong. */
export type Reply =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Memory is looked at so often, in milliseconds: the heap has a limit of its own, buffers have not. */
const WATCH = 100;
/** Beside its heap a process holds code and buffers. */
const BESIDE_HEAP = 1.5;
const PAGE = 4096;

export const megabytes = (bytes: number): number => Math.round(bytes / 1_000_000);

/** Resident bytes of a process, where the system tells. */
const residentBytes = async (pid: number): Promise<number> => {
  const text = await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => '');
  return Number(text.split(' ')[1] ?? 0) * PAGE;
};

/** How a child is started, beside its limits. */
export interface ProcessOptions {
  /** All that it sees of the environment. */
  readonly environment?: Readonly<Record<string, string>>;
  /** The folder that its relative paths are taken from; that of its program unless given. */
  readonly folder?: string;
  /** What its program is told as it starts. */
  readonly words?: readonly string[];
  /** An open file that takes what it prints; without one that is lost. */
  readonly prints?: number;
}

/** Starts a child. */
export const startProcess = (
  entry: URL,
  { memory }: ProcessLimits,
  { environment = {}, words = [], prints, folder }: ProcessOptions = {},
): ChildProcess => {
  const path = fileURLToPath(entry);
  const child = fork(path, words, {
    execArgv: [`--max-old-space-size=${megabytes(memory)}`],
    cwd: folder ?? dirname(path),
    env: { ...environment },
    serialization: 'advanced',
    stdio: ['ignore', prints ?? 'ignore', 'pipe', 'ipc'],
  });
  // What is told of it while nobody asks is nobody's concern, and must not end this process.
  return child.on('error', () => undefined);
};

/** Calls back once a child holds more memory than it may; ends with the function that it gives. */
export const watchMemory = (
  child: ChildProcess,
  { memory }: ProcessLimits,
  onTooMuch: () => void,
): (() => void) => {
  const watch = setInterval(async () => {
    if (child.pid === undefined || (await residentBytes(child.pid)) <= memory * BESIDE_HEAP) return;
    onTooMuch();
  }, WATCH);
  return () => clearInterval(watch);
};

/** The end of what a child says of errors. */
export const errorsOf = (
  child: ChildProcess,
): { readonly text: () => string; readonly close: () => void } => {
  let tail = '';
  const onText = (text: Buffer): void => {
    tail = (tail + text.toString()).slice(-4096);
  };
  child.stderr?.on('data', onText);
  return { text: () => tail, close: () => child.stderr?.off('data', onText) };
};

/** A child that holds more than it may, in words that follow its name. */
export const outOfMemory = ({ memory }: ProcessLimits): string =>
  `took more than ${megabytes(memory)} MB of memory`;

const OUT_OF_MEMORY = /heap out of memory|allocation failed/i;

/** What the end of a child without a reply means, in words that follow its name. */
export const endOf = (limits: ProcessLimits, errors: string, signal: string | null): string => {
  if (OUT_OF_MEMORY.test(errors)) return outOfMemory(limits);
  const [last = 'it said nothing'] = errors.trim().split('\n').slice(-1);
  return `ended its process (${signal ?? 'by itself'}): ${last.slice(0, 200) || 'it said nothing'}`;
};
