import { isIP } from 'node:net';
import type { Problem } from '../../base/errors/index.js';
import { at } from '../issue/context.js';
import type { SourceMap } from '../parsed.js';
import type { ServiceDocument } from './schema.js';

/** Whether an address is one that only this host can reach. */
export const isLoopback = (host: string): boolean => {
  if (host === 'localhost' || host === '::1') return true;
  return isIP(host) === 4 && host.startsWith('127.');
};

const hostProblems = ({ listen }: ServiceDocument, source: SourceMap): readonly Problem[] => {
  const host = listen?.host;
  if (host === undefined || isLoopback(host)) return [];
  const path = ['listen', 'host'];
  return [at('MR8404', `"${host}" can be reached by other hosts`, path, source.valuePlace(path))];
};

const scannerProblems = ({ uploads }: ServiceDocument, source: SourceMap): readonly Problem[] => {
  const names = Object.keys(uploads?.channels ?? {});
  if (names.length === 0 || uploads?.scanner !== undefined) return [];
  const path = ['uploads', 'channels'];
  return [at('MR8405', 'there are channels, and nothing is said of a scanner', path, source.keyPlace(path))];
};

/** What is wrong with a configuration beside its form. */
export const serviceProblems = (document: ServiceDocument, source: SourceMap): readonly Problem[] => [
  ...hostProblems(document, source),
  ...scannerProblems(document, source),
];
