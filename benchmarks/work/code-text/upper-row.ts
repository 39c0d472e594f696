import { defineTransform } from 'millrace/kit';

export default defineTransform({
  reads: { key: 'varchar' },
  writes: { name: 'varchar' },
  mapRow: ({ key }) => ({ name: key?.toUpperCase() ?? null }),
});
