import { it } from 'vitest';
import { writeFileSync, appendFileSync } from 'node:fs';
import { millrace } from './support/cli.js';
import { sound } from './support/document.js';
import { project } from './support/project.js';
import { caseGroups } from './errors/cases/index.js';
writeFileSync('/tmp/show/all.txt', '');
it('shows', async () => {
  for (const [g, cases] of Object.entries(caseGroups)) for (const item of cases) {
    const text = item.document === undefined ? {} : { 'pipeline.yaml': item.document };
    const at = await project({ ...(item.words?.[0] === 'init' ? {} : sound), ...text, ...item.files });
    await item.before?.(at);
    const { code, out, err } = await millrace(at, item.words ?? ['run', 'pipeline.yaml'], item.options);
    appendFileSync('/tmp/show/all.txt', `\n##### ${item.code} ${item.what} (exit ${code}, wanted ${item.exit} ${item.says} ${item.at} ${item.dataFile})\n${out}${err}`.replaceAll(at.folder, '$P'));
  }
});
