import { readFileSync } from 'node:fs';
import { it } from 'vitest';
import { renderProblem } from '../base/diagnostics/render.js';
import { problemsOf } from '../base/errors/index.js';
import { parseDocument } from './index.js';

it('x', () => {
  const cases = JSON.parse(readFileSync('/tmp/play/cases.json', 'utf8')) as Record<string, string>;
  for (const [k, t] of Object.entries(cases)) {
    const out: string[] = ['== ' + k];
    const s = Date.now();
    try {
      const d = parseDocument(t, k.startsWith('json') ? 'x.json' : 'x.yaml');
      out.push(JSON.stringify(d.document).slice(0, 600), d.hash);
    } catch (e) {
      out.push(
        ...problemsOf(e)
          .slice(0, 6)
          .map((p) => renderProblem(p)),
      );
    }
    if (Date.now() - s > 200) out.push('MS ' + (Date.now() - s));
    process.stdout.write(out.join('\n') + '\n');
  }
});
