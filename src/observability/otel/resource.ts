import { hostname } from 'node:os';
import { type Resource, resourceFromAttributes } from '@opentelemetry/resources';
import { type Environment, pairs } from '../settings.js';

/** Who speaks: the service, and the process behind it. `OTEL_SERVICE_NAME` and `OTEL_RESOURCE_ATTRIBUTES` win. */
export const resourceOf = (environment: Environment, version: string): Resource => {
  const { OTEL_SERVICE_NAME: service, OTEL_RESOURCE_ATTRIBUTES: own } = environment;
  return resourceFromAttributes({
    'service.name': 'millrace',
    'service.version': version,
    'host.name': hostname(),
    'process.pid': process.pid,
    'process.runtime.name': 'nodejs',
    'process.runtime.version': process.versions.node,
    'telemetry.sdk.name': 'opentelemetry',
    'telemetry.sdk.language': 'nodejs',
    ...pairs(own),
    ...(service ? { 'service.name': service } : {}),
  });
};
