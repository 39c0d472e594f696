import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { failure, MillraceError, type Problem, problem, problemsOf } from '../base/errors/index.js';
import { PROBLEM_JSON, problemDetails } from './problem-details.js';

const placeOf = (context: string | undefined, path: string): string => {
  const inside = path.split('/').filter(Boolean).join('.');
  return [context ?? 'request', inside].filter(Boolean).join(' ');
};

const asText = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

/** Errors of the library, by its codes. */
const ofLibrary: Readonly<Record<string, (error: FastifyError) => Problem>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: () => problem('MR8015', 'the body is larger than the service takes'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ({ message }) => problem('MR8016', message),
  FST_ERR_CTP_EMPTY_JSON_BODY: () => problem('MR8002', 'the body is empty, and says that it is JSON'),
  FST_ERR_CTP_INVALID_JSON_BODY: () => problem('MR8002', 'the body is not JSON'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () => problem('MR8002', 'the body is not as long as it says'),
};

const isLibraryError = (thrown: unknown): thrown is FastifyError =>
  thrown instanceof Error && 'code' in thrown && 'statusCode' in thrown;

/** Anything that was thrown while a request was answered, as problems of the catalogue. */
export const requestProblems = (thrown: unknown): readonly Problem[] => {
  if (thrown instanceof MillraceError) return thrown.problems;
  if (hasZodFastifySchemaValidationErrors(thrown))
    return thrown.validation.map(({ instancePath, message }) =>
      problem(
        'MR8002',
        `${placeOf(thrown.validationContext, instancePath)}: ${message ?? 'not as it should be'}`,
      ),
    );
  if (!isLibraryError(thrown)) return problemsOf(thrown);
  const known = ofLibrary[thrown.code];
  if (known) return [known(thrown)];
  const { statusCode = 500 } = thrown;
  return statusCode < 500 ? [problem('MR8002', asText(thrown))] : problemsOf(thrown);
};

export const sendProblems = (
  request: FastifyRequest,
  reply: FastifyReply,
  problems: readonly Problem[],
): FastifyReply => {
  const details = problemDetails(problems, request.id);
  if (details.status >= 500) request.log.error({ problems }, details.detail);
  if (details.status === 401) reply.header('www-authenticate', 'Bearer realm="millrace"');
  return reply.code(details.status).type(PROBLEM_JSON).serializer(JSON.stringify).send(details);
};

/** Answers every error with problem details. */
export const answerErrors = (app: FastifyInstance): void => {
  app.setErrorHandler((thrown, request, reply) => sendProblems(request, reply, requestProblems(thrown)));
  app.setNotFoundHandler((request) => {
    throw failure('MR8019', `there is no ${request.method} ${request.url.split('?')[0]}`);
  });
};
