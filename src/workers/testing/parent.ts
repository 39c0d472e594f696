import { runIsolated } from '../isolated.js';

const child = new URL('./serving-child.mjs', import.meta.url);
await runIsolated(child, process.argv[2], 'a file', { memory: 200_000_000, seconds: 600 });
