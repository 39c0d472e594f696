import { env } from 'node:process';
import fc from 'fast-check';

const { MILLRACE_SEED = '20260131' } = env;

/**
 * One commit gives one result: property tests draw the same inputs each time, unless `MILLRACE_SEED` asks for others
 * (`MILLRACE_SEED=$RANDOM npx vitest run tests/merge`).
 */
fc.configureGlobal({ seed: Number(MILLRACE_SEED) });
