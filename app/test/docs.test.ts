// Documents match what they describe: links, paths, records; commands, names and numbers have tests of their own.
import { existsSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';
import { DOCUMENTS, FILES, inCode, PRESENT, prose, ROOT, text } from './documents';

/** The anchors of a document's headings, as GitHub and mdBook generate them. */
function anchors(file: string): Set<string> {
  const found = new Set<string>();
  for (const [, heading] of prose(file).matchAll(/^#{1,6} (.+)$/gm)) {
    const slug = heading!
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-');
    let id = slug;
    for (let n = 1; found.has(id); n += 1) id = `${slug}-${n}`;
    found.add(id);
  }
  return found;
}
const linksOf = (file: string) =>
  [
    ...prose(file)
      .replace(/`[^`\n]*`/g, (code) => code.replace(/[[\]()]/g, '_'))
      .matchAll(/\]\(([^)\s]+)\)/g),
  ].map((found) => found[1]!);

test('every link leads to a file that is there, and every anchor to a heading of it', () => {
  const broken = DOCUMENTS.flatMap((file) =>
    linksOf(file)
      .filter((link) => !/^\w+:/.test(link))
      .flatMap((link) => {
        const [path, anchor] = link.split('#');
        const to = path ? normalize(join(dirname(file), path)) : file;
        if (!existsSync(join(ROOT, to))) return [`${file}: ${link}`];
        return anchor && !anchors(to).has(anchor) ? [`${file}: ${link}`] : [];
      }),
  );
  expect(broken).toEqual([]);
});

test('the summary of the book lists every document, and decisions by their titles and in order', () => {
  const listed = [...text('docs/SUMMARY.md').matchAll(/\[(.+)\]\((.+)\)/g)].map(([, title, path]) => ({
    title,
    file: normalize(join('docs', path!)),
  }));
  expect(listed.map(({ file }) => file).sort()).toEqual(DOCUMENTS.filter((file) => file !== 'docs/SUMMARY.md').sort());
  const decisions = listed.filter(({ file }) => file.startsWith('docs/decisions/'));
  expect(decisions.map(({ file }) => file)).toEqual(decisions.map(({ file }) => file).sort());
  expect(decisions.map(({ title }) => `# ${title}`)).toEqual(decisions.map(({ file }) => text(file).split('\n')[0]));
  expect(decisions.map(({ file }) => Number(/(\d{4})-/.exec(file)![1]))).toEqual(decisions.map((_, i) => i + 1));
});

test('every decision has a date, and says why, what and at what price', () => {
  const whole = DOCUMENTS.filter((file) => file.startsWith('docs/decisions/') && !file.includes('0010-'));
  const lacks = whole.flatMap((file) =>
    [/^2\d{3}-\d\d-\d\d/m, /^## Context/m, /^## Decision/m]
      .filter((part) => !part.test(text(file)))
      .map((part) => `${file}: ${part}`),
  );
  expect(lacks).toEqual([]);
});

test('every path in code marks is there', () => {
  const tops = new Set(FILES.map((file) => file.split('/')[0]));
  const isPath = (said: string) =>
    /^[\w.@-]+(\/[\w.@-]+)+\/?$/.test(said) &&
    (/\.(rs|tsx?|mjs|json|md|toml|py|html|yml|css)$/.test(said) || tops.has(said.split('/')[0]));
  const isMade = (said: string) => /^(target|app\/dist|dist)\//.test(said);
  const isThere = (said: string, file: string) =>
    existsSync(join(ROOT, said)) ||
    existsSync(join(ROOT, dirname(file), said)) ||
    FILES.some((one) => one.endsWith(`/${said}`) || `/${dirname(one)}/`.includes(`/${said.replace(/\/$/, '')}/`));
  const paths = PRESENT.flatMap((file) =>
    inCode(file)
      .filter((said) => isPath(said) && !isMade(said))
      .map((said) => ({ said, file })),
  );
  expect(paths.filter(({ said, file }) => !isThere(said, file))).toEqual([]);
  expect(paths.length).toBeGreaterThan(40);
});

test('the architecture is two pages', () => {
  expect(text('ARCHITECTURE.md').split(/\s+/).length).toBeLessThan(1_050);
  expect(text('ARCHITECTURE.md').split('\n').length).toBeLessThan(110);
});

test('only vault.rs moves tokens, and only creation.rs makes accounts: no other file calls a program but what a resolution calls', () => {
  const rust = FILES.filter((file) => /^programs\/coop\/src\/.*\.rs$/.test(file));
  const calls = rust.filter((file) => /\binvoke_signed|\bInstructionView\b|\bCpiContext\b/.test(text(file)));
  const moves = (file: string) => /transfer_checked|TransferChecked|spl_token\w*::instruction/.test(text(file));
  expect(rust.filter((file) => file !== 'programs/coop/src/vault.rs' && moves(file))).toEqual([]);
  expect(calls.map((file) => file.replace('programs/coop/src/', '')).sort()).toEqual([
    'creation.rs',
    'instructions/governance/actions/call.rs',
    'vault.rs',
  ]);
});
