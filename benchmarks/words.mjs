import { parseArgs } from 'node:util';
import { works } from './works.mjs';

export const helpText = `npm run bench -- [options]

Measures Millrace beside hand-written SQL on the same engine and the libraries that one would use instead:
a process each, in turn, medians.

  --scale N     1 is 5 million orders, a CSV of about 440 MB (default 1); 10 is ten times that
  --only a,b    some of: startup, preflight, ${works.map(({ id }) => id).join(', ')}
  --rounds N    how often each is measured (default 5)
  --data DIR    where the generated files are kept (default ~/.cache/millrace-bench)
  --no-peers    leaves the libraries out: Millrace and hand-written SQL only
  --compare     says what changed since the results that are kept in benchmarks/results.json
  --no-save     leaves results.json and results.md as they are

${works.map(({ id, what }) => `  (${id}) ${what}`).join('\n')}`;

const options = {
  scale: { type: 'string', default: '1' },
  only: { type: 'string' },
  rounds: { type: 'string', default: '5' },
  data: { type: 'string' },
  compare: { type: 'boolean', default: false },
  'no-save': { type: 'boolean', default: false },
  'no-peers': { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
};

const known = new Set(['startup', 'preflight', ...works.map(({ id }) => id)]);

const problemIn = ({ scale, rounds, only }) => {
  if (!(scale > 0)) return '--scale takes a number above 0';
  if (!(Number.isInteger(rounds) && rounds > 0)) return '--rounds takes a whole number above 0';
  const unknown = only?.find((id) => !known.has(id));
  return unknown === undefined
    ? undefined
    : `--only: there is no "${unknown}"; there are ${[...known].join(', ')}`;
};

/** The command's words as values; `problem` says what is wrong with them. */
export const readWords = (args) => {
  try {
    const { values } = parseArgs({ args, options });
    const words = {
      scale: Number(values.scale),
      rounds: Number(values.rounds),
      only: values.only?.split(','),
      data: values.data,
      compare: values.compare,
      save: !values['no-save'],
      peers: !values['no-peers'],
      help: values.help,
    };
    return { ...words, problem: problemIn(words) };
  } catch (thrown) {
    return { problem: thrown.message };
  }
};
