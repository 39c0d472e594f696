import createFetchClient, {
  type Client,
  type ClientPathsWithMethod,
  type MaybeOptionalInit,
  type MethodResponse,
} from 'openapi-fetch';
import { failure } from '../base/errors/index.js';
import type { paths } from './api.js';
import { fetchService } from './fetch-service.js';
import { refusalOf } from './refusal.js';
import { serviceUrl } from './service-url.js';

type Method = 'get' | 'put' | 'post' | 'delete';
type Paths<M extends Method> = ClientPathsWithMethod<Client<paths>, M>;

/** Optional where a path can be asked without anything. */
type InitOf<I> = undefined extends I ? [init?: I] : [init: I];

/** Asks one path of the interface, and gives the content of the answer. */
export type Call<M extends Method> = <P extends Paths<M>, I extends MaybeOptionalInit<paths[P], M>>(
  path: P,
  ...init: InitOf<I>
) => Promise<MethodResponse<Client<paths>, M, P, I>>;

/** A service as one client sees it. Whatever is asked throws the problems that the service answers with. */
export interface MillraceClient {
  /** Origin and path, no slash at the end. */
  readonly url: string;
  readonly get: Call<'get'>;
  readonly put: Call<'put'>;
  readonly post: Call<'post'>;
  readonly delete: Call<'delete'>;
  /** Asks anything, such as a stream of events, and gives the answer as it is, refusals too. Throws MR8501, MR8502. */
  readonly send: (path: string, init?: RequestInit) => Promise<Response>;
}

export interface ClientOptions {
  /** `https://host`, or `http://localhost:7460`. */
  readonly url: string;
  readonly token: string;
  /** Lets the token go over http to other hosts than this one. */
  readonly isInsecure?: boolean;
}

/** Headers that are wrong are repeated by the errors that they raise, and this one must not be. */
const authorizationOf = (token: string): string => {
  if (!/^[\x21-\x7e]{1,500}$/.test(token))
    throw failure('MR8509', 'the token is empty, too long, or has spaces or characters beyond ASCII in it');
  return `Bearer ${token}`;
};

/**
 * A client of a service. Its paths, parameters and answers are typed by the service's own description.
 *
 * @throws MR8505, MR8506 for the URL, MR8509 for the token. What it asks throws `MillraceError` with the problems of
 * the service, MR8501 where it cannot be reached, MR8507 where its answer is not understood.
 * @example
 * ```ts
 * const client = createClient({ url: 'http://localhost:7460', token });
 * const { runId } = await client.post('/v1/runs', { body: { pipeline: 'orders', params: {} } });
 * const { status, problems } = await client.get('/v1/runs/{runId}', { params: { path: { runId } } });
 * ```
 */
export const createClient = ({ url: written, token, isInsecure = false }: ClientOptions): MillraceClient => {
  const url = serviceUrl(written, isInsecure);
  const authorization = authorizationOf(token);
  const asked = async (request: Request): Promise<Response> => {
    request.headers.set('authorization', authorization);
    return fetchService(request, url);
  };
  const client = createFetchClient<paths>({
    baseUrl: url,
    fetch: async (request) => {
      const response = await asked(request);
      if (response.status >= 400) throw await refusalOf(response, url);
      return response;
    },
  });
  const call = <M extends Method>(method: M): Call<M> =>
    (async (path: never, ...init: never) => {
      try {
        return (await client.request(method, path, ...init)).data;
      } catch (thrown) {
        if (!(thrown instanceof SyntaxError)) throw thrown;
        throw failure('MR8507', `${url} answered with what is no JSON`, {}, thrown);
      }
    }) as unknown as Call<M>;
  return {
    url,
    get: call('get'),
    put: call('put'),
    post: call('post'),
    delete: call('delete'),
    send: async (path, init) => asked(new Request(`${url}${path}`, init)),
  };
};
