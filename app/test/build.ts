// Builds once what the tests use: the page, with and without the test wallet, the command line, and the package.
// Gives them one folder for whatever they, their networks and their browsers put aside, and removes it when they are done.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const env = { ...process.env, NODE_ENV: 'production' };
const vite = (more: Record<string, string>, ...words: string[]) =>
  execFileSync('npx', ['--no-install', 'vite', 'build', '--logLevel', 'error', ...words], {
    env: { ...env, ...more },
    stdio: 'inherit',
  });

export default function setup(): () => void {
  vite({ COOP_TEST_WALLET: '0' });
  vite({ COOP_TEST_WALLET: '1' });
  vite({}, '--config', 'vite.cli.ts');
  execFileSync('node', ['pack.mjs'], { stdio: 'inherit' });

  const folder = mkdtempSync(join(tmpdir(), 'coop-tests-'));
  process.env['TMPDIR'] = folder;
  return () => {
    rmSync(folder, { recursive: true, force: true });
  };
}
