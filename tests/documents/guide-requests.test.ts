import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { serve } from '../server/support/serve.js';

const guide = readFileSync(join(import.meta.dirname, '../../docs/guide.md'), 'utf8');

interface Request {
  readonly method: string;
  readonly path: string;
}

const methodOf = (command: string): string => {
  const named = / -X ([A-Z]+)/.exec(command)?.[1];
  if (named !== undefined) return named;
  if (command.includes(' -T ')) return 'PUT';
  return / -[Fd] /.test(command) ? 'POST' : 'GET';
};

/** The requests of the guide: commands with `$S`, in blocks and in the text; curl adds the name of a file that it sends to `…/`. */
const requests: readonly Request[] = guide
  .replaceAll('\\\n', ' ')
  .split(/\n|`/)
  .flatMap((command) => {
    const [, path] = /^api\b.*?\$S(\/v1\/[^\s"?]*)/.exec(command) ?? [];
    return path === undefined
      ? []
      : [{ method: methodOf(command), path: path.replace(/\/$/, '/orders.csv') }];
  });

type Paths = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const isDescribed = (paths: Paths, { method, path }: Request): boolean =>
  Object.entries(paths).some(
    ([route, methods]) =>
      new RegExp(`^${route.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(path) &&
      Object.hasOwn(methods, method.toLowerCase()),
  );

it('each request of the guide is one that the service takes', async () => {
  const served = await serve({
    'serve.yaml': 'serve: 1\nuploads:\n  scanner: none\n  channels:\n    orders: { accept: [csv] }\n',
  });
  onTestFinished(() => served.close());
  const { paths } = (await (await served.ask('/v1/openapi.json')).json()) as { paths: Paths };
  expect(requests.length).toBeGreaterThan(20);
  expect(requests.filter((request) => !isDescribed(paths, request))).toEqual([]);
  expect(isDescribed(paths, { method: 'PUT', path: '/v1/runs' })).toBe(false);
});
