import type { Service } from '../../../src/app/service/service.js';

/** Whether a service knows who has a token. */
export const letsIn = (service: Service, token: string): Promise<boolean> =>
  service.identity.authenticate({ method: 'GET', address: '127.0.0.1', token }).then(
    () => true,
    () => false,
  );
