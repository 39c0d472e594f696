/** A value that is made when it is first asked for, and kept: what only some commands need costs the others nothing. */
export const once = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
};
