import * as z from 'zod';
import { pipelineName } from '../names.js';

/** `trigger:` what starts the pipeline in the service, beside people and its schedule. */
export const triggerSchema = z
  .union([
    z.literal('upload').describe("Files that come by the channel of the pipeline's own name."),
    z.strictObject({
      upload: pipelineName.describe('Files that come by this channel of the service.'),
    }),
  ])
  .describe('What starts the pipeline in the service: files that were uploaded and passed.');

export type Trigger = z.output<typeof triggerSchema>;

/** The channel whose uploads start a pipeline; undefined where none does. */
export const uploadChannel = (document: {
  readonly pipeline: string;
  readonly trigger?: Trigger | undefined;
}): string | undefined => (document.trigger === 'upload' ? document.pipeline : document.trigger?.upload);
