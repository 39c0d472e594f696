import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Deployment } from 'kubernetes-models/apps/v1';
import { CronJob, Job } from 'kubernetes-models/batch/v1';
import { type IPodSpec, PersistentVolumeClaim } from 'kubernetes-models/v1';
import ts from 'typescript';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';

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
};

interface Manifest {
  readonly file: string;
  readonly kind: keyof typeof kinds;
  readonly spec: {
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
    const broken = structuredClone(dataOf(manifest)) as { spec: unknown };
    broken.spec = 'none';
    expect(() => kinds[manifest.kind].make(broken as never).validate()).toThrow();
  });

  test('have no field that the schemas do not know', () => {
    expect(typeFaults(manifests)).toEqual([]);
    const [first] = manifests;
    expect(typeFaults([{ ...first, specs: {} } as unknown as Manifest]).join()).toContain('"specs"');
  }, 60_000);
});

const pods = manifests.flatMap(({ file, spec }) => {
  const pod = spec.template?.spec ?? spec.jobTemplate?.spec.template.spec;
  return pod ? [{ file, pod }] : [];
});

describe.each(pods)('the pod of $file', ({ pod }) => {
  const [container] = pod.containers;

  test('asks for what it may use, and has limits', () => {
    const { requests, limits } = container?.resources ?? {};
    for (const name of ['cpu', 'memory', 'ephemeral-storage']) {
      expect(requests).toHaveProperty(name);
      expect(limits).toHaveProperty(name);
    }
    // More than it has asked for would be taken from others, and a run would be ended for it.
    expect(requests?.['memory']).toBe(limits?.['memory']);
  });

  test('is confined', () => {
    expect(pod.securityContext).toMatchObject({
      runAsNonRoot: true,
      runAsUser: 1000,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(container?.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(pod.automountServiceAccountToken).toBe(false);
  });

  test('has each volume that it mounts, with room for runs, data and temporary files', () => {
    const mounts = container?.volumeMounts ?? [];
    const volumes = new Set(pod.volumes?.map(({ name }) => name));
    expect(mounts.map(({ name }) => name).filter((name) => !volumes.has(name))).toEqual([]);
    expect(mounts.map(({ mountPath }) => mountPath).toSorted()).toEqual([
      '/data',
      '/project',
      '/runs',
      '/tmp',
    ]);
    const claimed = pod.volumes?.flatMap(({ persistentVolumeClaim: claim }) => claim?.claimName ?? []) ?? [];
    const claims = manifests.filter(({ kind }) => kind === 'PersistentVolumeClaim');
    const names = claims.map((claim) => (claim as unknown as { metadata: { name: string } }).metadata.name);
    expect(claimed.filter((name) => !names.includes(name))).toEqual([]);
  });
});
