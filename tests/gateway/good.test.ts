import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { fileTypes } from '../../src/gateway/file-type.js';
import { goodFiles } from './good/index.js';
import { createTasks, inspectHere } from './inspecting.js';

const task = createTasks();

describe.each(fileTypes)('good files of the type %s', (type) => {
  const files = goodFiles.filter((file) => file.type === type);

  test('are at least a hundred', () => {
    expect(files.length).toBeGreaterThanOrEqual(100);
  });

  test('all pass', async () => {
    for (const file of files) {
      const bytes = await file.bytes();
      const inspection = await inspectHere(await task({ ...file, bytes: () => bytes }));
      const { problems, sha256, records } = inspection;
      expect({ about: file.about, problems }).toEqual({ about: file.about, problems: [] });
      expect(inspection.type).toBe(type);
      expect(sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
      if (file.records !== undefined)
        expect({ about: file.about, records }).toEqual({ about: file.about, records: file.records });
    }
  });
});
