// Every name in a document exists in the source; the glossary and the page use the same words.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { DOCUMENTS, FILES, inCode, PRESENT, prose, ROOT, text } from './documents';

const SOURCES = FILES.filter(
  (file) =>
    /\.(rs|tsx?|mjs|toml|py)$/.test(file) &&
    !file.startsWith('app/src/generated/') &&
    !/\/docs(-\w+)?\.test\.ts$/.test(file),
);
const SOURCE = SOURCES.map((file) => text(file)).join('\n');
const WORDS = new Set(SOURCE.match(/\w+/g));
/** The fields, methods and variants of every type, by the type's name. */
const PARTS = (() => {
  const parts = new Map<string, Set<string>>();
  const add = (type: string, body: string, found: RegExp) => {
    const all = parts.get(type) ?? new Set<string>();
    for (const [, name] of body.matchAll(found)) all.add(name!);
    parts.set(type, all);
  };
  for (const file of SOURCES.filter((one) => one.endsWith('.rs'))) {
    const rust = text(file);
    for (const [, , type, body] of rust.matchAll(/^( *)pub (?:struct|enum) (\w+)(?:<[^>]*>)? \{\n([\s\S]*?)^\1\}/gm))
      add(type!, body!, /^\s*(?:pub )?(\w+)(?::|,| =|\(|\s*\{)/gm);
    for (const [, type, body] of rust.matchAll(/^impl(?:<[^>]*>)? (\w+)(?:<[^>]*>)? \{\n([\s\S]*?)^\}/gm))
      add(type!, body!, /^ {4}pub (?:const )?fn (\w+)/gm);
    for (const [, type, body] of rust.matchAll(/pub struct (\w+)[^{;]*\{\n([\s\S]*?)\n\s*\}/g))
      add(type!, body!, /^\s*(?:pub )?(\w+):/gm);
  }
  return parts;
})();
/** Whether a name in code marks exists in the source: `Type.field`, `Type::method`, or a name alone. */
function isNamed(said: string): boolean {
  const of = /^([A-Z]\w+)(?:\.|::)(\w+)$/.exec(said);
  return of ? (PARTS.get(of[1]!)?.has(of[2]!) ?? false) : WORDS.has(said);
}

test('every name of the program in code marks is one', () => {
  const isName = (said: string) =>
    (/^[A-Z]\w+(?:\.|::)\w+$/.test(said) && !said.endsWith('.toml')) ||
    /^[a-z]+(_[a-z0-9]+)+$/.test(said) ||
    /^[A-Z][a-z]+([A-Z][a-z]+)+$/.test(said);
  const elsewhere = new Set(['CpiContext::new_with_signer', 'Type.field']);
  const unknown = PRESENT.flatMap((file) =>
    inCode(file)
      .filter((said) => isName(said) && !elsewhere.has(said) && !isNamed(said))
      .map((said) => `${file}: ${said}`),
  );
  expect([...new Set(unknown)]).toEqual([]);
});

// that each row is a function is tested beside those functions: tests/generic/claims.rs
test('every test that the table of invariants names is one', () => {
  const rows = [...text('docs/INVARIANTS.md').matchAll(/^\| ([a-z]+_\w+) \|.*\|(.*)\|$/gm)];
  const functions = new Set([...SOURCE.matchAll(/fn (\w+)/g)].map((found) => found[1]!));
  const missing = rows
    .flatMap(([, , tests]) => [...tests!.matchAll(/`([a-z]\w+(?:…\w+)?)`/g)].map((found) => found[1]!))
    .filter((name) => {
      const [begins, ends] = name.split('…');
      return ends
        ? ![...functions].some((one) => one.startsWith(begins!) && one.endsWith(ends))
        : !functions.has(name) && !WORDS.has(name);
    });
  expect(missing).toEqual([]);
  expect(rows.length).toBeGreaterThan(35);
});

const TERMS = [...text('docs/GLOSSARY.md').matchAll(/^\| \*\*(.+?)\*\* \|(.*)\|(.*)\|(.*)\|(.*)\|$/gm)].map(
  ([, term, ...cells]) => ({ term: term!, cells: cells.map((cell) => cell.trim()) }),
);

test('every term of the glossary stands there once, with four columns, and is used', () => {
  expect(TERMS.map(({ term }) => term)).toEqual([...new Set(TERMS.map(({ term }) => term))]);
  expect(TERMS.filter(({ cells }) => cells.some((cell) => cell === ''))).toEqual([]);
  const elsewhere = [...DOCUMENTS.filter((file) => file !== 'docs/GLOSSARY.md').map(text), SOURCE]
    .join('\n')
    .toLowerCase()
    .replace(/\s+/g, ' ');
  const unused = TERMS.map(({ term }) => term).filter(
    (term) => !new RegExp(`\\b${term.toLowerCase()}(s|es)?\\b`).test(elsewhere),
  );
  expect(unused).toEqual([]);
  expect(TERMS.length).toBeGreaterThan(80);
});

test('every place in the code that the glossary names is there', () => {
  const gone = TERMS.flatMap(({ term, cells }) =>
    [...cells[3]!.matchAll(/`([^`]+)`/g)]
      .map((found) => found[1]!)
      .filter((place) => !(place.includes('/') ? existsSync(join(ROOT, place)) : isNamed(place)))
      .map((place) => `${term}: ${place}`),
  );
  expect(gone).toEqual([]);
  expect(TERMS.filter(({ cells }) => !cells[3]!.includes('`')).map(({ term }) => term)).toEqual([]);
});

test("the words of the page that the office presses are the page's", () => {
  const page = FILES.filter((file) => /^app\/src\/(page|client)\/.*\.tsx?$/.test(file))
    .map(text)
    .join('\n')
    .replace(/\s+/g, ' ');
  const office = prose('docs/OFFICE.md')
    .replace(/\*\*[^*]+\*\*/g, '')
    .replace(/\s+/g, ' ');
  const pressed = [...office.matchAll(/\*([^*]+)\*/g)].map((found) => found[1]!);
  expect(pressed.filter((said) => !page.includes(said.replace(/ ?…$/, '')))).toEqual([]);
  expect(pressed.length).toBeGreaterThan(40);
});
