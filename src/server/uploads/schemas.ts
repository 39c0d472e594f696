import * as z from 'zod';
import { fileTypes } from '../../gateway/file-type.js';
import { type UploadRecord, uploadStates } from '../../gateway/upload.js';
import { problemJson, problemSchema } from '../problem-details.js';

export const uploadSchema = z
  .object({
    id: z.string(),
    channel: z.string(),
    principal: z.string(),
    clientName: z.string().describe('The name that the client gave.'),
    declaredType: z.string(),
    length: z.number().optional(),
    state: z.enum(uploadStates),
    steps: z.array(z.object({ state: z.enum(uploadStates), at: z.string() })),
    bytes: z.number().optional(),
    sha256: z.string().optional(),
    type: z.enum(fileTypes).optional().describe('What the content was found to be.'),
    scan: z.object({ name: z.string(), at: z.string() }).optional(),
    name: z.string().optional().describe('Of the promoted file, in the folder of its channel.'),
    problems: z.array(problemSchema).describe('Why it was rejected, or what went wrong.'),
    expires: z.string(),
  })
  .meta({ id: 'Upload' });

/** An upload as clients see it: without paths of the machine. */
export const uploadJson = (record: UploadRecord): z.output<typeof uploadSchema> => ({
  id: record.id,
  channel: record.channel,
  principal: record.principal,
  clientName: record.clientName,
  declaredType: record.declaredType,
  ...(record.length === undefined ? {} : { length: record.length }),
  state: record.state,
  steps: record.steps.map((step) => ({ ...step })),
  ...(record.bytes === undefined ? {} : { bytes: record.bytes }),
  ...(record.sha256 === undefined ? {} : { sha256: record.sha256 }),
  ...(record.type === undefined ? {} : { type: record.type }),
  ...(record.scan === undefined ? {} : { scan: { name: record.scan.name, at: record.scan.at } }),
  ...(record.promotion === undefined ? {} : { name: record.promotion.name }),
  problems: [...problemJson(record.problems)],
  expires: record.expires,
});

export const uploadId = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[a-z0-9-]+$/);
