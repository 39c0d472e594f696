import { listed } from '../../base/diagnostics/suggest.js';
import type { FileType } from '../file-type.js';
import { refuse } from './refuse.js';
import { extensionOf, extensionsOf, mediaTypeOf, typeByMedia, typeByName } from './types.js';

interface Claim {
  readonly clientName: string;
  /** Absent for what stands in an archive, which declares nothing. */
  readonly declaredType?: string;
  readonly accept: readonly FileType[];
}

/** How a name is shown: in one line, without what turns text round. */
export const shown = (name: string): string =>
  JSON.stringify(name.replace(/[\p{Cc}\p{Cf}]/gu, '\ufffd').slice(-120)).slice(1, -1);

const allowed = (accept: readonly FileType[]): string =>
  listed(accept.map((type) => `${type} (${extensionsOf(type).join(', ')} as ${mediaTypeOf(type)})`));

/** The one type that the name and the declared media type say, if it is let in. */
export const agreedType = ({ clientName, declaredType, accept }: Claim): FileType => {
  const name = shown(clientName);
  const notes = [`let in here: ${allowed(accept)}`];
  const type = typeByName(clientName);
  if (type === undefined) {
    const extension = extensionOf(clientName);
    const why =
      extension === ''
        ? 'its name has no extension'
        : `"${shown(extension)}" is the extension of no type that is known`;
    return refuse('MR8201', `"${name}" is not let in: ${why}`, { notes });
  }
  if (!accept.includes(type))
    return refuse('MR8201', `"${name}" is not let in: it is ${type} by its name`, { notes });
  if (declaredType === undefined || typeByMedia(declaredType) === type) return type;
  const said = declaredType === '' ? 'no media type is declared' : `it is declared as ${shown(declaredType)}`;
  return refuse('MR8202', `"${name}" is ${type} by its name, and ${said}`, {
    notes,
    mend: `Send \`Content-Type: ${mediaTypeOf(type)}\` with it, or give the file the extension of what it is.`,
  });
};
