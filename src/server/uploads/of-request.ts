import type { FastifyRequest } from 'fastify';
import type { ActorUploads } from '../../app/service/guarded/uploads.js';

/** The uploads of whoever asks; routes of uploads are there only where there are channels. */
export const uploadsOf = ({ service: { uploads } }: FastifyRequest): ActorUploads => {
  if (!uploads) throw new Error('a route of uploads in a service without channels');
  return uploads;
};
