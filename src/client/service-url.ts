import { failure } from '../base/errors/index.js';

const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' ||
  hostname.endsWith('.localhost') ||
  hostname === '[::1]' ||
  /^127\.\d+\.\d+\.\d+$/.test(hostname);

/** A URL may hold a password, and is then not repeated. */
const parsed = (text: string): URL => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw failure(
      'MR8505',
      `"${text.includes('@') ? '…' : text}" is not a URL that begins with https:// or http://`,
    );
  if (url.username !== '' || url.password !== '')
    throw failure('MR8505', `the URL of ${url.host} has a user or a password in it`);
  if (url.search !== '' || url.hash !== '')
    throw failure('MR8505', `the URL of ${url.host} has a query or a fragment`);
  return url;
};

/**
 * The one form of a service's URL: origin and path, no slash at the end.
 *
 * @throws MR8505 where it is none, MR8506 where a token would go over a network in the clear
 */
export const serviceUrl = (text: string, isInsecureAllowed = false): string => {
  const url = parsed(text);
  if (url.protocol === 'http:' && !isInsecureAllowed && !isLoopback(url.hostname))
    throw failure('MR8506', `${url.host} is not this machine, and http would show the token to the network`);
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
};
