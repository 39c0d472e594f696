import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { millrace } from '../support/cli.js';
import { sound } from '../support/document.js';
import { expectForPeople, expectWhole, type PrintedProblem, problemsIn } from '../support/expectations.js';
import { type Project, project } from '../support/project.js';
import type { ErrorCase } from './cases/case.js';
import { caseGroups } from './cases/index.js';

const projectOf = async ({ document, files, before, words }: ErrorCase): Promise<Project> => {
  const startsEmpty = words?.[0] === 'init';
  const text = document === undefined ? {} : { 'pipeline.yaml': document };
  const at = await project({ ...(startsEmpty ? {} : sound), ...text, ...files });
  await before?.(at);
  return at;
};

const expectPlaces = ({ at, dataFile }: ErrorCase, { place, text }: PrintedProblem): void => {
  expect(place).toBe(at === undefined ? undefined : `pipeline.yaml:${at}`);
  const shown = /^ +in (.+)$/m.exec(text)?.[1];
  expect(shown === undefined ? undefined : basename(shown)).toBe(dataFile);
};

describe.each(Object.entries(caseGroups))('%s', (_group, cases) => {
  it.each(cases.map((item) => [item.code, item.what, item] as const))('%s: %s', async (code, _what, item) => {
    const at = await projectOf(item);
    const output = await at.bytes('out');
    const { code: exit, out, err } = await millrace(at, item.words ?? ['run', 'pipeline.yaml'], item.options);
    const [found] = problemsIn(err).filter((each) => each.code === code);
    expect(found, err).toBeDefined();
    if (!found) return;
    expect(found.head).toMatch(item.says);
    expect({ exit, out }, err).toEqual({ exit: item.exit, out: '' });
    expectPlaces(item, found);
    if (code !== 'MR9999') expectWhole(found);
    if (code !== 'MR9999') expectForPeople(err);
    expect(await at.bytes('out')).toEqual(output);
  });
});
