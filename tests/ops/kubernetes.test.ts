import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Deployment } from 'kubernetes-models/apps/v1';
import { CronJob, Job } from 'kubernetes-models/batch/v1';
import { ConfigMap, type IPodSpec, PersistentVolumeClaim, Service } from 'kubernetes-models/v1';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { parseService } from '../../src/spec/service/index.js';

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'deploy/kubernetes');

/** Kinds of the published schemas: where their types stand, and their validation. */
const kinds = {
  Job: { from: 'kubernetes-models/batch/v1', make: (data: never) => new Job(data) },
  CronJob: { from: 'kubernetes-models/batch/v1', make: (data: never) => new CronJob(data) },
  Deployment: { from: 'kubernetes-models/apps/v1', make: (data: never) => new Deployment(data) },
  PersistentVolumeClaim: {
    from: 'kubernetes-models/v1',
    make: (data: never) => new PersistentVolumeClaim(data),
  },
  ConfigMap: { from: 'kubernetes-models/v1', make: (data: never) => new ConfigMap(data) },
  Service: { from: 'kubernetes-models/v1', make: (data: never) => new Service(data) },
};

interface Manifest {
  readonly file: string;
  readonly kind: keyof typeof kinds;
  readonly metadata: { readonly name: string };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: {
    readonly selector?: unknown;
    readonly ports?: readonly { readonly targetPort?: unknown }[];
    readonly template?: { spec: IPodSpec };
    readonly jobTemplate?: { spec: { template: { spec: IPodSpec } } };
  };
}

const manifests = readdirSync(folder).flatMap((file) =>
  parseAllDocuments(readFileSync(join(folder, file), 'utf8')).map(
    (document) => ({ file, ...(document.toJS() as object) }) as Manifest,
  ),
);

const dataOf = ({ file: _, ...data }: Manifest): object => data;

/** What the compiler says of manifests as literals of the types of the schemas: fields that there are not, above all. */
const typeFaults = (all: readonly Manifest[]): readonly string[] => {
  const file = join(root, 'tests/ops/manifests.generated.ts');
  const text = all
    .map(
      (manifest, index) =>
        `export const m${index}: import('${kinds[manifest.kind].from}').I${manifest.kind} = ${JSON.stringify(dataOf(manifest))};`,
    )
    .join('\n');
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    target: ts.ScriptTarget.ES2022,
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (name) => name === file || fileExists(name);
  host.readFile = (name) => (name === file ? text : readFile(name));
  host.getSourceFile = (name, ...rest) =>
    name === file ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2022) : getSourceFile(name, ...rest);
  const program = ts.createProgram([file], options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
};

describe('the manifests', () => {
  test('are of all kinds that are promised', () => {
    expect(new Set(manifests.map(({ kind }) => kind))).toEqual(new Set(Object.keys(kinds)));
  });

  test.each(manifests)('$kind in $file is valid by its published schema', (manifest) => {
    expect(() => kinds[manifest.kind].make(dataOf(manifest) as never).validate()).not.toThrow();
    const broken = { ...dataOf(manifest), [manifest.spec ? 'spec' : 'data']: 'none' };
    expect(() => kinds[manifest.kind].make(broken as never).validate()).toThrow();
  });

  test('have no field that the schemas do not know', () => {
    expect(typeFaults(manifests)).toEqual([]);
    const [first] = manifests;
    expect(typeFaults([{ ...first, specs: {} } as unknown as Manifest]).join()).toContain('"specs"');
  }, 60_000);
});

const pods = manifests.flatMap(({ file, spec }) => {
  const pod = spec?.template?.spec ?? spec?.jobTemplate?.spec.template.spec;
  return pod ? [{ file, pod }] : [];
});
const containers = pods.flatMap(({ file, pod }) =>
  pod.containers.map((container) => ({ file, name: container.name, container, pod })),
);

