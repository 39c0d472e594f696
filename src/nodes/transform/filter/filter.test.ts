import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Lab, openLab } from '../../testing/lab.js';
import { filter } from './index.js';

let lab: Lab;
beforeAll(async () => {
  lab = await openLab({ minutes: { type: 'BIGINT', value: 15 } });
});
afterAll(() => lab.close());

const FLIGHTS = "from (values ('SAN', 14), ('LAX', 16), ('SFO', null)) t(origin, delay)";

test('keeps rows for which the condition is true, not those where it is null', async () => {
  const flights = await lab.input('f', FLIGHTS);
  const { rows } = await lab.run(filter, { where: 'delay > $minutes' }, flights);
  expect(rows).toEqual([['LAX', 16]]);
});

test('a condition with OR stays one condition', async () => {
  const flights = await lab.input('f', FLIGHTS);
  const { rows } = await lab.run(filter, { where: "delay > 15 or origin = 'SFO'" }, flights);
  expect(rows).toHaveLength(2);
});

test('no rows give no rows', async () => {
  const none = await lab.input('f', `${FLIGHTS} where false`);
  expect((await lab.run(filter, { where: 'true' }, none)).rows).toEqual([]);
});

test('what is no condition is refused', async () => {
  const flights = await lab.input('f', FLIGHTS);
  await expect(lab.run(filter, { where: 'delay' }, flights)).rejects.toThrow('MR2108');
});

test('the order of rows is kept', async () => {
  const order = [{ column: 'delay', direction: 'asc', nulls: 'last' }] as const;
  const flights = await lab.input('f', FLIGHTS, order);
  expect((await lab.run(filter, { where: 'true' }, flights)).order).toEqual(order);
});
