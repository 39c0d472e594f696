import type { Hook, PolicyRule } from '../policies/index.js';
import type { Stores } from '../resources.js';

/** A path that is written from the project file, as it is from the folder of a document. */
export type Moved = (path: string) => string;

const HOOKS = ['on_failure', 'on_success', 'on_failed_check'] as const;

/** A program that is named by its path; one that is looked for is called the same everywhere. */
const isPath = (program: string): boolean => /^\.{1,2}\//.test(program);

const movedHook = (hook: Hook, moved: Moved): Hook => {
  if (!('command' in hook)) return hook;
  const [program = '', ...words] = hook.command;
  return isPath(program) ? { ...hook, command: [moved(program), ...words] } : hook;
};

type Hooks = PolicyRule['on_failure'];

const movedHooks = (hooks: Hooks, moved: Moved): Hooks => {
  if (hooks === undefined || hooks === 'off') return hooks;
  return Array.isArray(hooks) ? hooks.map((hook) => movedHook(hook, moved)) : movedHook(hooks, moved);
};

/** Commands start in the folder of a document, and programs of a project stand beside its file. */
export const movedRule = (rule: PolicyRule, moved: Moved): PolicyRule => {
  const hooks = HOOKS.filter((key) => rule[key] !== undefined);
  return { ...rule, ...Object.fromEntries(hooks.map((key) => [key, movedHooks(rule[key], moved)])) };
};

/** What begins with a variable is a whole path once the variable is known. */
const isOpen = (folder: string): boolean => folder.startsWith('$' + '{env:');

/** Stores of a project, with folders from a document's. */
export const movedStores = (stores: Stores, moved: Moved): Stores =>
  Object.fromEntries(
    Object.entries(stores).map(([name, store]) => [
      name,
      store.folder === undefined || isOpen(store.folder) ? store : { ...store, folder: moved(store.folder) },
    ]),
  );
