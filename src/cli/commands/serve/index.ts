import { InvalidArgumentError } from 'commander';
import type { CommandDefinition } from '../../command.js';

const port = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0 || value > 65_535) {
    throw new InvalidArgumentError('Give a port from 1 to 65535, or 0 for any that is free.');
  }
  return value;
};

export const serve: CommandDefinition = {
  name: 'serve',
  summary: 'Serves pipelines, runs and uploads over HTTP, until it is ended.',
  configure: (command) =>
    command
      .option('-c, --config <file>', 'configuration of the service; serve.yaml of this folder unless given')
      .option('--port <port>', 'port to listen at, whatever the configuration says', port)
      .option('--new-token', 'make a new token for the administrator, which ends the old one'),
  load: async () => (await import('./action.js')).action,
};
