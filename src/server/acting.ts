import type { FastifyInstance } from 'fastify';
import type { ActorService } from '../app/service/guarded/actor-service.js';
import type { ServiceDoor } from '../app/service/service.js';
import { factsOf } from './authenticate.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The service as whoever asks may use it; only of routes that are not open to anybody. */
    service: ActorService;
  }
}

/** Gives each request the service of whoever asks, by the rules as they are now. */
export const actAsAsked = (app: FastifyInstance, door: ServiceDoor): void => {
  app.decorateRequest('service');
  app.addHook('preParsing', async (request, _, payload) => {
    if (!request.routeOptions.config.isOpen && !request.is404)
      request.service = await door.as(request.actor, request.id, () =>
        door.identity.lookAgain(factsOf(request, door.identity)),
      );
    return payload;
  });
};
