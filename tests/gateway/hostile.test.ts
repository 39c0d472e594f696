import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { hostileFiles } from './hostile/index.js';
import { createTasks, inspectHere } from './inspecting.js';

const task = createTasks();

const classes = [...new Set(hostileFiles.map((file) => file.class))];
const byForm = hostileFiles.filter((file) => file.code !== undefined);

describe('hostile files', () => {
  test.each(classes)('of the class %s are at least eight', (name) => {
    expect(hostileFiles.filter((file) => file.class === name).length).toBeGreaterThanOrEqual(8);
  });

  test.each(byForm.map((file) => [file.class, file.about, file] as const))('%s: %s', async (_, __, file) => {
    const { type, problems, sha256 } = await inspectHere(await task(file));
    expect(problems.map(({ code }) => code)).toEqual([file.code]);
    expect(type).toBeUndefined();
    expect(sha256).toBe(createHash('sha256').update(file.bytes()).digest('hex'));
  });

  test.each(
    hostileFiles.filter((file) => file.code === undefined).map((file) => [file.about, file] as const),
  )('EICAR %s is for the scanner to find', async (_, file) => {
    expect((await inspectHere(await task(file))).problems).toEqual([]);
  });
});
