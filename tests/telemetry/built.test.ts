import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { collector } from './collector.js';
import { delays } from './pipeline.js';

const program = join(import.meta.dirname, '../../dist/bin/millrace.js');

/** The program as it is published: bundled, where packages are found otherwise than in its sources. */
test.each(['http/protobuf', 'http/json'])(
  'the built program sends telemetry as %s, and ends',
  async (protocol) => {
    const { url, received } = await collector();
    const at = await delays();
    const words = [
      'run',
      'pipeline.yaml',
      '--telemetry',
      url,
      '--metrics-port',
      '0',
      '--log-file',
      'run.log',
    ];
    const { stderr } = await promisify(execFile)(
      process.execPath,
      [program, ...words, '--lineage', 'l.ndjson'],
      {
        cwd: at.folder,
        env: { ...process.env, OTEL_EXPORTER_OTLP_PROTOCOL: protocol },
      },
    );
    expect(stderr).toContain('metrics at http://127.0.0.1:');
    expect(stderr).not.toContain('MR');
    const paths = new Set(received.map(({ path }) => path));
    expect(paths).toEqual(new Set(['/v1/traces', '/v1/metrics', '/v1/logs']));
    expect(await at.read('run.log')).toContain('run succeeded');
    expect(await at.read('l.ndjson')).toContain('COMPLETE');
  },
);
