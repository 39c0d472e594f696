import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { addTo, writeGroups } from './groups.mjs';

const require = createRequire(new URL('../../peers/', import.meta.url));
const { parse } = require('csv-parse');

const [data, out] = process.argv.slice(2);
const groups = new Map();
const rows = createReadStream(`${data}/orders.csv`).pipe(parse({ columns: true }));
for await (const row of rows) addTo(groups, row);
await writeGroups(groups, out);
