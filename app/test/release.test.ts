// What releases rely on: one version everywhere, a changelog with dates, and a reproducible package of the client.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const text = (path: string) => readFileSync(join('..', path), 'utf8');
const json = <T>(path: string) => JSON.parse(text(path)) as T;
const VERSION = /\[workspace\.package\]\nversion = "([^"]+)"/.exec(text('Cargo.toml'))![1]!;

test('program, IDL, client, command line and tools have one version', () => {
  const found = {
    app: json<{ version: string }>('app/package.json').version,
    'lock of app': json<{ version: string }>('app/package-lock.json').version,
    publish: json<{ version: string }>('tools/publish/package.json').version,
    'lock of publish': json<{ version: string }>('tools/publish/package-lock.json').version,
    client: json<{ version: string }>('app/dist/client/package.json').version,
    IDL: json<{ metadata: { version: string } }>('idl/coop.json').metadata.version,
    program: /name = "coop"\nversion = "([^"]+)"/.exec(text('Cargo.lock'))![1],
  };
  expect(found).toEqual(Object.fromEntries(Object.keys(found).map((name) => [name, VERSION])));
  expect(VERSION).toMatch(/^\d+\.\d+\.\d+$/);
});

test('the changelog has what is not released on top, and dated versions below, the newest first', () => {
  const [first, ...released] = [...text('CHANGELOG.md').matchAll(/^## (.+)$/gm)].map((found) => found[1]!);
  expect(first).toBe('Unreleased');
  const parts = released.map((title) => /^(\d+)\.(\d+)\.(\d+), (\d{4}-\d\d-\d\d)$/.exec(title));
  expect(released.filter((_, i) => parts[i] === null)).toEqual([]);
  const order = parts.map((part) =>
    part!
      .slice(1, 4)
      .map((number) => number.padStart(6, '0'))
      .join('.'),
  );
  expect(order).toEqual([...order].sort().reverse());
  expect(parts.map((part) => part![4]!)).toEqual(
    parts
      .map((part) => part![4]!)
      .sort()
      .reverse(),
  );
});

test('the client is packed to the same bytes, whatever the times and the places of its files', () => {
  const packed = [1_000_000_000, 1_700_000_000].map((time) => {
    const folder = mkdtempSync(join(tmpdir(), 'coop-pack-'));
    cpSync('dist/client', join(folder, 'client'), { recursive: true });
    for (const name of readdirSync(join(folder, 'client'))) utimesSync(join(folder, 'client', name), time, time);
    const name = execFileSync('npm', ['pack', './client', '--silent'], { cwd: folder, encoding: 'utf8' }).trim();
    return {
      name,
      hash: createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    };
  });
  expect(packed[0]).toEqual(packed[1]);
  expect(packed[0]!.name).toBe(`coop-client-${VERSION}.tgz`);
});

test('the security contact has the fields that explorers read', () => {
  const known = [
    'name',
    'logo',
    'description',
    'notification',
    'sdk',
    'project_url',
    'contacts',
    'policy',
    'preferred_languages',
    'encryption',
    'source_code',
    'source_release',
    'source_revision',
    'auditors',
    'acknowledgements',
    'expiry',
    'version',
  ];
  const security = json<Record<string, unknown>>('security.json');
  expect(Object.keys(security).filter((field) => !known.includes(field))).toEqual([]);
  for (const field of ['name', 'contacts', 'policy']) expect(security).toHaveProperty(field);
  for (const list of ['contacts', 'preferred_languages', 'auditors']) expect(Array.isArray(security[list])).toBe(true);
});
