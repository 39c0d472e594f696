/** What a browser says of where a request comes from. */
export interface Provenance {
  /** `Sec-Fetch-Site`. */
  readonly fetchSite?: string;
  /** `Origin`. */
  readonly origin?: string;
}

/** Whether a request that a browser makes comes from a page of this service. */
export const isSameOrigin = ({ fetchSite, origin }: Provenance, own: string | undefined): boolean =>
  fetchSite === undefined ? origin !== undefined && origin === own : fetchSite === 'same-origin';

/** Whether it is no browser's: those say at least one of the two when they send something. */
export const isNoBrowser = ({ fetchSite, origin }: Provenance): boolean =>
  fetchSite === undefined && origin === undefined;

/** Whether a method changes nothing (RFC 9110, 9.2.1). */
export const isSafe = (method: string): boolean => ['GET', 'HEAD', 'OPTIONS'].includes(method);

const MOST = 500;

/** A path of this service to go on to after a login; `/` for whatever a browser might take for another place. */
export const returnPath = (written: string | undefined): string => {
  if (written === undefined || written.length > MOST || !/^\/(?![/\\])[\x21-\x7e]*$/.test(written))
    return '/';
  if (written.includes('\\')) return '/';
  const base = 'http://millrace.invalid';
  if (!URL.canParse(written, base)) return '/';
  const { origin, pathname, search, hash } = new URL(written, base);
  return origin === base && !pathname.startsWith('//') ? pathname + search + hash : '/';
};
