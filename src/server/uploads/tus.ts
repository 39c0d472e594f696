import { MemoryLocker } from '@tus/server';
import type { ServiceDoor } from '../../app/service/service.js';
import { MillraceError } from '../../base/errors/index.js';
import { requestProblems } from '../errors.js';
import { problemDetails, statusOf } from '../problem-details.js';
import { takeRaw } from '../raw-bodies.js';
import type { Api } from '../routes/route.js';
import { checksumAlgorithms, checksumOf, digestsOf, partChecksums } from './digests.js';
import { uploadsOf } from './of-request.js';
import { TusServer } from './tus-server.js';
import { askedOf, GatewayStore, tusRequest } from './tus-store.js';

const PATH = '/v1/tus';

/** Of the protocol, where it has one of its own: the checksum extension asks for 460. */
const CHECKSUM_MISMATCH = 460;

const statusFor = ({ problems: [first] }: MillraceError): number => {
  if (first?.code === 'MR8109') return CHECKSUM_MISMATCH;
  return first ? statusOf(first.code) : 500;
};

/** Resumable uploads (tus 1.0) at `/v1/tus`; the channel stands in the metadata. */
export const tusRoutes = (api: Api, { uploads }: ServiceDoor): void => {
  if (!uploads) return;
  const store = new GatewayStore(uploads.expiry);
  const server = new TusServer({
    path: PATH,
    datastore: store,
    locker: new MemoryLocker(),
    relativeLocation: true,
    // Browsers of other origins have no business here.
    allowedOrigins: [],
    onUploadFinish: async (request, { id }) => {
      const promised = digestsOf('Repr-Digest', request.headers.get('repr-digest') ?? undefined);
      const record = await askedOf().gateway.complete(id, promised);
      if (record.state === 'rejected') throw new MillraceError(record.problems);
      return {};
    },
    onResponseError: (_, thrown) => {
      if (!(thrown instanceof Error)) return undefined;
      const problems = requestProblems(thrown);
      const [first] = problems;
      const status_code = thrown instanceof MillraceError ? statusFor(thrown) : 500;
      return (
        first && {
          status_code,
          body: JSON.stringify({ ...problemDetails(problems, PATH), status: status_code }),
        }
      );
    },
  });
  const schema = { hide: true } as const;
  api.register(async (scope: Api) => {
    takeRaw(scope);
    scope.route({
      method: ['OPTIONS', 'HEAD', 'POST', 'PATCH', 'DELETE'],
      url: `${PATH}/*`,
      config: { takesFile: true },
      schema,
      handler: async (request, reply) => {
        const { headers } = request;
        const content = digestsOf('Content-Digest', headers['content-digest']);
        const checksum = checksumOf(headers['upload-checksum'] as string | undefined);
        // Each promise is held, not the strongest alone.
        const checksums = [...partChecksums(content), ...(checksum ? [checksum] : [])];
        const whole = digestsOf('Repr-Digest', headers['repr-digest']);
        reply.hijack();
        reply.raw.setHeader('Tus-Checksum-Algorithm', checksumAlgorithms.join(','));
        const asked = { gateway: uploadsOf(request).gateway, checksums, whole, wrote: new Set<string>() };
        await tusRequest
          .run(asked, () => server.handle(request.raw, reply.raw))
          .finally(() => store.written(asked));
      },
    });
  });
};
