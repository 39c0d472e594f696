import type { CatalogueEntry } from './entry.js';

/** MR84xx: the configuration of the service, and what starts pipelines. */
export const serviceErrors = {
  MR8401: {
    fault: 'user',
    title: 'not a configuration of the service',
    mend: 'The file is a mapping that begins with `serve: 1`.',
  },
  MR8402: {
    fault: 'user',
    title: 'configuration of the service not found',
    mend: 'Check the path; it is taken from the current folder.',
  },
  MR8403: {
    fault: 'user',
    title: 'environment variable cannot be taken',
    mend: 'Correct the variable, or unset it: the configuration file counts then.',
  },
  MR8404: {
    fault: 'user',
    title: 'service would be open to other hosts',
    mend: 'Write `public_url: https://…` under `listen`, where TLS ends at a proxy, and under `identity` who people are (`local: true`, or an issuer under `oidc`); or listen at 127.0.0.1.',
  },
  MR8405: {
    fault: 'user',
    title: 'no scanner is said',
    mend: 'Write `scanner: { clamd: 127.0.0.1:3310 }` under `uploads`, or `scanner: none` where files need not be scanned.',
  },
  MR8406: {
    fault: 'user',
    title: "channel lies in the service's own folder",
    mend: 'Choose a `folder` for the channel that neither holds `data` nor lies in it: files in quarantine must not be read.',
  },
  MR8407: {
    fault: 'user',
    title: 'pipeline of the service not found',
    mend: 'Correct the path under `pipelines`; it is taken from the folder of the configuration file.',
  },
  MR8408: {
    fault: 'user',
    title: 'uploads are appended again and again',
    mend: 'Read with `new_only: true`, so that each file is read once, or write with `mode: replace`.',
  },
  MR8409: {
    fault: 'user',
    title: 'unknown channel',
    mend: 'Declare the channel under `uploads.channels` of the service, or correct `trigger` in the document.',
  },
  MR8410: {
    fault: 'user',
    title: 'channel is not read by the pipeline that it starts',
    mend: "Let one of the pipeline's stores have the channel's folder: `resources: { stores: { inbox: { folder: … } } }`.",
  },
  MR8411: {
    fault: 'user',
    title: 'files are longer than the scanner looks at',
    mend: 'Write a `max` of at most 2GiB: longer files would never leave quarantine.',
  },
} as const satisfies Record<string, CatalogueEntry>;
