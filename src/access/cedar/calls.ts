import { setFlagsFromString } from 'node:v8';

/**
 * Keeps V8 from putting calls of WebAssembly into the code that it makes of their callers. In Node 20 (V8 11.3) such code cannot be
 * given up while a call is under way that returns a reference, as those of Cedar do: the process ends with "Fatal error, unreachable
 * code". Once a caller is hot that happens sooner or later, since Cedar reads our objects in between. A call takes some nanoseconds
 * more without.
 */
export const keepCallsApart = (): void => setFlagsFromString('--no-turbo-inline-js-wasm-calls');
