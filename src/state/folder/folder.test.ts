import { truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { StatePlace } from '../../kit/state-store.js';
import { stateStoreConforms } from '../testing/conformance.js';
import { freshFolder } from '../testing/folders.js';
import { fileName } from './names.js';

const folderOf = (place: StatePlace): string => ('folder' in place ? place.folder : '');

stateStoreConforms({
  name: 'a folder',
  isShared: true,
  place: async () => ({ kind: 'folder', folder: await freshFolder() }),
  damage: (place, key) => truncate(join(folderOf(place), 'state', 'values', `${fileName(key)}.json`), 9),
  outdate: (place) => writeFile(join(folderOf(place), 'state', 'format.json'), '{"format":2}\n'),
});
