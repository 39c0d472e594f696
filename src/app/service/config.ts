import { readFile, realpath } from 'node:fs/promises';
import { dirname, relative, resolve, sep } from 'node:path';
import { failure, MillraceError, type Problem, problem } from '../../base/errors/index.js';
import { isThere } from '../../base/is-there.js';
import { systemCode } from '../../base/system-code.js';
import type { Channel } from '../../gateway/channel.js';
import { type ParsedService, parseService, serviceWithoutFile } from '../../spec/service/index.js';
import { patternsOf } from './documents.js';
import { resolved, type ServiceConfig } from './resolve.js';

export type { ScannerConfig, ServiceConfig } from './resolve.js';

/** The file that is taken from the current folder where none is named. */
const USUAL = 'serve.yaml';

type Environment = Readonly<Record<string, string | undefined>>;

const textOf = async (path: string, shown: string): Promise<string> => {
  const bytes = await readFile(path).catch((thrown: unknown) => {
    const code = systemCode(thrown);
    if (code === 'EACCES') throw failure('MR3006', `"${shown}" may not be read`);
    throw failure('MR8402', code === 'EISDIR' ? `"${shown}" is a folder` : `there is no file "${shown}"`);
  });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw failure('MR8401', `"${shown}" is not UTF-8 text`);
  }
};

/** The real path of a folder that need not be there yet. */
const realOf = async (path: string): Promise<string> => {
  const real = await realpath(path).catch(() => undefined);
  if (real !== undefined || dirname(path) === path) return real ?? path;
  return resolve(await realOf(dirname(path)), relative(dirname(path), path));
};

const holds = (outer: string, inner: string): boolean =>
  inner === outer || inner.startsWith(outer.endsWith(sep) ? outer : outer + sep);

/** A channel's folder and the service's own must be apart, whatever links lead from one to the other. */
const folderProblems = async (
  { data, uploads }: ServiceConfig,
  { source }: ParsedService,
): Promise<readonly Problem[]> => {
  const own = await realOf(data);
  const problemOf = async ({ name, folder }: Channel): Promise<readonly Problem[]> => {
    const real = await realOf(folder);
    if (!holds(own, real) && !holds(real, own)) return [];
    const place = source.valuePlace(['uploads', 'channels', name, 'folder']);
    return [
      problem('MR8406', `the folder of the channel "${name}" and the service's own are not apart`, {
        ...(place && { place }),
        notes: [`channel: ${folder}`, `service: ${data}`],
      }),
    ];
  };
  return (await Promise.all(uploads.channels.map(problemOf))).flat();
};

const parsedAt = async (
  file: string | undefined,
  environment: Environment,
  cwd: string,
): Promise<{ readonly parsed: ParsedService; readonly path?: string }> => {
  const usual = file === undefined && (await isThere(resolve(cwd, USUAL))) ? USUAL : file;
  if (usual === undefined) return { parsed: serviceWithoutFile(environment) };
  const path = resolve(cwd, usual);
  return { parsed: parseService(await textOf(path, usual), usual, environment), path };
};

/**
 * The configuration of a service, checked, with all that is usual filled in.
 *
 * @param file path from `cwd`; where it is undefined, `serve.yaml` of `cwd` if it is there, else what is usual
 * @throws MillraceError with all that is wrong: MR10xx for its form, MR84xx for what it says
 */
export const loadServiceConfig = async (
  file: string | undefined,
  environment: Environment,
  cwd: string,
): Promise<ServiceConfig> => {
  const { parsed, path } = await parsedAt(file, environment, cwd);
  const folder = path === undefined ? cwd : dirname(path);
  const config = resolved(parsed.document, folder, environment, path);
  const documents = await patternsOf(parsed, folder);
  const problems = [...documents.problems, ...(await folderProblems(config, parsed))];
  if (problems.length > 0) throw new MillraceError(problems);
  return { ...config, pipelines: documents.patterns };
};
