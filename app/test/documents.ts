/** The documents and files of the repository, for the tests of documents. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

export const ROOT = join(import.meta.dirname, '../..');
const LEFT_OUT = new Set(['node_modules', 'target', 'dist', '.git', 'reference']);
const walk = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return LEFT_OUT.has(entry.name) ? [] : entry.isDirectory() ? walk(path) : [relative(ROOT, path)];
  });
export const FILES = walk(ROOT);
export const DOCUMENTS = FILES.filter((file) => file.endsWith('.md'));
export const text = (file: string) => readFileSync(join(ROOT, file), 'utf8');
/** Changelogs and dated records may name what no longer exists. */
const isPast = (file: string) => file === 'CHANGELOG.md' || file.startsWith('docs/decisions/');
export const PRESENT = DOCUMENTS.filter((file) => !isPast(file));

/** Blocks of code with their language; below, code within lines. */
const FENCE = /^```(\w*)\n([\s\S]*?)^```$/gm;
export const prose = (file: string) => text(file).replace(FENCE, '');
export const inCode = (file: string) => [...prose(file).matchAll(/(?<!`)`([^`\n]+)`(?!`)/g)].map((found) => found[1]!);
export const blocks = (file: string) =>
  [...text(file).matchAll(FENCE)].map(([, language, code]) => ({ language: language!, code: code! }));
