import { failure } from '../base/errors/index.js';

const reasonOf = (thrown: unknown): string => {
  const { cause } = thrown as { readonly cause?: { readonly code?: string; readonly message?: string } };
  return cause?.code ?? cause?.message ?? (thrown instanceof Error ? thrown.message : String(thrown));
};

const NOT_MODIFIED = 304;

/** Redirections are not followed: the token is for this service alone. */
const refuseRedirect = ({ status, headers }: Response, url: string): void => {
  const target = headers.get('location') ?? '';
  if (status < 300 || status >= 400 || status === NOT_MODIFIED) return;
  const place = URL.canParse(target, url) ? new URL(target, url).origin : 'another place';
  throw failure('MR8502', `${url} leads on to ${place}`);
};

/** Asks a service; throws MR8501 where it cannot be reached, MR8502 where it leads elsewhere. */
export const fetchService = async (request: Request, url: string): Promise<Response> => {
  const response = await fetch(request, { redirect: 'manual' }).catch((thrown: unknown) => {
    request.signal.throwIfAborted();
    throw failure('MR8501', `${url} cannot be reached: ${reasonOf(thrown)}`, {}, thrown);
  });
  refuseRedirect(response, url);
  return response;
};

const liveness = async (response: Response): Promise<unknown> => {
  try {
    return ((await response.json()) as { readonly status?: unknown } | null)?.status;
  } catch {
    return undefined;
  }
};

/** Asks whether a service of Millrace is there, before it is shown a token. Throws MR8501, MR8502. */
export const identifyService = async (url: string): Promise<void> => {
  const response = await fetchService(new Request(`${url}/v1/health/live`), url);
  if (response.status >= 500)
    throw failure('MR8501', `${url} answers ${response.status}: it does not work now`);
  if ((await liveness(response)) !== 'live')
    throw failure('MR8502', `what answers at ${url} is no service of Millrace`);
};
