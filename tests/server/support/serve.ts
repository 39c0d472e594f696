import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { loadServiceConfig } from '../../../src/app/service/config.js';
import { openService, type Service, type StartOptions } from '../../../src/app/service/service.js';
import { wire } from '../../../src/app/wire.js';
import type { Wiring } from '../../../src/app/wiring.js';
import { createServer } from '../../../src/server/create-server.js';
import { type Files, projectIn } from '../../support/project.js';

export interface Served {
  readonly folder: string;
  readonly service: Service;
  readonly app: FastifyInstance;
  readonly address: string;
  readonly token: string;
  /** Asks the service as its administrator. */
  readonly ask: (path: string, init?: RequestInit) => Promise<Response>;
  readonly close: () => Promise<void>;
}

/** A service over the documents among some files, listening on a free port; what is given of a wiring counts before it. */
export const serve = async (
  files: Files,
  given: Partial<Wiring> = {},
  { port = 0, ...options }: StartOptions & { readonly port?: number } = {},
): Promise<Served> => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'millrace-test-')));
  await projectIn(folder).write(files);
  const config = await loadServiceConfig(undefined, given.environment ?? {}, folder);
  const service = await openService({ ...wire({ cwd: folder }), ...given }, config, options);
  const app = await createServer(service, config);
  const address = await app.listen({ host: '127.0.0.1', port });
  const token = service.madeToken ?? '';
  return {
    folder,
    service,
    app,
    address,
    token,
    ask: (path, init = {}) =>
      fetch(`${address}${path}`, { ...init, headers: { authorization: `Bearer ${token}`, ...init.headers } }),
    close: async () => {
      await app.close();
      await service.close(1_000);
      await rm(folder, { recursive: true, force: true });
    },
  };
};
