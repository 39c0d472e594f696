import { execFileSync } from 'node:child_process';

/** Tests start child processes from what is built: it must be what the sources say. */
export const setup = () => {
  execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
};
