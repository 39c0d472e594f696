import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of this package: the nearest one above this module that holds a `package.json`. */
export const packageRoot = (): string => {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
};

/** A module of this package, compiled, or as source where this code itself runs from source. */
export const moduleOfPackage = (path: string): string => {
  const isSource = import.meta.url.endsWith('.ts');
  return join(packageRoot(), isSource ? 'src' : 'dist', `${path}.${isSource ? 'ts' : 'js'}`);
};

/** The packages that a module of an author may import, by name, with their files. */
export const doors = (): Readonly<Record<string, string>> => ({
  'millrace/kit': moduleOfPackage('kit/index'),
  'millrace/spec': moduleOfPackage('spec/index'),
  millrace: moduleOfPackage('index'),
});
