import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');

const millraceIn =
  (file, processes) =>
  (folder, { data, out, memory, threads }) => ({
    words: [
      join(root, 'dist/bin/millrace.js'),
      'run',
      join(folder, file),
      '--json',
      '--memory',
      memory,
      '--threads',
      String(processes ?? threads),
      '--run-dir',
      join(out, 'runs'),
    ],
    env: { BENCH_DATA: data.home, BENCH_OUT: out },
  });

const sqlIn =
  (file) =>
  (folder, { data, out, memory, threads }) => ({
    words: [
      join(import.meta.dirname, 'run-sql.mjs'),
      join(folder, file),
      data.home,
      out,
      memory,
      String(threads),
    ],
    env: {},
  });

const library =
  (name) =>
  (folder, { data, out }) => ({
    words: [join(folder, `${name}.mjs`), data.home, out],
    env: {},
  });

const commands = {
  millrace: millraceIn('pipeline.yaml'),
  'millrace-record-numbers': millraceIn('record-numbers.yaml'),
  'millrace-semantic': millraceIn('semantic.yaml'),
  'millrace-one-process': millraceIn('pipeline.yaml', 1),
  'millrace-row-wise': millraceIn('row-wise.yaml'),
  sql: sqlIn('by-hand.sql'),
  'sql-exact': sqlIn('by-hand-exact.sql'),
  'sql-ignore-errors': sqlIn('ignore-errors.sql'),
};

/** The words and the environment with which a contender does a piece of work. */
export const commandFor = (work, contender, context) =>
  (commands[contender] ?? library(contender))(join(import.meta.dirname, 'work', work.folder), context);
