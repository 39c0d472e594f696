import type { Problem } from '../../base/errors/index.js';
import { at } from '../issue/context.js';
import type { SourceMap } from '../parsed.js';
import { bytesOf } from '../resources.js';
import type { Environment } from '../substitution/substitute.js';
import { identityProblems } from './identity-checks.js';
import { isLoopback } from './loopback.js';
import type { ServiceDocument } from './schema.js';

/** Whether anybody can be known beside the administrator. */
const knowsPeople = (identity: ServiceDocument['identity']): boolean =>
  identity?.local === true || Object.keys(identity?.oidc ?? {}).length > 0;

const hostProblems = ({ listen, identity }: ServiceDocument, source: SourceMap): readonly Problem[] => {
  const host = listen?.host;
  if (host === undefined || isLoopback(host)) return [];
  const notes = [
    ...(listen?.public_url === undefined ? ['`listen.public_url` is missing'] : []),
    ...(knowsPeople(identity) ? [] : ['`identity` is missing: `local: true`, or an issuer under `oidc`']),
  ];
  if (notes.length === 0) return [];
  const path = ['listen', 'host'];
  return [at('MR8404', `"${host}" can be reached by other hosts`, path, source.valuePlace(path), { notes })];
};

const scannerProblems = ({ uploads }: ServiceDocument, source: SourceMap): readonly Problem[] => {
  const names = Object.keys(uploads?.channels ?? {});
  if (names.length === 0 || uploads?.scanner !== undefined) return [];
  const path = ['uploads', 'channels'];
  return [at('MR8405', 'there are channels, and nothing is said of a scanner', path, source.keyPlace(path))];
};

/** Bytes of the longest file that clamd looks at, whatever its settings say. */
const CLAMD_MOST = 2 ** 31;

const sizeProblems = ({ uploads }: ServiceDocument, source: SourceMap): readonly Problem[] => {
  if (typeof uploads?.scanner !== 'object') return [];
  return Object.entries(uploads.channels ?? {})
    .filter(([, { max }]) => max !== undefined && bytesOf(max) > CLAMD_MOST)
    .map(([name, { max }]) => {
      const path = ['uploads', 'channels', name, 'max'];
      const message = `the channel "${name}" takes files of ${max}, and clamd looks at none of more than 2 GiB`;
      return at('MR8411', message, path, source.valuePlace(path));
    });
};

/** What is wrong with a configuration beside its form. */
export const serviceProblems = (
  document: ServiceDocument,
  source: SourceMap,
  environment: Environment,
): readonly Problem[] => [
  ...hostProblems(document, source),
  ...scannerProblems(document, source),
  ...sizeProblems(document, source),
  ...identityProblems(document, source, environment),
];
