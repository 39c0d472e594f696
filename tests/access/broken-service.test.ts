import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Served, serve } from '../server/support/serve.js';

const rules = (people: string): string => `millrace: 1\nproject: shop\naccess:\n  people:\n    ${people}\n`;
const good = rules('vera: { roles: [viewer] }');

let served: Served;
let vera: string;

const put = (text: string): Promise<void> => writeFile(join(served.folder, 'millrace.yaml'), text);

const asVera = { headers: { authorization: '' } };

beforeAll(async () => {
  served = await serve({ 'millrace.yaml': good });
  const made = await served.ask('/v1/tokens', {
    method: 'POST',
    body: JSON.stringify({ name: 'test', owner: 'vera' }),
    headers: { 'content-type': 'application/json' },
  });
  vera = String(((await made.json()) as Record<string, unknown>)['token']);
  asVera.headers.authorization = `Bearer ${vera}`;
});
afterAll(() => served?.close());

const told = async (init?: RequestInit): Promise<unknown> => {
  const answer = await served.ask('/v1/datasets/orders/kept/rows', init);
  return [answer.status, ((await answer.json()) as Record<string, unknown>)['code']];
};

it('says that its rules are broken, and not that tokens have ended or nothing was published', async () => {
  await put(rules('vera: { role: [viewer] }'));
  expect(await told(asVera)).toEqual([503, 'MR8612']);
  expect(await told()).toEqual([503, 'MR8612']);
  const stranger = { headers: { authorization: 'Bearer mr_0123456789abcdef_nobody' } };
  expect(await told(stranger)).toEqual([401, 'MR8001']);
  const answer = await (await served.ask('/v1/datasets/orders/kept/rows', asVera)).text();
  expect(answer).not.toContain('millrace.yaml');
});

it('takes the token again once they are mended', async () => {
  await put(good);
  expect(await told(asVera)).toEqual([404, 'MR8011']);
});
