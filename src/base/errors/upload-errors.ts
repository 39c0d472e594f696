import type { CatalogueEntry } from './entry.js';

/** MR81xx: receiving and keeping uploads. */
export const uploadErrors = {
  MR8101: {
    fault: 'resource',
    title: 'gateway takes no more uploads',
    mend: 'Wait until the service has started again, then go on from the last byte.',
  },
  MR8102: {
    fault: 'user',
    title: 'unknown upload channel',
    mend: 'Name one of the channels of the service.',
  },
  MR8103: {
    fault: 'user',
    title: 'unknown upload',
    mend: 'Check the id. An upload that expired or was removed has to begin anew.',
  },
  MR8104: {
    fault: 'user',
    title: 'upload is in another state',
    mend: 'Look at the state of the upload; bytes are taken while it is `receiving`, and only one in `error` is examined anew.',
  },
  MR8105: {
    fault: 'user',
    title: 'wrong offset',
    mend: 'Ask for the offset, and go on from there.',
  },
  MR8106: {
    fault: 'user',
    title: 'upload is being written by another request',
    mend: 'Wait until the other request has ended, ask for the offset, and go on from there.',
  },
  MR8107: {
    fault: 'user',
    title: 'file is larger than the channel takes',
    mend: 'Split it into smaller files, or have the limit of the channel raised.',
  },
  MR8108: {
    fault: 'user',
    title: 'more bytes than were declared',
    mend: 'Begin anew, and declare the length that the file has.',
  },
  MR8109: {
    fault: 'user',
    title: 'checksum of a part does not match',
    mend: 'Send this part again; nothing of it was kept.',
  },
  MR8110: {
    fault: 'user',
    title: 'upload is not whole',
    mend: 'Send what is missing from the offset on.',
  },
  MR8111: {
    fault: 'user',
    title: 'digest of the file does not match',
    mend: 'Upload the file anew. If it stays so, the digest was made of another file.',
  },
  MR8112: { fault: 'user', title: 'file is empty', mend: 'Upload a file that has content.' },
  MR8113: {
    fault: 'user',
    title: 'quota of uploads is used up',
    mend: 'Finish or remove other uploads, wait, or have the quota raised.',
  },
  MR8114: {
    fault: 'user',
    title: 'length of an upload cannot be taken',
    mend: 'Give a whole number of bytes, once, that is no less than what was sent.',
  },
  MR8115: {
    fault: 'resource',
    title: 'upload was interrupted',
    mend: 'Ask for the offset, and go on from there.',
  },
  MR8116: {
    fault: 'resource',
    title: 'no space is left for uploads',
    mend: 'Free some space on the disk of the gateway or of the channel, then go on from the last byte, or examine the upload anew.',
  },
  MR8117: {
    fault: 'resource',
    title: 'folder of uploads cannot be used',
    mend: 'Check the folder of the gateway or of the channel and the rights there.',
  },
  MR8118: {
    fault: 'resource',
    title: 'gateway is in use by another process',
    mend: 'End the other process, or give this one a folder of its own.',
  },
  MR8119: {
    fault: 'resource',
    title: 'record of an upload is damaged',
    mend: 'Look at what was moved aside; the file has to be uploaded anew.',
  },
  MR8120: {
    fault: 'resource',
    title: 'bytes in quarantine are not those that were received',
    mend: 'Find out who or what changed them, remove the upload, and upload the file anew.',
  },
  MR8121: {
    fault: 'resource',
    title: 'upload could not be inspected',
    mend: 'Examine the upload anew once the cause is gone.',
  },
  MR8122: {
    fault: 'resource',
    title: 'upload was not scanned',
    mend: 'See that the scanner runs and takes files of this size, then examine the upload anew.',
  },
  MR8123: {
    fault: 'data',
    title: 'scanner found malware',
    mend: 'Do not open the file. Find out where it comes from.',
  },
  MR8124: {
    fault: 'resource',
    title: 'another file has the name of the promoted one',
    mend: 'Move the file away that has the name, then examine the upload anew.',
  },
  MR8130: {
    fault: 'user',
    title: 'file name is empty or too long',
    mend: 'Give a name of 1 to 255 bytes.',
  },
  MR8131: {
    fault: 'user',
    title: 'file name has characters that are not taken',
    mend: 'Use letters, digits, spaces and marks that every system takes in a name.',
  },
  MR8132: {
    fault: 'user',
    title: 'file name is a path',
    mend: 'Give the name alone, without folders and without `..`.',
  },
  MR8133: {
    fault: 'user',
    title: 'file name is reserved or hidden',
    mend: 'Rename the file.',
  },
  MR8134: {
    fault: 'user',
    title: 'file name begins or ends with a space, or ends with a dot',
    mend: 'Rename the file.',
  },
  MR8135: {
    fault: 'user',
    title: 'file name has two extensions',
    mend: 'Leave one extension; only archives may have another before theirs, as in `orders.csv.gz`.',
  },
  MR8136: {
    fault: 'user',
    title: 'channel does not take such files',
    mend: 'Send a type of file that the channel takes, under its own extension.',
  },
  MR8137: {
    fault: 'user',
    title: 'media type is none',
    mend: 'Declare a type such as `text/csv`.',
  },
  MR8138: {
    fault: 'user',
    title: 'expected digest is none',
    mend: 'Give a SHA-256 as 64 hexadecimal digits.',
  },
  MR8139: {
    fault: 'user',
    title: 'upload without a digest, where one is required',
    mend: 'Promise the digest of the whole file: `Content-Digest` or `Repr-Digest: sha-256=:BASE64:` with a body, the field `sha256` before a file of a form, `sha256` in the metadata of tus.',
  },
} as const satisfies Record<string, CatalogueEntry>;
