import * as z from 'zod';
import type { FedEvent } from '../../app/service/runs/feed.js';
import { openEventStream } from '../event-stream.js';
import { problems, type Routes } from './route.js';
import { runParams } from './runs.js';

const tags = ['runs'];

/** What happens in a run: as it happens, and as a log afterwards. */
export const runEventRoutes: Routes = (api, _, streams) => {
  api.get(
    '/v1/runs/:runId/events',
    {
      schema: {
        tags,
        operationId: 'followRun',
        summary:
          'The events of a run from its beginning, or from `Last-Event-ID`, as they happen; `end` comes last.',
        params: runParams,
        headers: z.object({ 'last-event-id': z.coerce.number().int().min(0).optional() }),
        response: {
          200: {
            description: 'Server-sent events.',
            content: { 'text/event-stream': { schema: z.string() } },
          },
          ...problems,
        },
      },
    },
    async (request, reply) => {
      const { runId } = request.params;
      const after = request.headers['last-event-id'] ?? 0;
      const { runs } = request.service;
      // What is not there, not to be seen, or cannot be put on record, is answered before the stream begins.
      const follow = await runs.follow(runId, after);
      let isClosed = false;
      let stop: () => void = () => undefined;
      const stream = openEventStream(reply, streams, () => {
        isClosed = true;
        stop();
      });
      const tell = (fed: FedEvent | 'end'): void => {
        if (fed === 'end') {
          stream.send('end', { runId });
          stream.end();
        } else stream.send(fed.event.type, fed.event, fed.number);
      };
      // The client hears that it is listened to, also while the run waits.
      stop = await follow(tell);
      if (isClosed) stop();
      return reply;
    },
  );
  api.get(
    '/v1/runs/:runId/log',
    {
      schema: {
        tags,
        operationId: 'getLog',
        summary: 'What happened in a run until now: one JSON object a line.',
        params: runParams,
        response: {
          200: { description: 'NDJSON.', content: { 'application/x-ndjson': { schema: z.string() } } },
          ...problems,
        },
      },
    },
    async ({ params: { runId }, service: { runs } }, reply) => {
      const lines = (await runs.events(runId)).map((event) => `${JSON.stringify(event)}\n`);
      return reply.type('application/x-ndjson').send(lines.join(''));
    },
  );
};
