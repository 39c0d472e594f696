/** What stands for a null in the name of a folder, as Hive began it. */
const NULL_PARTITION = '__HIVE_DEFAULT_PARTITION__';

const valueIn = (folder: string): string | null => {
  const value = folder.slice(folder.indexOf('=') + 1);
  return value === NULL_PARTITION ? null : decodeURIComponent(value);
};

/** The values that the last so many folders above a file are named by, outermost first. */
export const partitionValues = (path: string, count: number): readonly (string | null)[] => {
  const folders = path.split(/[/\\]/).slice(0, -1);
  return count === 0 ? [] : folders.slice(-count).map(valueIn);
};
