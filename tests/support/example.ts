import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Project, project } from './project.js';

const root = join(import.meta.dirname, '../..');
const data = join(root, 'node_modules/vega-datasets/data');

/** An example of the repository in a folder of its own: its document, and the modules beside it. */
export const exampleProject = async (name: string): Promise<Project> => {
  const folder = join(root, 'examples', name);
  const files = (await readdir(folder)).filter((file) => /\.(yaml|ts)$/.test(file));
  const texts = await Promise.all(
    files.map(async (file) => [file, await readFile(join(folder, file), 'utf8')] as const),
  );
  return project(
    Object.fromEntries(
      texts.map(([file, text]) => [file, text.replace('../../node_modules/vega-datasets/data', data)]),
    ),
  );
};
