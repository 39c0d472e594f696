import { isLoopback } from '../../../spec/service/index.js';
import type { RequestFacts } from './facts.js';

/**
 * The origin that pages of the service have: what the configuration says, or this host as it was asked. Another name that
 * leads to this host (DNS rebinding) is no origin of the service: undefined.
 */
export const ownOrigin = (
  { host }: Pick<RequestFacts, 'host'>,
  publicUrl: string | undefined,
): string | undefined => {
  if (publicUrl !== undefined) return publicUrl;
  const written = `http://${host ?? ''}`;
  if (host === undefined || !URL.canParse(written)) return undefined;
  const { hostname, origin } = new URL(written);
  return isLoopback(hostname.replaceAll(/[[\]]/g, '')) ? origin : undefined;
};
