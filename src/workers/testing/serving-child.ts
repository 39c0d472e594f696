import { writeFileSync } from 'node:fs';
import { serve } from '../serve.js';

serve(async (file) => {
  writeFileSync(String(file), String(process.pid));
  for (;;);
});
