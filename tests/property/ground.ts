import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDuckDbEngine } from '../../src/engines/duckdb/index.js';
import { createRegistry, type SourceInfo } from '../../src/kit/index.js';
import { builtInKinds } from '../../src/nodes/index.js';
import type { Ground } from './run.js';
import { readingConfig, writeSources } from './sources.js';

/** An engine on files of its own, for as many documents as one likes. */
export const openGround = async (threads = 2): Promise<Ground & { readonly close: () => Promise<void> }> => {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-property-'));
  const engine = await createDuckDbEngine({
    limits: { threads },
    readable: [],
    writable: [folder],
    spillFolder: join(folder, 'spill'),
    values: {},
    keepOrder: false,
  });
  const registry = createRegistry(builtInKinds);
  const sources = await writeSources(engine, folder);
  const infos = new Map<string, SourceInfo>();
  for (const source of sources) {
    const kind = registry.find(source.kind);
    if (kind?.family !== 'read') throw new Error(`no reading kind ${source.kind}`);
    const request = kind.source(kind.config.parse(readingConfig(source)));
    infos.set(source.file.name, await engine.inspect(request, [source.file]));
  }
  return {
    engine,
    sources,
    infos,
    close: async () => {
      await engine.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
