import type { OtlpSettings } from '../settings.js';
import type { Exporters } from './encoding.js';

/** The exporters that speak as the settings say. */
export const exportersFor = async ({ protocol }: OtlpSettings): Promise<Exporters> =>
  protocol === 'http/json' ? (await import('./json.js')).json : (await import('./protobuf.js')).protobuf;