describe.each(containers)('the container $name of $file', ({ container, pod }) => {
  test('asks for what it may use, and has limits', () => {
    const { requests, limits } = container.resources ?? {};
    for (const name of ['cpu', 'memory', 'ephemeral-storage']) {
      expect(requests).toHaveProperty(name);
      expect(limits).toHaveProperty(name);
    }
    // More than it has asked for would be taken from others, and a run would be ended for it.
    expect(requests?.['memory']).toBe(limits?.['memory']);
  });

  test('is confined', () => {
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
  });

  test('has each volume that it mounts', () => {
    const mounts = container.volumeMounts ?? [];
    const volumes = new Set(pod.volumes?.map(({ name }) => name));
    expect(mounts.map(({ name }) => name).filter((name) => !volumes.has(name))).toEqual([]);
  });
});

const namesOf = (kind: Manifest['kind']): readonly string[] =>
  manifests.filter((manifest) => manifest.kind === kind).map(({ metadata }) => metadata.name);

describe.each(pods)('the pod of $file', ({ file, pod }) => {
  test('is confined', () => {
    expect(pod.securityContext).toMatchObject({
      runAsNonRoot: true,
      runAsUser: 1000,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(pod.automountServiceAccountToken).toBe(false);
  });

  test('has room for runs, data and temporary files, and each claim that it names', () => {
    // A service keeps its runs in its own folder, below /data.
    const runs = file === 'serve.yaml' ? [] : ['/runs'];
    const mounts = pod.containers[0]?.volumeMounts?.map(({ mountPath }) => mountPath).toSorted();
    expect(mounts).toEqual(['/data', '/project', ...runs, '/tmp']);
    const claimed = pod.volumes?.flatMap(({ persistentVolumeClaim: claim }) => claim?.claimName ?? []) ?? [];
    expect(claimed.filter((name) => !namesOf('PersistentVolumeClaim').includes(name))).toEqual([]);
  });
});

describe('the service', () => {
  const of = (kind: Manifest['kind']): Manifest => {
    const found = manifests.find((manifest) => manifest.file === 'serve.yaml' && manifest.kind === kind);
    if (!found) throw new Error(`serve.yaml has no ${kind}`);
    return found;
  };
  const pod = of('Deployment').spec?.template?.spec;
  const texts = of('ConfigMap').data ?? {};
  const configuration = parseService(texts['serve.yaml'] ?? '', 'serve.yaml', {}).document;

  test('has a configuration that holds, and writes to its volume only', () => {
    const { data, pipelines = [], uploads } = configuration;
    const folders = Object.values(uploads?.channels ?? {}).map(({ folder }) => folder);
    expect(folders.length).toBeGreaterThan(0);
    for (const path of [data, ...pipelines, ...folders]) expect(path).toMatch(/^\/data\//);
  });

  test('is asked for its health where it listens, within its container', () => {
    const { host, port } = configuration.listen ?? {};
    const [millrace] = pod?.containers ?? [];
    const probes = [millrace?.startupProbe, millrace?.livenessProbe, millrace?.readinessProbe];
    expect(probes.map((probe) => /http:[^']*/.exec(probe?.exec?.command?.join(' ') ?? '')?.[0])).toEqual([
      `http://${host}:${port}/v1/health/live`,
      `http://${host}:${port}/v1/health/live`,
      `http://${host}:${port}/v1/health/ready`,
    ]);
  });

  test('is reached through the proxy beside it, by those whom the proxy knows', () => {
    const { host, port } = configuration.listen ?? {};
    const proxy = texts['nginx.conf'] ?? '';
    expect(proxy).toContain(`proxy_pass http://${host}:${port};`);
    expect(proxy).toContain('ssl_verify_client on;');
    const [open] = pod?.containers.flatMap(({ ports = [] }) => ports) ?? [];
    expect(proxy).toContain(`listen ${open?.containerPort} ssl;`);
    expect(of('Service').spec?.ports?.map(({ targetPort }) => targetPort)).toEqual([open?.name]);
  });
});
