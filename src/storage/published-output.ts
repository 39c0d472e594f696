import { posix } from 'node:path';
import { sha256 } from '../base/hash.js';
import type { PublishedOutput } from '../kit/storage.js';
import type { PublishedFile } from './manifest.js';
import { hasSeveralFiles } from './staged-files.js';
import type { VerifiedOutput } from './staged-output.js';

const sum = (files: readonly PublishedFile[], key: 'rows' | 'bytes'): number =>
  files.reduce((total, file) => total + file[key], 0);

/** What `sha256sum` prints for the files, seen from their folder: anybody can make it again. */
const listOfSums = (folder: string, files: readonly PublishedFile[]): string =>
  files
    .map((file) => ({ name: file.name.slice(folder.length), sum: file.sha256 }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .map((file) => `${file.sum}  ${file.name}\n`)
    .join('');

const severalFiles = ({ dataset, partitionBy, files }: VerifiedOutput) => ({
  sha256: sha256(listOfSums(dataset, files)),
  files: files.length,
  ...(partitionBy.length > 0 && { partitions: new Set(files.map(({ name }) => posix.dirname(name))).size }),
});

/** An output as the record of the run tells of it. */
export const publishedOutput = (output: VerifiedOutput): PublishedOutput => {
  const { target, dataset, mode, files } = output;
  const [first] = files;
  const about = { node: target.request.node, mode, rows: sum(files, 'rows'), bytes: sum(files, 'bytes') };
  const { store } = target.request.path;
  if (hasSeveralFiles(target) || !first) {
    return { ...about, target: `${store}://${dataset}`, ...severalFiles(output) };
  }
  return { ...about, target: `${store}://${first.name}`, sha256: first.sha256 };
};
