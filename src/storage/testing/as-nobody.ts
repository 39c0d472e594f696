const NOBODY = 65_534;

/** Runs a child process without the rights of root. */
export const nobody: { readonly uid?: number } = process.geteuid?.() === 0 ? { uid: NOBODY } : {};

/** Does work without the rights of root, which no permission stops; as itself where this is not root. */
export const asNobody = async <T>(work: () => Promise<T>): Promise<T> => {
  if (process.geteuid?.() !== 0 || !process.seteuid) return work();
  process.seteuid(NOBODY);
  try {
    return await work();
  } finally {
    process.seteuid(0);
  }
};
