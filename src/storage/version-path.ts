import * as z from 'zod';
import { OWN } from './layout.js';

/** A version's path: always in our own folder, so that a damaged file can never make us remove anything else. */
export const versionIn = z
  .string()
  .regex(new RegExp(`^\\${OWN}/data/[^/]+/[^/]+`))
  .refine((path) => path.split('/').every((part) => part !== '' && part !== '.' && part !== '..'));
