import { defineTransform } from 'millrace/kit';

export default defineTransform({
  reads: { price: 'double', quantity: 'integer' },
  writes: { amount: 'double' },
  map: ({ price, quantity }, rows) => {
    const amount = new Float64Array(rows);
    for (let row = 0; row < rows; row += 1)
      amount[row] = (price.values[row] ?? 0) * (quantity.values[row] ?? 0);
    return { amount };
  },
});
