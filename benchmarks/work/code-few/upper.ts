import { defineTransform } from 'millrace/kit';

export default defineTransform({
  reads: { key: 'varchar' },
  writes: { name: 'varchar' },
  map: ({ key }) => ({ name: key.values.map((text) => text?.toUpperCase() ?? null) }),
});
