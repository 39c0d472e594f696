import { createJiti } from 'jiti';
import { listed } from '../base/diagnostics/suggest.js';
import { failure, MillraceError } from '../base/errors/index.js';
import type { TransformModule } from '../kit/index.js';
import { loadFailure } from './load-failure.js';

const own = (module: unknown, name: string): unknown =>
  typeof module === 'object' && module !== null && name in module
    ? (module as Readonly<Record<string, unknown>>)[name]
    : undefined;

const withoutExport = (module: unknown, shown: string, exportName: string): Error => {
  const names = Object.keys(module ?? {}).filter((name) => name !== 'default' && !name.startsWith('__'));
  const [first] = names;
  const asDefault = 'Export the transform as the default: `export default defineTransform({ … })`';
  return failure('MR5001', `"${shown}" has no export "${exportName}"`, {
    notes: [first === undefined ? 'it exports nothing under a name' : `it exports: ${listed(names)}`],
    mend:
      first === undefined
        ? `${asDefault}.`
        : `${asDefault}, or name it in the document: \`export: ${first}\`.`,
  });
};

/**
 * What a module exports under a name. The module is the author's code: this runs in processes of its own only.
 *
 * @param doors where the packages of Millrace that it imports are, by name
 * @param compiled a folder that keeps what modules were compiled to, by their content
 * @throws MR5001 where the module cannot be loaded, or has no such export
 */
export const loadTransform = async (
  { path, shown, exportName }: TransformModule,
  doors: Readonly<Record<string, string>>,
  compiled?: string,
): Promise<unknown> => {
  const jiti = createJiti(import.meta.url, {
    fsCache: compiled ?? false,
    moduleCache: false,
    sourceMaps: true,
    // What Millrace itself brings needs no compiling.
    nativeModules: Object.keys(doors),
    alias: { ...doors },
  });
  let module: unknown;
  try {
    module = await jiti.import(path);
  } catch (thrown) {
    if (thrown instanceof MillraceError) throw thrown;
    throw loadFailure(thrown, shown);
  }
  const value = own(module, exportName);
  if (value === undefined) throw withoutExport(module, shown, exportName);
  return value;
};
