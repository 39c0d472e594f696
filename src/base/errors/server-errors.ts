import type { CatalogueEntry } from './entry.js';

/** MR80xx: the service over HTTP. */
export const serverErrors = {
  MR8001: {
    fault: 'user',
    title: 'not let in',
    mend: 'Send a token: `Authorization: Bearer mr_…`, or log in anew. The first start of the service printed that of the administrator; a lost one is replaced by `millrace serve --new-token`.',
  },
  MR8002: {
    fault: 'user',
    title: 'request that the interface does not know',
    mend: 'Compare it with `/v1/openapi.json`.',
  },
  MR8003: {
    fault: 'resource',
    title: 'token of the administrator that cannot be read',
    mend: 'Restore the file, or make a new token with `millrace serve --new-token`.',
  },
  MR8004: {
    fault: 'user',
    title: 'unknown pipeline',
    mend: 'List pipelines with `GET /v1/pipelines`.',
  },
  MR8005: {
    fault: 'user',
    title: 'two documents of one name',
    mend: 'Give each pipeline of the service its own name.',
  },
  MR8006: {
    fault: 'user',
    title: 'unknown version',
    mend: 'List versions with `GET /v1/pipelines/{name}/versions`.',
  },
  MR8007: {
    fault: 'user',
    title: 'changed by somebody else',
    mend: 'Get it again, look at what changed, and send your change with its new ETag.',
  },
  MR8008: {
    fault: 'resource',
    title: 'service that is stopping',
    mend: 'Ask again once it has started anew.',
  },
  MR8009: {
    fault: 'user',
    title: 'pipeline that is a program',
    mend: 'Change it on the machine of the service: programs are not taken over the network.',
  },
  MR8010: {
    fault: 'user',
    title: 'document of another pipeline',
    mend: 'Put it under its own name, or change `pipeline:` in it.',
  },
  MR8011: {
    fault: 'user',
    title: 'unknown dataset',
    mend: 'List datasets with `GET /v1/datasets`.',
  },
  MR8012: {
    fault: 'user',
    title: 'unknown run of the service',
    mend: 'List runs with `GET /v1/runs`.',
  },
  MR8013: {
    fault: 'user',
    title: 'run without a record',
    mend: 'Wait until it has ended; `GET /v1/runs/{id}` says how it stands.',
  },
  MR8014: {
    fault: 'user',
    title: 'too many requests',
    mend: 'Wait as long as `Retry-After` says.',
  },
  MR8015: {
    fault: 'user',
    title: 'request that is too large',
    mend: 'Send less at once; files go through uploads.',
  },
  MR8016: {
    fault: 'user',
    title: 'media type that is not taken here',
    mend: 'Send one that `/v1/openapi.json` names for this request.',
  },
  MR8017: {
    fault: 'user',
    title: 'idempotency key of another request',
    mend: 'Make a new key for each request that is not a repetition.',
  },
  MR8018: {
    fault: 'user',
    title: 'repetition of a request that is not done yet',
    mend: 'Wait a moment and repeat it.',
  },
  MR8019: {
    fault: 'user',
    title: 'nothing is here',
    mend: 'See `/v1/openapi.json` for what there is.',
  },
  MR8020: {
    fault: 'user',
    title: 'request that took too long to arrive',
    mend: 'Send it again, faster; files go through uploads, which may take their time.',
  },
  MR8021: {
    fault: 'user',
    title: 'run that is not going on',
    mend: 'Only runs that wait or are going on can be cancelled, and only those that failed or were interrupted can be resumed.',
  },
  MR8022: {
    fault: 'resource',
    title: 'address that cannot be listened on',
    mend: 'Stop what listens there, or choose another port.',
  },
  MR8023: {
    fault: 'user',
    title: 'digest that cannot be read',
    mend: 'Write it as RFC 9530 has it: `Content-Digest: sha-256=:BASE64:`; of a part sent by tus, `Upload-Checksum: sha256 BASE64`.',
  },
  MR8024: {
    fault: 'resource',
    title: 'folder that the service cannot have',
    mend: 'Give this user the right to it, or name another folder under `data` of `serve.yaml`.',
  },
  MR8025: {
    fault: 'user',
    title: 'no place for a new pipeline',
    mend: 'Choose another name, or have a pattern such as `pipelines/*.yaml` stand first under `pipelines` of `serve.yaml`.',
  },
} as const satisfies Record<string, CatalogueEntry>;
