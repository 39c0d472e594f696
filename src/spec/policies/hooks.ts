import * as z from 'zod';
import { durationText } from './duration.js';

const webhook = z.strictObject({
  webhook: z
    .string()
    .regex(/^(https?:\/\/|\$\{env:)\S+$/, 'an address that begins with http:// or https://')
    .describe('Address that is sent what happened, as JSON in a POST.'),
  headers: z.record(z.string(), z.string()).optional().describe('Headers of the request.'),
  timeout: durationText.optional().describe('How long it may take; 10s unless given.'),
});

const command = z.strictObject({
  command: z
    .array(z.string().min(1))
    .min(1)
    .describe('Program and arguments, without a shell; what happened comes on its standard input as JSON.'),
  environment: z
    .array(z.string().regex(/^[A-Za-z_]\w*$/, 'the name of an environment variable'))
    .optional()
    .describe('Environment variables that it is given; no others are.'),
  timeout: durationText.optional().describe('How long it may take; 1m unless given.'),
});

export const hookSchema = z.union([webhook, command]);

/** What is told to others when something happens. */
export const hooksSchema = z.union([z.literal('off'), hookSchema, z.array(hookSchema).min(1)]);

export type Hook = z.output<typeof hookSchema>;
