import { profilePipeline } from '../../../app/profile/index.js';
import type { Action } from '../../command.js';
import { printProblems } from '../../failure.js';
import { overridesOf } from '../../options.js';
import { drawProfile } from './draw.js';
import { pinnedText } from './pinned.js';

/** `millrace profile FILE [NODE]`. */
export const action: Action = async ({ wiring, terminal, signal }, [file = '', node], options) => {
  const { warnings, ...profile } = await profilePipeline(wiring, file, {
    ...overridesOf(options),
    ...(node === undefined ? {} : { node }),
    full: options['full'] === true,
    reveal: options['reveal'] === true,
    pin: options['pin'] === true,
    runDir: String(options['runDir']),
    signal,
  });
  printProblems(terminal, warnings);
  terminal.out(
    options['format'] === 'json' ? `${JSON.stringify(profile, null, 2)}\n` : drawProfile(profile, terminal),
  );
  if (profile.pinned) terminal.err(pinnedText(file, profile.pinned));
  return 0;
};
