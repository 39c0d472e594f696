import { PassThrough } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { readRun, wire } from '../../src/app/index.js';
import { plain } from '../../src/base/diagnostics/render.js';
import { completions } from '../../src/cli/commands/debug/converse.js';
import { main } from '../../src/cli/program.js';
import type { Project } from '../support/project.js';
import { orders, published } from './support.js';

const CTRL_C = '\u0003';
const CTRL_D = '\u0004';
const UP = '\u001b[A';
const TAB = '\t';

/** What is waited for, and the keys that are pressed then. */
type Exchange = readonly [awaited: string, ...keys: readonly string[]];

interface Talk {
  readonly exchanges: readonly Exchange[];
  /** Stands for a signal to the process, once all keys were pressed. */
  readonly stops?: boolean;
}

/** Waits for text that is not on the screen yet. */
const awaitText = async (shown: () => string, from: number, text: string): Promise<number> => {
  for (;;) {
    const at = shown().indexOf(text, from);
    if (at >= 0) return at + text.length;
    await setTimeout(5);
  }
};

/** A conversation at a keyboard, key by key, in a project. */
const converse = async ({ folder }: Project, { exchanges, stops = false }: Talk) => {
  const [keyboard, screen] = [new PassThrough(), new PassThrough()];
  let seen = '';
  const see = (text: string | Buffer): void => {
    seen += String(text);
  };
  screen.on('data', see);
  const stop = new AbortController();
  const terminal = {
    out: see,
    err: see,
    paint: plain,
    isInteractive: true,
    isUnicode: true,
    width: 80,
    conversation: () => ({ keyboard, screen }),
  };
  const context = { wiring: wire({ cwd: folder, environment: {} }), terminal, signal: stop.signal };
  const code = main(context, ['debug', 'pipeline.yaml']);
  let at = 0;
  for (const [awaited, ...keys] of exchanges) {
    at = await awaitText(() => seen, at, awaited);
    for (const key of keys) keyboard.write(key);
  }
  if (stops) stop.abort();
  return { code: await code, seen };
};

const PROMPT = 'debug> ';

const slow = async (): Promise<Project> => {
  const at = await orders();
  const text = await at.read('pipeline.yaml');
  await at.write({
    'pipeline.yaml': text.replace(
      '  named:\n',
      `  slow:
    use: sql
    from: countries
    with:
      query: select code, (select sum(hash(x)) from range(20000000000) t(x)) as s from countries
  slow_out:
    use: write_csv
    from: slow
    with: { path: out://slow.csv }
  named:
`,
    ),
  });
  return at;
};

const statusOf = async (at: Project): Promise<string> =>
  (await readRun(wire({ cwd: at.folder }), 'latest')).status;

describe('at a terminal', () => {
  it('commands are answered, wrong ones too, and the run is published at its end', async () => {
    const at = await orders();
    const { code, seen } = await converse(at, {
      exchanges: [
        ['`help` lists the commands'],
        [PROMPT, 'nxet\r'],
        ['did you mean "next"?'],
        [PROMPT, 'next\r'],
        ['orders.read (read_csv, before its contract): 8 rows'],
        [PROMPT, 'continue\r'],
        ['orders published 1 output'],
        [PROMPT, 'print named\r'],
        ['named: 4 rows'],
        [PROMPT, 'quit\r'],
      ],
    });
    expect(code, seen).toBe(0);
    expect(Object.keys(await published(at))).toEqual(['out']);
  });

  it('lines can be typed ahead, and called back', async () => {
    const { code, seen } = await converse(await orders(), {
      exchanges: [
        [PROMPT, 'next\r', 'next\r', 'print countries limit 1\r'],
        ['countries: 3 rows'],
        [PROMPT, UP, '\r'],
        ['countries: 3 rows'],
        [PROMPT, CTRL_D],
      ],
    });
    expect(code).toBe(0);
    expect(seen).toContain('nothing was published');
  });

  it('a tab completes commands and nodes', async () => {
    await converse(await orders(), {
      exchanges: [
        [PROMPT, 'cont', TAB],
        ['inue ', 'orders.t', TAB],
        ['yped ', '\r'],
        ['orders.typed (cast as its contract asks): 8 rows'],
        [PROMPT, CTRL_D],
      ],
    });
    expect(completions('he', [])).toEqual([['help '], 'he']);
    expect(completions('help s', ['some'])[0]).toEqual(['step ', 'sample ', 'schema ', 'sql ']);
    expect(completions('print or', ['orders', 'out'])).toEqual([['orders '], 'or']);
  });

  it('Ctrl-C asks before it leaves', async () => {
    const at = await orders();
    const { code } = await converse(at, {
      exchanges: [
        [PROMPT, CTRL_C],
        ['leave? the run has published nothing', 'n\r'],
        [PROMPT, 'next\r'],
        ['8 rows'],
        [PROMPT, CTRL_C],
        ['leave?', 'y\r'],
      ],
    });
    expect(code).toBe(0);
    expect(await statusOf(at)).toBe('interrupted');
  });

  it('Ctrl-C ends a statement, and the node can be run again', async () => {
    const at = await slow();
    const { code, seen } = await converse(at, {
      exchanges: [
        [PROMPT, 'break slow\r'],
        [PROMPT, 'continue\r'],
        ['stopped before it'],
        [PROMPT, 'next\r'],
        ['  slow', CTRL_C],
        ['interrupted: the node is as if it had not been run'],
        ['next: slow'],
        [PROMPT, 'print countries\r'],
        ['countries: 3 rows'],
        [PROMPT, 'quit\r'],
      ],
    });
    expect(code, seen).toBe(0);
    expect(await published(at)).toEqual({});
  });

  it('a signal to the process ends the run, with exit code 130', async () => {
    const at = await slow();
    const { code } = await converse(at, {
      exchanges: [[PROMPT, 'next\r'], ['8 rows'], [PROMPT, 'continue slow\r'], ['\n']],
      stops: true,
    });
    expect(code).toBe(130);
    expect(await statusOf(at)).toBe('interrupted');
  });
});
