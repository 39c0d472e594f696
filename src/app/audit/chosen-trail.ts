import { join, resolve } from 'node:path';
import { failure } from '../../base/errors/index.js';
import { isThere } from '../../base/is-there.js';
import { projectAround } from '../load/load-project.js';
import { loadServiceConfig } from '../service/config.js';
import type { Wiring } from '../wiring.js';
import { trailFolder } from './project-trail.js';

/** The trail of the project that one is in, if it has one; a project file that does not hold hides none that is beside it. */
const ofProject = async (wiring: Wiring): Promise<string | undefined> => {
  const found = await projectAround(wiring.cwd, wiring.cwd).catch(() => ({ folder: wiring.cwd }));
  const folder = found && trailFolder(found.folder);
  return folder !== undefined && (await isThere(folder)) ? folder : undefined;
};

/** The trail of the service whose configuration is in the current folder, if it has one. */
const ofService = async ({ environment, cwd }: Wiring): Promise<string | undefined> => {
  const config = await loadServiceConfig(undefined, environment, cwd).catch(() => undefined);
  const folder = config && join(config.data, 'audit');
  return folder !== undefined && (await isThere(folder)) ? folder : undefined;
};

/**
 * The folder of the trail that is meant: the one named, that of the project, or that of the service.
 *
 * @throws MR8808 where there is none
 */
export const chosenTrail = async (wiring: Wiring, named: string | undefined): Promise<string> => {
  if (named !== undefined) return resolve(wiring.cwd, named);
  const found = (await ofProject(wiring)) ?? (await ofService(wiring));
  if (found !== undefined) return found;
  throw failure('MR8808', 'there is no audit trail of a project or a service here');
};

/** The trail of the service, where that of the project was chosen and nobody named it: two are easily taken for one. */
export const trailBeside = async (wiring: Wiring, named: string | undefined): Promise<string | undefined> => {
  if (named !== undefined || (await ofProject(wiring)) === undefined) return undefined;
  return ofService(wiring);
};
