import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { cruise } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';

const require = createRequire(import.meta.url);

const sourcesIn = (folder) =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).filter(
    (entry) => entry.isFile() && entry.name.endsWith('.ts'),
  ).length;

/** Reads every module under `src` of a folder and holds its imports against the floors. */
export const checkFloors = async (root) => {
  const config = require('../.dependency-cruiser.cjs');
  const options = {
    ...config.options,
    ruleSet: { forbidden: config.forbidden },
    validate: true,
    baseDir: root,
  };
  const { output } = await cruise(['src'], options, undefined, {
    tsConfig: extractTSConfig(resolve(root, 'tsconfig.json')),
  });
  const read = output.modules.filter(
    ({ source }) => source.startsWith('src/') && source.endsWith('.ts'),
  ).length;
  const violations = output.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`);
  return { read, expected: sourcesIn(join(root, 'src')), violations };
};

/** What is wrong, a line each; reading too little is wrong too. */
export const complaints = ({ read, expected, violations }) => [
  ...violations,
  ...(read < expected ? [`only ${read} of ${expected} .ts files were read: the check proves nothing`] : []),
];

const main = async () => {
  const result = await checkFloors(process.cwd());
  const wrong = complaints(result);
  for (const line of wrong) console.error(line);
  if (wrong.length > 0) process.exit(1);
  console.log(`floors: ${result.read} modules, no arrow up, sideways or round`);
};

if (process.argv[1]?.endsWith('tools/floors.mjs')) await main();
