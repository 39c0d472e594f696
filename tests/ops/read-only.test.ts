import { chmod, mkdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { copying, someRows } from '../support/document.js';
import { millraceProcess } from '../support/process.js';
import { project } from '../support/project.js';

/** As the image has it: another user, a home that is not there, and a project that cannot be written. */
test.skipIf(process.getuid?.() !== 0)(
  'a run writes its outputs, its run folder and temporary files, and nothing else',
  async () => {
    const at = await project({
      'project/pipeline.yaml': copying.replace('./out', '../data'),
      'project/data/in.csv': someRows,
    });
    for (const name of ['data', 'runs']) {
      await mkdir(at.path(name));
      await chmod(at.path(name), 0o777);
    }
    await chmod(at.path('project'), 0o555);
    const environment = { HOME: '/nonexistent', XDG_CACHE_HOME: at.path('runs/cache') };
    const words = ['run', 'pipeline.yaml', '--run-dir', at.path('runs')];
    const before = await at.bytes('project');
    const { code, err } = await millraceProcess({ folder: at.path('project') }, words, {
      environment,
      uid: 1000,
    });
    expect(err).toContain('published 1 output');
    expect(code).toBe(0);
    expect(await at.bytes('project')).toEqual(before);
    expect(await at.read('data/out.csv')).toContain('Grace');
  },
);
