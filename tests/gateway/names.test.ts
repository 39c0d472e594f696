import { describe, expect, test } from 'vitest';
import { hostileNames } from './hostile/index.js';
import { createTasks, inspectHere } from './inspecting.js';

const task = createTasks();

describe('a name that a client gives', () => {
  test.each(hostileNames.map((file) => [file.about, file] as const))('%s, is data', async (_, file) => {
    const { type, problems } = await inspectHere(await task(file));
    expect(type).toBe(file.mayPass ? 'csv' : undefined);
    expect(problems.map(({ code }) => code)).toEqual(file.mayPass ? [] : ['MR8201']);
  });

  test.each(hostileNames.map((file) => [file.about, file] as const))(
    '%s, is told in one visible line',
    async (_, file) => {
      const { problems } = await inspectHere(await task({ ...file, bytes: () => Buffer.from('<html>') }));
      const [{ message } = { message: '' }] = problems;
      expect(message).not.toBe('');
      expect(message).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      expect(message.length).toBeLessThan(400);
    },
  );
});
