import type { CatalogueEntry } from './entry.js';

/** MR85xx: the command line as a client of a service. */
export const clientErrors = {
  MR8501: {
    fault: 'resource',
    title: 'service cannot be reached',
    mend: 'Check the URL, and that the service runs: `millrace serve` says where it listens.',
  },
  MR8502: {
    fault: 'user',
    title: 'not a service of Millrace',
    mend: 'Give the URL that `millrace serve` prints, or the one that leads to it.',
  },
  MR8503: {
    fault: 'user',
    title: 'no token for a service',
    mend: 'Log in once with `millrace login URL`, or set MILLRACE_TOKEN.',
  },
  MR8504: {
    fault: 'user',
    title: 'token that the service refuses',
    mend: 'Log in again with the token that the service printed at its first start; `millrace serve --new-token` makes a new one.',
  },
  MR8505: {
    fault: 'user',
    title: 'URL that no service can have',
    mend: 'Write it as `https://host` or `http://localhost:7460`, without a user, a query or a fragment.',
  },
  MR8506: {
    fault: 'user',
    title: 'token would travel unencrypted',
    mend: 'Use https. Over a network that you trust with the token, add --insecure.',
  },
  MR8507: {
    fault: 'resource',
    title: 'answer of the service is not understood',
    mend: 'Look at what stands between here and the service, and whether the two have the same version.',
  },
  MR8508: {
    fault: 'resource',
    title: 'kept tokens cannot be read or written',
    mend: 'Check the file and the rights there; after it is removed, log in again.',
  },
  MR8509: {
    fault: 'user',
    title: 'token was not given',
    mend: 'Pipe it: `millrace login URL --token-stdin < FILE`, or set MILLRACE_TOKEN. At a terminal it is asked for.',
  },
  MR8510: {
    fault: 'user',
    title: 'not logged in there',
    mend: 'See `millrace login --list`.',
  },
  MR8511: { fault: 'user', title: 'file to upload is not there', mend: 'Check the path.' },
  MR8512: {
    fault: 'user',
    title: 'what is to be uploaded is no file',
    mend: 'Name the files themselves, or pack them into one archive.',
  },
  MR8513: {
    fault: 'user',
    title: 'file to upload is empty',
    mend: 'Upload it once there is something in it.',
  },
  MR8514: {
    fault: 'user',
    title: 'type of a file to upload is not known',
    mend: 'Give the file the extension of its type, such as `.csv`, or declare it: `--type text/csv`.',
  },
  MR8515: {
    fault: 'user',
    title: 'channel that the service does not have',
    mend: 'Choose one of its channels; they stand in the configuration of the service.',
  },
  MR8516: {
    fault: 'resource',
    title: 'upload was given up',
    mend: 'Run the same command again once the service can be reached: it goes on at the byte that the service has.',
  },
  MR8517: {
    fault: 'resource',
    title: 'file changed while it was uploaded',
    mend: 'Wait until nothing writes to it, and upload it again.',
  },
  MR8518: {
    fault: 'user',
    title: 'service takes no uploads',
    mend: 'Give it a channel: `uploads.channels` in its configuration.',
  },
  MR8519: {
    fault: 'resource',
    title: 'file to upload cannot be read',
    mend: 'Check the rights of the file and the disk that it is on.',
  },
} as const satisfies Record<string, CatalogueEntry>;
