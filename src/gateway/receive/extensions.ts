import { type FileType, fileTypes } from '../file-type.js';
import { extensionsOf } from '../inspect/types.js';

/** Names that some programs give to files of a type; an inspection takes none of them, and a name with one inside is refused. */
const uncommon: readonly (readonly [string, FileType])[] = [
  ['log', 'text'],
  ['ipc', 'arrow'],
  ['gzip', 'gzip'],
];

/** By extension without its dot; only these are taken, and only these stand in names of promoted files. */
const typeOfExtension: ReadonlyMap<string, FileType> = new Map([
  ...fileTypes.flatMap((type) => extensionsOf(type).map((extension) => [extension.slice(1), type] as const)),
  ...uncommon,
]);

const archives: ReadonlySet<FileType> = new Set(['zip', 'gzip', 'tar']);

/** What systems, servers and browsers run or show as active content. */
const active = new Set(
  (
    'exe com bat cmd ps1 psm1 vbs vbe js mjs cjs jse ts wsf wsh hta scr pif msi msp dll sys drv cpl jar class war ' +
    'sh bash zsh csh ksh run bin elf so dylib app command py pyc pyw pl pm rb php php3 php4 php5 php7 php8 phtml phar ' +
    'asp aspx ashx asmx cer jsp jspx jspf cgi fcgi htm html xhtml shtml svg svgz mht mhtml swf lnk url desktop reg inf ' +
    'scf iso img dmg deb rpm apk docm xlsm xltm xlam pptm dotm xls doc ppt rtf pdf chm gadget ini htaccess config ' +
    'htpasswd'
  ).split(' '),
);

/** The extensions of a name that say what it is: the last, and for an archive the one of what is in it. */
export interface NameExtension {
  /** Small letters, with a dot: `.csv`, `.csv.gz`. */
  readonly text: string;
  /** Of the file, and of what is in it where the name says so. */
  readonly types: readonly FileType[];
}

const partsOf = (name: string): readonly string[] => name.toLowerCase().split('.');

/** The extension of a name; undefined where no type has it. */
export const extensionOf = (name: string): NameExtension | undefined => {
  const parts = partsOf(name);
  const [last = '', before = ''] = [parts.at(-1), parts.length > 2 ? parts.at(-2) : undefined];
  const type = typeOfExtension.get(last);
  if (parts.length < 2 || type === undefined) return undefined;
  const inner = archives.has(type) ? typeOfExtension.get(before) : undefined;
  return inner === undefined
    ? { text: `.${last}`, types: [type] }
    : { text: `.${before}.${last}`, types: [type, inner] };
};

/**
 * A part in the middle of a name that is an extension itself: `php` of `x.php.csv`. Dates, versions and words pass; so
 * does the one before that of an archive.
 */
export const extensionInside = (name: string): string | undefined => {
  const own = extensionOf(name)?.types.length ?? 1;
  const middle = partsOf(name).slice(1, -own);
  return middle.find((part) => active.has(part.trim()) || typeOfExtension.has(part.trim()));
};

/** Whether the last extension is of something that is run or shown. */
export const isActive = (name: string): boolean => active.has(partsOf(name).at(-1) ?? '');
