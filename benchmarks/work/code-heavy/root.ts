import { defineTransform } from 'millrace/kit';

/** Newton's steps, a thousand times as many as are needed: work for a processor. */
const rootOf = (value: number): number => {
  let root = value / 2 + 1;
  for (let step = 0; step < 300; step += 1) root = (root + value / root) / 2;
  return root;
};

export default defineTransform({
  reads: { price: 'double' },
  writes: { root: 'double' },
  map: ({ price }) => ({ root: price.values.map(rootOf) }),
});
