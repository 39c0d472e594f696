import type { CatalogueEntry } from './entry.js';

/** MR82xx: what is wrong with an uploaded file. */
export const inspectionErrors = {
  MR8201: {
    fault: 'data',
    title: 'type of file not let in',
    mend: 'Send a file of a type that the channel accepts, with the extension of that type.',
  },
  MR8202: {
    fault: 'data',
    title: 'declared type and extension disagree',
    mend: 'Send the media type that belongs to the file as `Content-Type`, and give the file the extension of its type.',
  },
  MR8203: {
    fault: 'data',
    title: 'content is of another type than the name says',
    mend: 'Send the file as what it is, if the channel accepts that; renaming a file does not change its type.',
  },
  MR8204: {
    fault: 'data',
    title: 'file cannot be parsed strictly',
    mend: 'Look at the place shown, or have the program that made the file write it anew.',
  },
  MR8205: {
    fault: 'data',
    title: 'file is not text in UTF-8',
    mend: 'Save the file as UTF-8 (in a spreadsheet program: "CSV UTF-8") and without control characters.',
  },
  MR8206: {
    fault: 'data',
    title: 'file is deeper or longer in one piece than can be examined',
    mend: 'Write the data as records of moderate size: one line a record, and few levels within each other.',
  },
  MR8207: {
    fault: 'data',
    title: 'file holds what programs act upon',
    mend: 'Send data alone: without scripts, macros, document types, instructions to programs and links to other files.',
  },
  MR8208: {
    fault: 'data',
    title: 'file without content',
    mend: 'Send the file again once there is something in it.',
  },
  MR8210: {
    fault: 'data',
    title: 'archive goes past its limits',
    mend: 'Send fewer or smaller files in one archive, not archives in archives; the channel sets how much an archive may hold.',
  },
  MR8211: {
    fault: 'data',
    title: 'name in an archive is unsafe',
    mend: 'Pack files under plain relative names, each once, with `/` between folders.',
  },
  MR8212: {
    fault: 'data',
    title: 'archive holds what is no file',
    mend: 'Pack the files themselves: links, devices and pipes are not taken.',
  },
  MR8213: {
    fault: 'data',
    title: 'content is encrypted',
    mend: 'Send it without a password: what cannot be read cannot be examined. The connection itself is encrypted.',
  },
  MR8214: {
    fault: 'data',
    title: 'archive contradicts itself',
    mend: 'Pack the files anew with a usual program: what this archive says of its files in one place is not so in another.',
  },
  MR8215: {
    fault: 'data',
    title: 'file has bytes that belong to nothing in it',
    mend: 'Send each file on its own: nothing may stand before, between or after what a file of its type consists of.',
  },
  MR8216: {
    fault: 'data',
    title: 'content is packed in a way that is not known',
    mend: 'Pack it with a usual method: `deflate` in ZIP archives; Arrow files without compression.',
  },
  MR8230: {
    fault: 'data',
    title: 'file could not be examined within limits',
    mend: 'Send the data in several smaller files: this one takes more memory or time than a file of its size may.',
  },
} as const satisfies Record<string, CatalogueEntry>;
