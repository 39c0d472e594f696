import { chmod, mkdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { copying, someRows } from '../support/document.js';
import { millraceProcess, startMillrace } from '../support/process.js';
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

test.skipIf(process.getuid?.() !== 0)(
  'a service writes its own folder and those of its channels, and nothing else',
  async () => {
    const at = await project({
      'project/serve.yaml':
        'serve: 1\ndata: ../data/serve\npipelines: ["../data/pipelines/*.yaml"]\nuploads:\n  scanner: none\n  channels:\n    orders: { accept: [csv], folder: ../data/inbox }\n',
    });
    await mkdir(at.path('data'));
    await chmod(at.path('data'), 0o777);
    await chmod(at.path('project'), 0o555);
    const before = await at.bytes('project');
    const { child, ended } = startMillrace({ folder: at.path('project') }, ['serve', '--port', '0'], {
      environment: { HOME: '/nonexistent', XDG_CACHE_HOME: at.path('data/cache') },
      uid: 1000,
    });
    const lines: string[] = [];
    child.stderr?.on('data', (text: Buffer) => lines.push(String(text)));
    await expect.poll(() => lines.join(''), { timeout: 60_000 }).toContain('uploads to orders');
    const [, token = ''] = /^ {2}(mr_\S+)$/m.exec(lines.join('')) ?? [];
    const [, address = ''] = / at (http\S+)/.exec(lines.join('')) ?? [];
    const sent = await fetch(`${address}/v1/channels/orders/files/some.csv`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv', prefer: 'wait=30' },
      body: someRows,
    });
    expect(await sent.json()).toMatchObject({ state: 'promoted' });
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 0 });
    expect(await at.bytes('project')).toEqual(before);
  },
);
