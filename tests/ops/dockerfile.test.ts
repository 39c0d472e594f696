import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validate } from 'dockerfile-utils';
import picomatch from 'picomatch';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const text = readFileSync(join(root, 'deploy/docker/Dockerfile'), 'utf8');

const complaints = (dockerfile: string): readonly string[] =>
  validate(dockerfile).map(({ message, range }) => `${range.start.line + 1}: ${message}`);

test('the linter has nothing to say of the Dockerfile, and would', () => {
  expect(complaints(text)).toEqual([]);
  expect(complaints(text.replace('HEALTHCHECK NONE', 'HEALTHCHEK NONE'))).toHaveLength(1);
});

const lines = text.split('\n').filter((line) => !line.startsWith('#'));
const copied = lines.flatMap((line) => {
  const words = line.split(/\s+/);
  return words[0] === 'COPY' && !line.includes('--from') ? words.slice(1, -1) : [];
});

test('all that it copies is there, and is not ignored', () => {
  const ignore = readFileSync(join(root, '.dockerignore'), 'utf8').split('\n');
  const kept = ignore.filter((line) => line.startsWith('!')).map((line) => line.slice(1));
  expect(copied.length).toBeGreaterThan(5);
  expect(copied.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  expect(copied.filter((path) => !picomatch(kept)(path))).toEqual([]);
});

test('what is run is no root, and one process', () => {
  expect(lines).toContain('USER 1000:1000');
  expect(lines.filter((line) => line.startsWith('ENTRYPOINT'))).toEqual([
    'ENTRYPOINT ["node", "/opt/millrace/dist/bin/millrace.js"]',
  ]);
});
