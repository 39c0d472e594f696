import { failure } from '../../base/errors/index.js';

/** The service that a command speaks to. Throws MR6003 where none is named. */
export const serverOf = (options: Readonly<Record<string, unknown>>, command: string): string => {
  const { server } = options;
  if (typeof server === 'string') return server;
  throw failure('MR6003', 'the option --server is missing', {
    mend: `Name the service: \`millrace ${command} … --server URL\`; \`millrace login --list\` shows those you are logged in at.`,
  });
};
