import * as z from 'zod';
import { nodeName } from './names.js';

/** `1GB`, `512MB`, `2GiB`: a size with its unit. */
export const sizeText = z
  .string()
  .regex(/^\d+(\.\d+)?\s*([KMGT]i?B)$/, 'a size with a unit, for example 512MB or 2GiB');

const storeSchema = z
  .strictObject({
    folder: z
      .string()
      .min(1)
      .optional()
      .describe('Folder of the store; a relative path is taken from the document.'),
    url: z
      .url({ protocol: /^https?$/, error: 'an address that begins with https:// or http://' })
      .optional()
      .describe('Address that paths in the store are appended to; its files are fetched, and never written.'),
  })
  .refine(({ folder, url }) => (folder === undefined) !== (url === undefined), {
    error: 'has either `folder` or `url`',
  });

/** Stores by the name used in `name://path`. */
export const storesSchema = z.record(nodeName, storeSchema);

/** With what a pipeline runs. */
export const resourcesSchema = z.strictObject({
  memory: sizeText.optional().describe("The engine's memory; it spills to disk beyond."),
  threads: z.int().min(1).max(1024).optional().describe('Threads of the engine.'),
  checkpoint: z
    .boolean()
    .optional()
    .describe('Whether each run keeps the results of its stages, so that a later one can go on from it.'),
  stores: storesSchema.optional().describe('Folders and addresses, by the name used in `name://path`.'),
});

export type Resources = z.output<typeof resourcesSchema>;
export type Stores = z.output<typeof storesSchema>;

const units: Readonly<Record<string, number>> = {
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  TB: 1e12,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
  TiB: 2 ** 40,
};

/** Bytes of a size such as `1.5GB`. */
export const bytesOf = (size: string): number => {
  const [, amount = '0', unit = 'KB'] = /^([\d.]+)\s*([A-Za-z]+)$/.exec(size) ?? [];
  return Math.round(Number(amount) * (units[unit] ?? 1));
};
