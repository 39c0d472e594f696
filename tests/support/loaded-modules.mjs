// Preloaded with `--import`: adds the address of each module that is loaded to the file that the environment names.
import { appendFileSync } from 'node:fs';
import Module, { register } from 'node:module';

const file = process.env.MILLRACE_TEST_LOADED;
const hooks = `import { appendFileSync } from 'node:fs';
export const load = (url, context, next) => {
  appendFileSync(${JSON.stringify(file)}, url + '\\n');
  return next(url, context);
};`;
register(`data:text/javascript,${encodeURIComponent(hooks)}`);

// What CommonJS loads.
const load = Module._load;
Module._load = (request, ...rest) => {
  appendFileSync(file, `${request}\n`);
  return load(request, ...rest);
};
