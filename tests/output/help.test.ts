import { describe, expect, it } from 'vitest';
import { commands } from '../../src/cli/commands/index.js';
import { version } from '../../src/version.js';
import { millrace } from '../support/cli.js';
import { expectForPeople } from '../support/expectations.js';
import { millraceProcess } from '../support/process.js';
import { project } from '../support/project.js';

describe('help', () => {
  it('lists every command on standard output', async () => {
    const { code, out, err } = await millrace(await project(), ['--help']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const { name, summary } of commands) {
      expect(out).toContain(`  ${name}`);
      expect(out.replaceAll(/\s+/g, ' ')).toContain(summary);
    }
    expectForPeople(out);
  });

  it('is given where no command is, on standard error, as nothing was done', async () => {
    const { code, out, err } = await millrace(await project(), []);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain('Usage: millrace');
  });

  it.each(commands.map(({ name }) => name))('of %s says its use, on standard output', async (name) => {
    const { code, out, err } = await millrace(await project(), [name, '--help']);
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain(`Usage: millrace ${name}`);
    expectForPeople(out);
  });

  it.each(['--version', '-V'])('%s is the version and nothing else', async (word) => {
    expect(await millrace(await project(), [word])).toEqual({ code: 0, out: `${version}\n`, err: '' });
  });

  it('is the same from the compiled program', async () => {
    const at = await project();
    const { code, out } = await millraceProcess(at, ['--help']);
    expect({ code, out }).toEqual({ code: 0, out: (await millrace(at, ['--help'])).out });
  });
});
