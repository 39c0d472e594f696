import cookie from '@fastify/cookie';
import etag from '@fastify/etag';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import fastify, { type FastifyInstance, type FastifyRequest, type FastifyServerOptions } from 'fastify';
import {
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
  type ZodTypeProvider,
} from 'fastify-type-provider-zod';
import type { Identity } from '../app/service/identity/index.js';
import type { ServiceConfig } from '../app/service/resolve.js';
import type { ServiceDoor } from '../app/service/service.js';
import { failure, problem } from '../base/errors/index.js';
import { version } from '../version.js';
import { actAsAsked } from './acting.js';
import { authenticate, isKnown } from './authenticate.js';
import { answerErrors, sendProblems } from './errors.js';
import { createStreams } from './event-stream.js';
import { answerBroken, refuseExpectations } from './no-requests.js';
import { refuseNul } from './nul.js';
import { routes } from './routes/index.js';
import type { Api } from './routes/route.js';
import { limitBodies } from './slow-bodies.js';
import { takeTexts } from './text-bodies.js';

export interface ServerOptions {
  /** What a client may do. */
  readonly limits: ServiceConfig['limits'];
  readonly listen?: Pick<ServiceConfig['listen'], 'trustProxy'>;
  readonly logger?: FastifyServerOptions['logger'];
}

const describeApi = (app: FastifyInstance): void => {
  app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Millrace',
        version,
        description: 'Pipelines, their runs, what they publish, and the files that come in.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/' }],
      components: {
        securitySchemes: {
          token: { type: 'http', scheme: 'bearer' },
          session: { type: 'apiKey', in: 'cookie', name: '__Host-millrace' },
        },
      },
      security: [{ token: [] }, { session: [] }],
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });
};

/** Parts of files are many, and have quotas of their own. */
const isFile = async (request: FastifyRequest, identity: Identity): Promise<boolean> =>
  request.routeOptions.config.takesFile === true && isKnown(request, identity);

const limitRate = (
  app: FastifyInstance,
  { requests: rate }: ServiceConfig['limits'],
  identity: Identity,
): void => {
  app.register(rateLimit, {
    max: rate.count,
    timeWindow: rate.per,
    allowList: (request) => isFile(request, identity),
    errorResponseBuilder: (_, { after }) =>
      failure('MR8014', `more requests than the service takes; go on in ${after}`),
  });
};

/** What browsers and proxies must not do with answers. */
const guardAnswers = (app: FastifyInstance): void => {
  app.addHook('onSend', async (_, reply) => {
    reply.header('x-content-type-options', 'nosniff');
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'private, no-cache');
  });
};

/** The service over HTTP: routes and nothing else. Listen on it, and close it before the service. */
export const createServer = async (
  service: ServiceDoor,
  { limits, listen = {}, logger = false }: ServerOptions,
): Promise<FastifyInstance> => {
  const app = fastify({
    logger,
    bodyLimit: limits.body,
    connectionTimeout: limits.idle,
    keepAliveTimeout: limits.idle,
    // Of bodies `limitBodies` sees to, as files may take their time; heads are short.
    http: { headersTimeout: limits.request, connectionsCheckingInterval: Math.min(limits.request, 5_000) },
    routerOptions: { maxParamLength: 300 },
    frameworkErrors: (error, request, reply) =>
      void sendProblems(request, reply, [problem('MR8002', error.message)]),
    clientErrorHandler: answerBroken,
    // Else anybody says of themselves where they come from.
    trustProxy: listen.trustProxy === undefined ? false : [...listen.trustProxy],
    forceCloseConnections: 'idle',
    return503OnClosing: true,
  });
  refuseExpectations(app.server);
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  takeTexts(app);
  app.register(etag);
  app.register(cookie);
  answerErrors(app);
  guardAnswers(app);
  describeApi(app);
  limitRate(app, limits, service.identity);
  authenticate(app, service.identity);
  actAsAsked(app, service);
  limitBodies(app, limits.request);
  const streams = createStreams();
  app.addHook('preClose', async () => streams.end());
  refuseNul(app);
  app.register(async (scope) => {
    const api: Api = scope.withTypeProvider<ZodTypeProvider>();
    for (const each of routes) each(api, service, streams);
  });
  app.get('/v1/openapi.json', { config: { isOpen: true }, schema: { hide: true } }, async () =>
    app.swagger(),
  );
  await app.ready();
  return app;
};
