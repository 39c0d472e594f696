import { createJiti } from 'jiti';
import type { Evaluation } from './evaluate.js';
import { moduleOfPackage } from './package-root.js';

const send = (evaluation: Evaluation): void => {
  process.send?.(evaluation);
};

const plainValue = (value: unknown): unknown => {
  const built =
    typeof value === 'object' && value !== null && 'build' in value && typeof value.build === 'function'
      ? value.build()
      : value;
  return JSON.parse(JSON.stringify(built ?? null));
};

const evaluate = async (path: string): Promise<void> => {
  const alias = { millrace: moduleOfPackage('index') };
  const jiti = createJiti(import.meta.url, { fsCache: false, moduleCache: false, alias });
  const value = await jiti.import(path, { default: true });
  send({ value: plainValue(value) });
};

evaluate(process.argv[2] ?? '').catch((thrown: unknown) => {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  send({ error: error.message, ...(error.stack ? { stack: error.stack } : {}) });
});
