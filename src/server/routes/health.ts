import * as z from 'zod';
import { catalogue, type ErrorCode, failure } from '../../base/errors/index.js';
import { problemJson, problemSchema } from '../problem-details.js';
import { problems, type Routes } from './route.js';

const tags = ['service'];

const isCode = (text: string): text is ErrorCode => Object.hasOwn(catalogue, text);

/** Whether the process lives, whether it can work, and what its errors mean. */
export const healthRoutes: Routes = (api, { check }) => {
  api.get(
    '/v1/health/live',
    {
      config: { isOpen: true, rateLimit: false },
      schema: {
        tags,
        operationId: 'live',
        summary: 'Whether the process lives.',
        response: { 200: z.object({ status: z.literal('live') }) },
      },
    },
    async () => ({ status: 'live' as const }),
  );
  api.get(
    '/v1/health/ready',
    {
      config: { isOpen: true, rateLimit: false },
      schema: {
        tags,
        operationId: 'ready',
        summary: 'Whether it can do its work: its database answers, and it is not stopping.',
        response: {
          200: z.object({
            status: z.literal('ready'),
            problems: z.array(problemSchema).describe('What is amiss, and does not keep it from other work.'),
          }),
          ...problems,
        },
      },
    },
    async () => {
      const found = await check();
      return { status: 'ready' as const, problems: [...problemJson(found)] };
    },
  );
  api.get(
    '/v1/errors/:code',
    {
      config: { isOpen: true },
      schema: {
        tags,
        operationId: 'getError',
        summary: 'What an error means, and what to do about it.',
        params: z.object({ code: z.string().max(20) }),
        response: {
          200: z.object({ code: z.string(), fault: z.string(), title: z.string(), mend: z.string() }),
          ...problems,
        },
      },
    },
    async ({ params: { code } }) => {
      if (!isCode(code)) throw failure('MR8019', `there is no error "${code}"`);
      return { code, ...catalogue[code] };
    },
  );
};
