import { createHash } from 'node:crypto';
import { failure } from '../../base/errors/index.js';
import { asJson, keptValue } from './kept-value.js';
import type { ServiceParts } from './parts.js';

/**
 * Requests that carry a key are done once, however often they are sent
 * (draft-ietf-httpapi-idempotency-key-header).
 */
export interface Idempotency {
  /**
   * Does work, or gives what it gave before, which is kept as JSON.
   *
   * @param request all that tells the request from others
   * @throws MR8017 where the key is that of another request, MR8018 where it is being done
   */
  readonly once: <Answer extends object>(
    key: string,
    request: string,
    work: () => Promise<Answer>,
  ) => Promise<Answer>;
}

interface Kept<Answer> {
  readonly request: string;
  readonly at: string;
  readonly answer?: Answer;
}

/** Keys are remembered for a day. */
const REMEMBERED = 24 * 3_600_000;

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

export const createIdempotency = ({ state, wiring }: ServiceParts): Idempotency => {
  const begun = new Set<string>();
  const isOld = ({ at }: Kept<object>): boolean => wiring.clock.now().getTime() - Date.parse(at) > REMEMBERED;
  /** One that was being done when the service ended is not known to have been done: it may be repeated. */
  const answerOf = <Answer extends object>(
    kept: Kept<Answer> | undefined,
    request: string,
  ): Answer | undefined => {
    if (!kept || isOld(kept)) return undefined;
    if (kept.request !== request)
      throw failure('MR8017', 'this idempotency key was used for another request');
    return kept.answer;
  };
  const done = async <Answer extends object>(
    name: string,
    request: string,
    work: () => Promise<Answer>,
  ): Promise<Answer> => {
    const at = wiring.clock.now().toISOString();
    await state.values.set(name, { request, at });
    try {
      const answer = await work();
      await state.values.set(name, asJson({ request, at, answer }));
      return answer;
    } catch (thrown) {
      await state.values.remove(name);
      throw thrown;
    }
  };
  return {
    once: async <Answer extends object>(key: string, text: string, work: () => Promise<Answer>) => {
      const name = `idempotency/${hash(key)}`;
      const request = hash(text);
      if (begun.has(name)) throw failure('MR8018', 'the request with this idempotency key is being done');
      begun.add(name);
      try {
        const kept = await keptValue<Kept<Answer>>(state.values, name);
        return answerOf(kept?.value, request) ?? (await done(name, request, work));
      } finally {
        begun.delete(name);
      }
    },
  };
};
