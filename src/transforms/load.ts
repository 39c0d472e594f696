import { createJiti } from 'jiti';
import { failure, MillraceError } from '../base/errors/index.js';
import type { TransformModule } from '../kit/index.js';

const own = (module: unknown, name: string): unknown =>
  typeof module === 'object' && module !== null && name in module
    ? (module as Readonly<Record<string, unknown>>)[name]
    : undefined;

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
    const error = thrown instanceof Error ? thrown : new Error(String(thrown));
    throw failure('MR5001', `"${shown}" cannot be loaded: ${error.message.split('\n')[0]}`);
  }
  const value = own(module, exportName);
  if (value === undefined) throw failure('MR5001', `"${shown}" has no export "${exportName}"`);
  return value;
};
