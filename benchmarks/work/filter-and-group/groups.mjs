import { writeFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';

/** Adds a paid order to the group of its day and country. */
export const addTo = (groups, row) => {
  const quantity = Number(row.quantity);
  if (row.status !== 'paid' || !(quantity > 1)) return;
  const key = `${row.ordered_at.slice(0, 10)},${row.country}`;
  const amount = quantity * Number(row.unit_price) * (1 - Number(row.discount || 0));
  const group = groups.get(key);
  if (group === undefined) groups.set(key, { orders: 1, amount });
  else {
    group.orders += 1;
    group.amount += amount;
  }
};

/** A few thousand groups; that they become Parquet by the engine costs hardly anything. */
export const writeGroups = async (groups, out) => {
  const lines = [...groups].map(([key, { orders, amount }]) => `${key},${orders},${amount}`);
  writeFileSync(`${out}/by-day.csv`, `day,country,orders,amount\n${lines.join('\n')}\n`);
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`copy (from '${out}/by-day.csv') to '${out}/by-day.parquet' (format parquet)`);
  connection.closeSync();
  instance.closeSync();
};
