/** A browser's cookies, by origin, and where it is sent. */
export interface Jar {
  /** Asks, with the cookies of the origin, and keeps those that come. Redirections are not followed. */
  readonly ask: (url: string, init?: RequestInit) => Promise<Response>;
  /** Follows redirections until there are none, or until one begins with a text: then that address. */
  readonly follow: (
    url: string,
    until?: string,
  ) => Promise<{ readonly url: string; readonly response?: Response }>;
  readonly get: (url: string, name: string) => string | undefined;
  readonly set: (url: string, name: string, value: string) => void;
}

const MOST = 15;

/** `value` is undefined where the cookie ends. */
const parsed = (header: string): readonly [name: string, value: string | undefined] => {
  const [pair = '', ...attributes] = header.split(';');
  const [name = '', ...value] = pair.trim().split('=');
  const isOver = attributes.some((each) => /max-age=0|expires=thu, 01 jan 1970/i.test(each));
  return [name, isOver ? undefined : value.join('=')];
};

export const jar = (): Jar => {
  const origins = new Map<string, Map<string, string>>();
  const of = (url: string): Map<string, string> => {
    const { origin } = new URL(url);
    const known = origins.get(origin) ?? new Map<string, string>();
    origins.set(origin, known);
    return known;
  };
  const ask: Jar['ask'] = async (url, init = {}) => {
    const cookie = [...of(url)].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = { ...(cookie === '' ? {} : { cookie }), ...(init.headers as Record<string, string>) };
    const response = await fetch(url, { ...init, redirect: 'manual', headers });
    for (const header of response.headers.getSetCookie()) {
      const [name, value] = parsed(header);
      if (value === undefined) of(url).delete(name);
      else of(url).set(name, value);
    }
    return response;
  };
  return {
    ask,
    follow: async (start, until) => {
      let url = start;
      for (let step = 0; step < MOST; step += 1) {
        if (until !== undefined && url.startsWith(until)) return { url };
        const response = await ask(url);
        const location = response.headers.get('location');
        if (location === null) return { url, response };
        await response.arrayBuffer();
        url = new URL(location, url).href;
      }
      throw new Error(`too many redirections: ${url}`);
    },
    get: (url, name) => of(url).get(name),
    set: (url, name, value) => void of(url).set(name, value),
  };
};
