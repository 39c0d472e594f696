import { createHash } from 'node:crypto';
import { failure } from '../../base/errors/index.js';
import type { Json } from '../../kit/index.js';
import type { ServiceParts } from './parts.js';

/** What was answered: the answer to each repetition. */
export interface Answer {
  readonly status: number;
  readonly body: Json;
}

/**
 * Requests that carry a key are done once, however often they are sent
 * (draft-ietf-httpapi-idempotency-key-header).
 */
export interface Idempotency {
  /**
   * Does work, or gives what it gave before.
   *
   * @param request all that tells the request from others
   * @throws MR8017 where the key is that of another request, MR8018 where it is being done
   */
  readonly once: (key: string, request: string, work: () => Promise<Answer>) => Promise<Answer>;
}

interface Kept {
  readonly request: string;
  readonly at: string;
  readonly answer?: Answer;
}

/** Keys are remembered for a day. */
const REMEMBERED = 24 * 3_600_000;

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

export const createIdempotency = ({ state, wiring }: ServiceParts): Idempotency => {
  const begun = new Set<string>();
  const isOld = ({ at }: Kept): boolean => wiring.clock.now().getTime() - Date.parse(at) > REMEMBERED;
  /** One that was being done when the service ended is not known to have been done: it may be repeated. */
  const answerOf = (kept: Kept | undefined, request: string): Answer | undefined => {
    if (!kept || isOld(kept)) return undefined;
    if (kept.request !== request)
      throw failure('MR8017', 'this idempotency key was used for another request');
    return kept.answer;
  };
  const done = async (name: string, request: string, work: () => Promise<Answer>): Promise<Answer> => {
    const at = wiring.clock.now().toISOString();
    await state.values.set(name, { request, at });
    try {
      const answer = await work();
      await state.values.set(name, { request, at, answer } as unknown as Json);
      return answer;
    } catch (thrown) {
      await state.values.remove(name);
      throw thrown;
    }
  };
  return {
    once: async (key, text, work) => {
      const name = `idempotency/${hash(key)}`;
      const request = hash(text);
      if (begun.has(name)) throw failure('MR8018', 'the request with this idempotency key is being done');
      begun.add(name);
      try {
        const kept = (await state.values.get(name))?.value as unknown as Kept | undefined;
        return answerOf(kept, request) ?? (await done(name, request, work));
      } finally {
        begun.delete(name);
      }
    },
  };
};
