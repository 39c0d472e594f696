import type { RunEvent } from '../kit/index.js';
import { begins, type Consumer } from './consumer.js';

/** Milliseconds for all that is left at the end of a run. */
export const LONGEST_FLUSH = 2000;

const message = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown));

/**
 * Several consumers as one that throws nothing, and whose flush ends in time. Those that ask others for their spans
 * stand before these: they come after them only where a span begins.
 */
export const bounded = (consumers: readonly Consumer[], longest = LONGEST_FLUSH) => {
  const broken = new Map<Consumer, string>();
  let isLate = false;
  const onEvent = (event: RunEvent): void => {
    for (const consumer of begins(event) ? consumers.toReversed() : consumers) {
      if (broken.has(consumer)) continue;
      try {
        consumer.onEvent(event);
      } catch (thrown) {
        broken.set(consumer, message(thrown));
      }
    }
  };
  const flushAll = async (): Promise<'done'> => {
    const flushes = consumers.map(async (consumer) => {
      try {
        await consumer.flush();
      } catch (thrown) {
        if (!broken.has(consumer)) broken.set(consumer, message(thrown));
      }
    });
    await Promise.all(flushes);
    return 'done';
  };
  return {
    onEvent,
    close: async (): Promise<void> => {
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<'late'>((resolve) => {
        timer = setTimeout(() => resolve('late'), longest);
      });
      isLate = (await Promise.race([flushAll(), late])) === 'late';
      clearTimeout(timer);
      for (const { drop } of consumers) drop();
    },
    failures: (): readonly string[] => {
      const all = [...consumers.flatMap((consumer) => consumer.failures()), ...broken.values()];
      const late = isLate ? [`what was left took more than ${longest / 1000} s and was dropped`] : [];
      return [...new Set([...all, ...late])];
    },
  };
};
