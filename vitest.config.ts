import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'tests/**/*.test.ts'],
    globalSetup: ['tools/build-first.mjs'],
    setupFiles: ['tests/support/seed.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    // Files share the modules of their process: reading them anew for each took a third of the time of the suite.
    isolate: false,
    maxWorkers: availableParallelism(),
    reporters: ['default', './tools/closing-line-reporter.mjs'],
  },
});
