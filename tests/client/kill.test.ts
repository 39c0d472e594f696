import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { type Started, startMillrace } from '../support/process.js';
import { project } from '../support/project.js';
import { csv, freePort, wayTo } from './support.js';

const configuration = (port: number): string => `serve: 1
listen: { port: ${port} }
uploads:
  scanner: none
  channels:
    orders: { accept: [csv], folder: inbox/orders }
`;

/** What a process says on standard error until it says this. */
const saying = async ({ child }: Started, pattern: RegExp): Promise<RegExpExecArray> =>
  new Promise((resolve, reject) => {
    let text = '';
    child.stderr?.on('data', (chunk: Buffer) => {
      text += chunk;
      const found = pattern.exec(text);
      if (found) resolve(found);
    });
    child.once('close', () => reject(new Error(`it ended before: ${text}`)));
  });

/** A service, a way to it on which something happens in the middle, and a file of 30 MB that goes over it. */
const scene = async () => {
  const text = csv(30);
  const port = await freePort();
  const at = await project({ 'serve.yaml': configuration(port), 'orders.csv': text });
  const begin = async () => {
    const service = startMillrace(at, ['serve']);
    const [said] = await saying(service, /[\s\S]*serves.*\n/);
    return { service, token: /mr_[\w-]+/.exec(said)?.[0] ?? '' };
  };
  const { service, token } = await begin();
  const way = await wayTo(`http://127.0.0.1:${port}`);
  const environment = { MILLRACE_TOKEN: token, XDG_STATE_HOME: at.path('state'), HOME: at.folder };
  const upload = () =>
    startMillrace(at, ['upload', 'orders.csv', '--to', way.url, '--channel', 'orders'], { environment });
  const half = new Promise<void>((resolve) => {
    way.onBytes = ({ passed }) => {
      if (passed > 12_000_000) resolve();
    };
  });
  const offset = async (): Promise<number> => {
    const [name = ''] = await readdir(at.path('state/millrace/uploads'));
    const { id } = JSON.parse(await at.read(`state/millrace/uploads/${name}`)) as { readonly id: string };
    const asked = await fetch(`http://127.0.0.1:${port}/v1/tus/${id}`, {
      method: 'HEAD',
      headers: { authorization: `Bearer ${token}`, 'tus-resumable': '1.0.0' },
    });
    return Number(asked.headers.get('upload-offset'));
  };
  const expectWhole = async (): Promise<void> => {
    const names = (await readdir(at.path('inbox/orders'))).filter((name) => name.endsWith('.csv'));
    expect(names).toHaveLength(1);
    const bytes = await readFile(at.path('inbox/orders', names[0] ?? ''));
    const sha256 = (content: string | Buffer) => createHash('sha256').update(content).digest('hex');
    expect(sha256(bytes)).toBe(sha256(text));
  };
  return { size: Buffer.byteLength(text), begin, service, way, upload, half, offset, expectWhole };
};

/** Bytes of requests that are no content of the file. */
const HEADERS = 100_000;

const goneOnAt = (err: string): number =>
  Number(/goes on at byte ([\d,]+)/.exec(err)?.[1]?.replaceAll(',', ''));

describe('kill -9 in the middle of an upload of 30 MB', () => {
  it('of the client: the next one goes on at the byte that the service has', async () => {
    const { size, way, upload, half, offset, expectWhole } = await scene();
    const first = upload();
    await half;
    first.child.kill('SIGKILL');
    expect((await first.ended).signal).toBe('SIGKILL');
    const reached = await offset();
    expect(reached).toBeGreaterThan(1_000_000);
    expect(reached).toBeLessThan(size);
    way.passed = 0;
    const { code, out, err } = await upload().ended;
    expect(code, err).toBe(0);
    expect(out).toMatch(/^orders\.csv promoted as /);
    expect(goneOnAt(err)).toBe(reached);
    expect(way.passed - (size - reached)).toBeLessThan(HEADERS);
    await expectWhole();
  });

  it('of the service: the client waits for it, and goes on at the byte that it has then', async () => {
    const { size, begin, service, way, upload, half, offset, expectWhole } = await scene();
    const client = upload();
    await half;
    service.child.kill('SIGKILL');
    await saying(client, /tried again in/);
    way.isDown = true;
    await begin();
    const reached = await offset();
    way.passed = 0;
    way.isDown = false;
    const { code, out, err } = await client.ended;
    expect(code, err).toBe(0);
    expect(out).toMatch(/^orders\.csv promoted as /);
    expect(reached).toBeGreaterThan(1_000_000);
    expect(goneOnAt(err)).toBe(reached);
    expect(way.passed - (size - reached)).toBeLessThan(HEADERS);
    await expectWhole();
  });
});
