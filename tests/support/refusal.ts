import { expect } from 'vitest';
import { type CommandOptions, millrace, type Seen } from './cli.js';
import { codesIn, expectForPeople, expectNoLeftovers, expectWhole, problemsIn } from './expectations.js';
import type { Project } from './project.js';

/** What a refused command must give. */
export interface Refusal {
  readonly exit: number;
  readonly code: string;
}

const RUN = ['run', 'pipeline.yaml'];

/** Publishes what a later run must not touch. */
export const publishedOnce = async (at: Project, words: readonly string[] = RUN): Promise<void> => {
  const { code, err } = await millrace(at, words);
  expect(code, err).toBe(0);
};

/** What a command was refused with: a coded error, whole, and nothing on standard output. */
export const expectRefusedAs = ({ code, out, err }: Seen, wanted: Refusal): void => {
  expect({ exit: code, codes: codesIn(err) }, err).toEqual({
    exit: wanted.exit,
    codes: expect.arrayContaining([wanted.code]),
  });
  expect(out).toBe('');
  expectForPeople(err);
  for (const item of problemsIn(err)) expectWhole(item);
};

/** A command that is refused and leaves everything as it was: published outputs, inputs, and no stage or lock. */
export const expectRefused = async (
  at: Project,
  wanted: Refusal,
  words: readonly string[] = RUN,
  run: (at: Project, words: readonly string[], options?: CommandOptions) => Promise<Seen> = millrace,
): Promise<Seen> => {
  const before = { out: await at.bytes('out'), data: await at.bytes('data') };
  const seen = await run(at, words);
  expectRefusedAs(seen, wanted);
  expect({ out: await at.bytes('out'), data: await at.bytes('data') }).toEqual(before);
  await expectNoLeftovers(at);
  return seen;
};
