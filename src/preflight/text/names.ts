/** Names of columns made usable: blank ones by their place, repeated ones (in whatever case) by a number at the end. */
export const usableNames = (names: readonly string[]): readonly string[] => {
  const taken = new Set<string>();
  const all = new Set(names.map((name) => name.toLowerCase()));
  return names.map((name, index) => {
    const wanted = name === '' ? `column_${index + 1}` : name;
    let unique = wanted;
    for (
      let count = 2;
      taken.has(unique.toLowerCase()) || (unique !== wanted && all.has(unique.toLowerCase()));
      count += 1
    )
      unique = `${wanted}_${count}`;
    taken.add(unique.toLowerCase());
    return unique;
  });
};
