import { writeFileSync } from 'node:fs';
import { createJiti } from 'jiti';

const { serve } = await createJiti(import.meta.url).import('../serve.ts');

serve(async (file) => {
  writeFileSync(String(file), String(process.pid));
  for (;;);
});
