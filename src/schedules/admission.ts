/** What is done with a run for which there is no room. */
export type WhenFull = 'queue' | 'skip' | 'cancel';

/** A run that is asked for. */
export interface Asked {
  readonly id: string;
  /** Of what there may be so many. */
  readonly group: string;
  readonly limit: number;
  readonly whenFull: WhenFull;
}

/** The runs of a scheduler; a value. */
export interface Admission<A extends Asked> {
  readonly running: readonly A[];
  /** Of those that run: who was told to end. */
  readonly ending: readonly string[];
  readonly waiting: readonly A[];
}

/** What is to be done: begin a run, tell one to end, or tell that one waits or is left out. */
export interface Effect<A extends Asked> {
  readonly type: 'start' | 'cancel' | 'wait' | 'skip';
  readonly asked: A;
}

export interface Step<A extends Asked> {
  readonly admission: Admission<A>;
  readonly effects: readonly Effect<A>[];
}

export const emptyAdmission = { running: [], ending: [], waiting: [] } as const;

const within = <A extends Asked>(items: readonly A[], { group }: Asked): readonly A[] =>
  items.filter((item) => item.group === group);

const hasRoom = <A extends Asked>({ running }: Admission<A>, asked: A): boolean =>
  within(running, asked).length < asked.limit;

const started = <A extends Asked>(admission: Admission<A>, asked: A): Step<A> => ({
  admission: { ...admission, running: [...admission.running, asked] },
  effects: [{ type: 'start', asked }],
});

const queued = <A extends Asked>(admission: Admission<A>, asked: A): Step<A> => ({
  admission: { ...admission, waiting: [...admission.waiting, asked] },
  effects: [{ type: 'wait', asked }],
});

/** The newest run takes the place of the oldest; of those that wait in its group, none is wanted any more. */
const instead = <A extends Asked>(admission: Admission<A>, asked: A): Step<A> => {
  const gone = within(admission.waiting, asked);
  const running = within(admission.running, asked);
  // Who was told to end gives its place to those that waited, who are gone: one place is enough.
  const isFreed = running.some(({ id }) => admission.ending.includes(id));
  const oldest = isFreed ? undefined : running[0];
  const effects: readonly Effect<A>[] = [
    ...gone.map((each) => ({ type: 'skip', asked: each }) as const),
    ...(oldest === undefined ? [] : [{ type: 'cancel', asked: oldest } as const]),
    { type: 'wait', asked },
  ];
  return {
    admission: {
      running: admission.running,
      ending: [...admission.ending, ...(oldest === undefined ? [] : [oldest.id])],
      waiting: [...admission.waiting.filter((each) => !gone.includes(each)), asked],
    },
    effects,
  };
};

/** A run is asked for: it begins, waits, is left out, or takes another's place. Those before it in its group go first. */
export const offer = <A extends Asked>(admission: Admission<A>, asked: A): Step<A> => {
  if (hasRoom(admission, asked) && within(admission.waiting, asked).length === 0) {
    return started(admission, asked);
  }
  if (asked.whenFull === 'skip') return { admission, effects: [{ type: 'skip', asked }] };
  return asked.whenFull === 'cancel' ? instead(admission, asked) : queued(admission, asked);
};

/** Begins those that wait and have room now, in the order in which they came. */
const admitted = <A extends Asked>(admission: Admission<A>): Step<A> =>
  admission.waiting.reduce<Step<A>>(
    (step, asked) => {
      if (!hasRoom(step.admission, asked)) return step;
      const waiting = step.admission.waiting.filter((each) => each !== asked);
      const next = started({ ...step.admission, waiting }, asked);
      return { admission: next.admission, effects: [...step.effects, ...next.effects] };
    },
    { admission, effects: [] },
  );

/** A run has ended; others may begin. */
export const ended = <A extends Asked>(admission: Admission<A>, id: string): Step<A> =>
  admitted({
    running: admission.running.filter((each) => each.id !== id),
    ending: admission.ending.filter((each) => each !== id),
    waiting: admission.waiting,
  });
