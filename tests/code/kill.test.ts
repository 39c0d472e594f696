import { expect, test } from 'vitest';
import { children } from './children.js';
import { codeProject, runCode } from './code.js';

/** Processes that are ended, in all runs together; more of them take longer and prove the same. */
const KILLS = Number(process.env['MILLRACE_KILLS'] ?? 12);

const LINES = Array.from({ length: 40_000 }, (_, at) => `k${at % 50},${at}`);

const TRANSFORM = `{
  reads: { key: 'varchar', at: 'bigint' }, writes: { total: 'bigint' },
  partitioned: {
    by: ['key'], order: ['at'], start: () => ({ total: 0n }),
    map: ({ at }, rows, state) => ({
      total: Array.from({ length: rows }, (_, row) => {
        for (let spin = 0; spin < 2000; spin += 1) Math.sqrt(spin);
        state.total += at.values[row];
        return state.total;
      }),
    }),
  },
}`;

test('processes that are killed at any time are replaced, the result is the same, and none is left', async () => {
  const at = await codeProject({ rows: `key,at\n${LINES.join('\n')}\n`, transform: TRANSFORM });
  const whole = await runCode(at);
  expect(whole.rows).toHaveLength(LINES.length);
  let killed = 0;
  for (let run = 1; killed < KILLS; run += 1) {
    const timer = setInterval(
      () => {
        const found = children();
        // A single one reads what the module declares: were it ended each time, nothing would begin.
        const pid = found.length < 2 ? undefined : found[killed % found.length];
        if (pid === undefined || killed >= KILLS) return;
        process.kill(pid, 'SIGKILL');
        killed += 1;
      },
      400 + 37 * (run % 7),
    );
    const again = await runCode(at).finally(() => clearInterval(timer));
    expect(again.errors).toEqual([]);
    expect(again.rows).toEqual(whole.rows);
    expect(children()).toEqual([]);
  }
}, 600_000);
