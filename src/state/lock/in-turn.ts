/** Does work of the same name one after the other. */
export type InTurn = <T>(name: string, work: () => Promise<T>) => Promise<T>;

/** Turns within this process: those who wait here do not ask the disk over and over. */
export const inTurn = (): InTurn => {
  const last = new Map<string, Promise<unknown>>();
  return (name, work) => {
    const turn = (last.get(name) ?? Promise.resolve()).then(work, work);
    last.set(name, turn);
    const end = (): void => {
      if (last.get(name) === turn) last.delete(name);
    };
    turn.then(end, end);
    return turn;
  };
};
