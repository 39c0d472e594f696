import * as z from 'zod';
import { fileTypes } from '../../base/file-types.js';
import { pipelineName } from '../names.js';
import { durationText } from '../policies/duration.js';
import { identity } from './identity.js';
import { publicUrl, rateText, scannerAddressText, someBytes, trustedAddress } from './texts.js';

/** A path, as people write it. */
export const pathText = z.string().min(1);

export const listen = z.strictObject({
  host: z.string().min(1).optional().describe('Address to listen at; 127.0.0.1 unless given.'),
  port: z.int().min(0).max(65_535).optional().describe('Port; 7460 unless given, 0 takes any that is free.'),
  public_url: publicUrl
    .optional()
    .describe(
      '`https://HOST`, as people reach it; TLS may end at a proxy. Needed where other hosts can reach it.',
    ),
  trust_proxy: z
    .array(trustedAddress)
    .min(1)
    .optional()
    .describe('Addresses of proxies, or networks such as 10.0.0.0/24, whose `X-Forwarded-For` is believed.'),
});

export const runs = z.strictObject({
  at_once: z.int().min(1).max(64).optional().describe('Runs at one time; 2 unless given.'),
});

const limits = z.strictObject({
  body: someBytes.optional().describe('Bytes of a request that is no upload; 1MB unless given.'),
  request: durationText
    .optional()
    .describe('How long a request that is no upload may take to come; 30s unless given.'),
  idle: durationText.optional().describe('How long a connection may say nothing; 30s unless given.'),
  requests: rateText.optional().describe('Requests of one client, as `600/1m`, which it is unless given.'),
});

const scanner = z.union([
  z.literal('none').describe('Nothing is scanned, and the record of each upload says so.'),
  z.strictObject({
    clamd: scannerAddressText.describe(
      '`HOST:PORT` or `unix:PATH` of a clamd that has `AlertExceedsMax yes`.',
    ),
    timeout: durationText
      .optional()
      .describe('How long it may take for an answer, or to take more bytes; 60s unless given.'),
  }),
]);

const quotas = z.strictObject({
  bytes: someBytes.optional().describe('Bytes of all uploads that are not promoted yet; 50GB unless given.'),
  receiving: z
    .int()
    .min(1)
    .max(100_000)
    .optional()
    .describe('Uploads under way at one time; 100 unless given.'),
  bytes_a_day: someBytes.optional().describe('Bytes of uploads begun within a day; 200GB unless given.'),
});

const archives = z.strictObject({
  entries: z.int().min(1).max(1_000_000).optional().describe('Files in one archive; 1000 unless given.'),
  ratio: z.int().min(1).max(10_000).optional().describe('Unpacked bytes to packed ones; 100 unless given.'),
  bytes: someBytes.optional().describe('Bytes of all that is in it, unpacked; 10GB unless given.'),
  depth: z
    .int()
    .min(1)
    .max(10)
    .optional()
    .describe('Archives in archives: 1 lets none into another; 2 unless given.'),
});

const channel = z
  .strictObject({
    accept: z.array(z.enum(fileTypes)).min(1).describe('Types of files that are let in, also in archives.'),
    max: someBytes.optional().describe('Bytes of one file; 1GB unless given.'),
    folder: pathText
      .optional()
      .describe(
        'Folder that takes the files that passed; `./inbox/` and the name of the channel unless given.',
      ),
    archives: archives.optional().describe('How far archives may go.'),
    digest: z
      .enum(['required', 'optional'])
      .optional()
      .describe('Whether a client must say the SHA-256 or SHA-512 of each file; `optional` unless given.'),
  })
  .describe('What is let in, and where it goes.');

const uploads = z.strictObject({
  expire: durationText
    .optional()
    .describe('After this an upload that was not finished is removed; 24h unless given.'),
  examine: z
    .int()
    .min(1)
    .max(64)
    .optional()
    .describe('Uploads that are examined at one time; 2 unless given.'),
  scanner: scanner
    .optional()
    .describe('What looks for malware; `none` in so many words where nothing shall.'),
  quotas: quotas.optional().describe('What one person or program may have at a time.'),
  channels: z.record(pipelineName, channel).optional().describe('Upload policies, by name.'),
});

/** The configuration of `millrace serve`, version 1. The schema neither converts nor fills in. */
export const serviceSchema = z.strictObject({
  serve: z.literal(1).describe('Version of the format.'),
  data: pathText
    .optional()
    .describe(
      'Folder of the service: state, uploads, versions of pipelines; `./.millrace/serve` unless given.',
    ),
  listen: listen.optional().describe('Where it listens.'),
  pipelines: z
    .array(pathText)
    .optional()
    .describe('Documents that it knows from the start, as paths with `*`; `pipelines/*.yaml` unless given.'),
  runs: runs.optional().describe('Runs of pipelines.'),
  limits: limits.optional().describe('What a client may do.'),
  identity: identity.optional().describe('Who people are.'),
  uploads: uploads.optional().describe('Files that are sent to the service.'),
});

/** The file's value as it is written. */
export type ServiceDocument = z.output<typeof serviceSchema>;
