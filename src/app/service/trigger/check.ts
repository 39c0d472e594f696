import { dirname, relative, resolve } from 'node:path';
import { didYouMean, listed } from '../../../base/diagnostics/suggest.js';
import { type Problem, problem } from '../../../base/errors/index.js';
import type { Channel } from '../../../gateway/channel.js';
import { uploadChannel } from '../../../spec/index.js';
import type { LoadedDocument } from '../../load/load-document.js';

const placed = ({ parsed }: LoadedDocument) => {
  const place = parsed.source.valuePlace(['trigger']);
  return place ? { place } : {};
};

const unknownChannel = (loaded: LoadedDocument, name: string, channels: readonly Channel[]): Problem => {
  const names = channels.map((each) => each.name);
  const label = didYouMean(name, names);
  const { pipeline } = loaded.parsed.document;
  return problem('MR8409', `the pipeline "${pipeline}" waits for uploads of the unknown channel "${name}"`, {
    ...placed(loaded),
    ...(label === undefined ? {} : { label }),
    notes: [names.length > 0 ? `channels: ${listed(names)}` : 'the service has no channels'],
  });
};

/** Folders of the document's stores; those that the environment names are not known here. */
const foldersOf = ({ parsed, path }: LoadedDocument): readonly (string | undefined)[] =>
  Object.values(parsed.document.resources?.stores ?? {}).flatMap(({ folder }) =>
    folder === undefined ? [] : [folder.includes('$' + '{') ? undefined : resolve(dirname(path), folder)],
  );

const holds = (outer: string, inner: string): boolean => {
  const way = relative(outer, inner);
  return way === '' || (!way.startsWith('..') && resolve(outer, way) === inner);
};

const unread = (loaded: LoadedDocument, { name, folder }: Channel): readonly Problem[] => {
  const folders = foldersOf(loaded);
  if (folders.some((each) => each === undefined || holds(each, folder))) return [];
  const { pipeline } = loaded.parsed.document;
  const message = `uploads of the channel "${name}" start the pipeline "${pipeline}", which has no store over their folder`;
  return [
    problem('MR8410', message, { ...placed(loaded), severity: 'warning', notes: [`channel: ${folder}`] }),
  ];
};

/** What is wrong with the trigger of a document in a service that has these channels. */
export const triggerProblems = (loaded: LoadedDocument, channels: readonly Channel[]): readonly Problem[] => {
  const name = uploadChannel(loaded.parsed.document);
  if (name === undefined) return [];
  const channel = channels.find((each) => each.name === name);
  return channel ? unread(loaded, channel) : [unknownChannel(loaded, name, channels)];
};
