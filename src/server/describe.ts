import { resolved } from '../app/service/resolve.js';
import type { Service } from '../app/service/service.js';
import { createServer } from './create-server.js';

/** Routes ask their service when a request comes, and here none does; there are uploads, so that theirs are told too. */
const nobody = { identity: {}, uploads: { channels: [], expiry: 0 } } as unknown as Service;

/** The description of the interface (OpenAPI 3.1) that `/v1/openapi.json` gives, without a service being opened. */
export const describeService = async (): Promise<object> => {
  const app = await createServer(nobody, resolved({ serve: 1 }, '.', {}));
  try {
    return app.swagger();
  } finally {
    await app.close();
  }
};
