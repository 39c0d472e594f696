import { expect, test } from 'vitest';
import { isSameOrigin, returnPath } from '../../src/identity/index.js';

const OWN = 'https://data.example.com';

test.each([
  [{ fetchSite: 'same-origin' }, true],
  [{ fetchSite: 'same-site', origin: OWN }, false],
  [{ fetchSite: 'cross-site', origin: OWN }, false],
  [{ fetchSite: 'none' }, false],
  [{ origin: OWN }, true],
  [{ origin: 'https://evil.example' }, false],
  [{ origin: 'null' }, false],
  [{ origin: `${OWN}.evil.example` }, false],
  [{}, false],
])('a request with %j is of the service itself: %s', (said, isOwn) => {
  expect(isSameOrigin(said, OWN)).toBe(isOwn);
  if (!('fetchSite' in said)) expect(isSameOrigin(said, undefined)).toBe(false);
});

test.each(['/', '/runs', '/runs?status=failed#top', '/a%2F%2Fb'])('%s is gone on to', (path) => {
  expect(returnPath(path)).toBe(path);
});

test.each([
  undefined,
  '',
  'runs',
  'https://evil.example/',
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/a\n',
  '/..//evil.example',
  '/.//evil.example',
  '/a\\..\\b',
  'javascript:alert(1)',
  `/${'x'.repeat(500)}`,
  '/ü',
])('%j leads to the start', (path) => {
  expect(returnPath(path)).toBe('/');
});
