import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Admission,
  type Asked,
  emptyAdmission,
  ended,
  offer,
  type Step,
  type WhenFull,
} from './index.js';

const asked = (id: string, whenFull: WhenFull = 'queue', limit = 1, group = 'g'): Asked => ({
  id,
  group,
  limit,
  whenFull,
});

const effectsOf = ({ effects }: Step<Asked>) => effects.map(({ type, asked: { id } }) => `${type} ${id}`);

describe('admission', () => {
  const one = offer<Asked>(emptyAdmission, asked('a'));

  it('begins a run for which there is room', () => expect(effectsOf(one)).toEqual(['start a']));

  it('lets a run wait, and begins it when there is room', () => {
    const two = offer(one.admission, asked('b'));
    expect([effectsOf(two), effectsOf(ended(two.admission, 'a'))]).toEqual([['wait b'], ['start b']]);
  });

  it('leaves a run out', () => {
    expect(effectsOf(offer(one.admission, asked('b', 'skip')))).toEqual(['skip b']);
  });

  it('ends a run in favour of a newer one, and that one in favour of the newest', () => {
    const two = offer(one.admission, asked('b', 'cancel'));
    const three = offer(two.admission, asked('c', 'cancel'));
    expect([effectsOf(two), effectsOf(three), effectsOf(ended(three.admission, 'a'))]).toEqual([
      ['cancel a', 'wait b'],
      ['skip b', 'wait c'],
      ['start c'],
    ]);
  });

  it('never begins more than the limit of a group, and forgets no run', () => {
    const rule = fc.constantFrom<WhenFull>('queue', 'skip', 'cancel');
    const step = fc.oneof(
      fc.record({ group: fc.constantFrom('x', 'y'), rule }),
      fc.record({ end: fc.nat() }),
    );
    const limits: Readonly<Record<string, number>> = { x: 1, y: 3 };
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        let admission: Admission<Asked> = emptyAdmission;
        const told = new Map<string, string[]>();
        const hold = ({ admission: next, effects }: Step<Asked>) => {
          admission = next;
          for (const { type, asked: each } of effects)
            told.set(each.id, [...(told.get(each.id) ?? []), type]);
        };
        for (const [index, each] of steps.entries()) {
          if ('end' in each) {
            const run = admission.running[each.end % Math.max(1, admission.running.length)];
            if (run) hold(ended(admission, run.id));
          } else hold(offer(admission, asked(`${index}`, each.rule, limits[each.group], each.group)));
          for (const [group, limit] of Object.entries(limits)) {
            const running = admission.running.filter((item) => item.group === group).length;
            const waiting = admission.waiting.filter((item) => item.group === group).length;
            expect(running).toBeLessThanOrEqual(limit);
            expect(waiting === 0 || running === limit).toBe(true);
          }
        }
        while (admission.running[0]) hold(ended(admission, admission.running[0].id));
        expect(admission).toEqual(emptyAdmission);
        for (const types of told.values()) {
          expect(types.filter((type) => type === 'start' || type === 'skip')).toHaveLength(1);
        }
      }),
    );
  });
});
