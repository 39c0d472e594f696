import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { addTo, writeGroups } from './groups.mjs';

const require = createRequire(new URL('../../peers/', import.meta.url));
const Papa = require('papaparse');

const [data, out] = process.argv.slice(2);
const groups = new Map();
await new Promise((resolve, reject) => {
  Papa.parse(createReadStream(`${data}/orders.csv`), {
    header: true,
    chunk: ({ data: rows }) => {
      for (const row of rows) addTo(groups, row);
    },
    complete: resolve,
    error: reject,
  });
});
await writeGroups(groups, out);
