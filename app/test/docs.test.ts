// The documents are checked against what they describe: links, paths, commands, names, numbers, and the words of the page.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { expect, test } from 'vitest';
import { all } from '../src/cli/commands';
import { commonOf, OPTIONS, parse } from '../src/cli/run';
import { checked } from '../src/cli/usage';

const ROOT = join(import.meta.dirname, '../..');
const LEFT_OUT = new Set(['node_modules', 'target', 'dist', '.git', 'reference']);
const walk = (folder: string): string[] => readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
  const path = join(folder, entry.name);
  return LEFT_OUT.has(entry.name) ? [] : entry.isDirectory() ? walk(path) : [relative(ROOT, path)];
});
const FILES = walk(ROOT);
const DOCUMENTS = FILES.filter((file) => file.endsWith('.md'));
const text = (file: string) => readFileSync(join(ROOT, file), 'utf8');
/** What was: a changelog and dated records name what is gone. */
const isPast = (file: string) => file === 'CHANGELOG.md' || file.startsWith('docs/decisions/');
const PRESENT = DOCUMENTS.filter((file) => !isPast(file));

/** Code in a line, and blocks of code with their language. */
const FENCE = /^```(\w*)\n([\s\S]*?)^```$/gm;
const prose = (file: string) => text(file).replace(FENCE, '');
const inCode = (file: string) => [...prose(file).matchAll(/(?<!`)`([^`\n]+)`(?!`)/g)].map((found) => found[1]!);
const blocks = (file: string) => [...text(file).matchAll(FENCE)].map(([, language, code]) => ({ language: language!, code: code! }));

/** The anchors of a document's headings, as GitHub and mdBook make them. */
function anchors(file: string): Set<string> {
  const found = new Set<string>();
  for (const [, heading] of prose(file).matchAll(/^#{1,6} (.+)$/gm)) {
    const slug = heading!.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, '').replaceAll(' ', '-');
    let id = slug;
    for (let n = 1; found.has(id); n += 1) id = `${slug}-${n}`;
    found.add(id);
  }
  return found;
}
const linksOf = (file: string) => [...prose(file).replace(/`[^`\n]*`/g, (code) => code.replace(/[[\]()]/g, '_')).matchAll(/\]\(([^)\s]+)\)/g)].map((found) => found[1]!);

test('every link leads to a file that is there, and every anchor to a heading of it', () => {
  const broken = DOCUMENTS.flatMap((file) => linksOf(file).filter((link) => !/^\w+:/.test(link)).flatMap((link) => {
    const [path, anchor] = link.split('#');
    const to = path ? normalize(join(dirname(file), path)) : file;
    if (!existsSync(join(ROOT, to))) return [`${file}: ${link}`];
    return anchor && !anchors(to).has(anchor) ? [`${file}: ${link}`] : [];
  }));
  expect(broken).toEqual([]);
});

test('the summary of the book lists every document, and decisions by their titles and in order', () => {
  const listed = [...text('docs/SUMMARY.md').matchAll(/\[(.+)\]\((.+)\)/g)].map(([, title, path]) => ({ title, file: normalize(join('docs', path!)) }));
  expect(listed.map(({ file }) => file).sort()).toEqual(DOCUMENTS.filter((file) => file !== 'docs/SUMMARY.md').sort());
  const decisions = listed.filter(({ file }) => file.startsWith('docs/decisions/'));
  expect(decisions.map(({ file }) => file)).toEqual(decisions.map(({ file }) => file).sort());
  expect(decisions.map(({ title }) => `# ${title}`)).toEqual(decisions.map(({ file }) => text(file).split('\n')[0]));
  expect(decisions.map(({ file }) => Number(/(\d{4})-/.exec(file)![1]))).toEqual(decisions.map((_, i) => i + 1));
});

test('every decision has a date, and says why, what and at what price', () => {
  const whole = DOCUMENTS.filter((file) => file.startsWith('docs/decisions/') && !file.includes('0010-'));
  const lacks = whole.flatMap((file) => [/^2\d{3}-\d\d-\d\d/m, /^## Context/m, /^## Decision/m].filter((part) => !part.test(text(file))).map((part) => `${file}: ${part}`));
  expect(lacks).toEqual([]);
});

test('every path in code marks is there', () => {
  const tops = new Set(FILES.map((file) => file.split('/')[0]));
  const isPath = (said: string) => /^[\w.@-]+(\/[\w.@-]+)+\/?$/.test(said) && (/\.(rs|tsx?|mjs|json|md|toml|py|html|yml|css)$/.test(said) || tops.has(said.split('/')[0]!));
  const isMade = (said: string) => /^(target|app\/dist|dist)\//.test(said);
  const isThere = (said: string, file: string) => existsSync(join(ROOT, said)) || existsSync(join(ROOT, dirname(file), said)) || FILES.some((one) => one.endsWith(`/${said}`) || `/${dirname(one)}/`.includes(`/${said.replace(/\/$/, '')}/`));
  const paths = PRESENT.flatMap((file) => inCode(file).filter((said) => isPath(said) && !isMade(said)).map((said) => ({ said, file })));
  expect(paths.filter(({ said, file }) => !isThere(said, file))).toEqual([]);
  expect(paths.length).toBeGreaterThan(40);
});

/** A command line's words; quotes keep words together, a comment, a pipe or a file ends it. Comes back empty if a quote is open. */
function wordsOf(line: string): string[] | undefined {
  const words: string[] = [];
  let [word, quote, begun] = ['', '', false];
  for (const [i, c] of [...line].entries()) {
    if (quote) {
      if (c === quote) quote = '';
      else word += c;
    } else if (c === '"' || c === "'") [quote, begun] = [c, true];
    else if (/\s/.test(c)) {
      if (begun) words.push(word);
      [word, begun] = ['', false];
    } else if (/[|>;)&]/.test(c) || (c === '#' && !begun && /\s/.test(line[i - 1] ?? ' '))) {
      if (begun) words.push(word);
      return words;
    } else [word, begun] = [word + c, true];
  }
  if (quote) return undefined;
  return begun ? [...words, word] : words;
}
/** Commands of a shell in a document: in its blocks, and alone in code marks. `name`: what they begin with. */
function commandsOf(file: string, name: string): string[][] {
  const found: string[][] = [];
  const take = (line: string) => {
    const at = new RegExp(`(?:^|[\\s(])${name} `).exec(line);
    const words = at && wordsOf(line.slice(at.index).replace(/^[\s(]/, ''));
    if (words) found.push(words.slice(name.split(' ').length));
    return !at || words !== undefined;
  };
  for (const { language, code } of blocks(file)) {
    let open = '';
    for (const line of code.split('\n')) {
      // beside a shell's, blocks have sessions, in which what is typed follows a dollar
      if (!open && ((language !== 'sh' && !line.startsWith('$ ')) || /^\s*#/.test(line) || !new RegExp(`^(\\$ |eval "\\$\\()?(?:.*&& )?${name} `).test(line))) continue;
      const said = `${open}${open ? ' ' : ''}${line}`.replace(/^eval "\$\((.*)\)"/, '$1');
      // two in one line
      open = said.split(' && ').every(take) ? '' : said;
    }
  }
  for (const said of inCode(file)) if (said.startsWith(`${name} `)) take(said);
  return found;
}

test('every `cargo xtask` command in a document is in its help, with its options', () => {
  const help = /const HELP: &str = "\\\n([\s\S]*?)";/.exec(text('xtask/src/main.rs'))![1]!;
  const known = new Map<string, string>();
  let last = '';
  for (const line of help.split('\n')) {
    const name = /^ {2}([a-z][a-z-]*)/.exec(line)?.[1];
    if (name) last = name;
    if (last) known.set(last, `${known.get(last) ?? ''} ${line}`);
  }
  const unknown = DOCUMENTS.flatMap((file) => commandsOf(file, 'cargo xtask').filter(([name = 'help', ...rest]) =>
    name !== 'COMMAND' && !known.has(name) || rest.some((word) => word.startsWith('--') && !known.get(name)?.includes(word))).map((words) => `${file}: ${words.join(' ')}`));
  expect(unknown).toEqual([]);
  expect(PRESENT.flatMap((file) => commandsOf(file, 'cargo xtask')).length).toBeGreaterThan(20);
});

test('every `coop` command in a document is one, with words and options that it takes', () => {
  const commands = all();
  // what stands for a value of one's own
  const stands: readonly (readonly [RegExp, string])[] = [
    [/^(WALLET|ADDRESS|COOP|CANDIDATE|ACCOUNT|\$MINT|MINT|\$NONCE|\$MULTISIG)$/, '11111111111111111111111111111111'], [/^(PROPOSAL|N|MEMBER)$/, '0'], [/^PERCENT$/, '95'], [/^AMOUNT$/, '1'],
  ];
  const wrong: string[] = [];
  let count = 0;
  for (const file of DOCUMENTS.filter((one) => one !== 'CHANGELOG.md')) {
    for (const said of commandsOf(file, 'coop')) {
      const words = said.map((word) => stands.reduce((now, [name, value]) => now.replace(name, value), word));
      if (words.some((word) => word === '…' || /^(COMMAND|ACTION|INSTRUCTION|WORDS)$/.test(word)) || words[0] === 'help') continue;
      count += 1;
      try {
        const { values, positionals: [name = '', ...args] } = parse(words);
        const command = commands[name];
        if (!command) throw new Error(`there is no command “${name}”`);
        // `coop pay` alone names the command
        if (words.length === 1 || values.help) continue;
        checked(name, command.usage, args, values, commonOf(command));
        command.check?.(args);
      } catch (failed) {
        wrong.push(`${file}: coop ${said.join(' ')}: ${(failed as Error).message}`);
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(count).toBeGreaterThan(100);
  // options alone in code marks; those of Anchor's command line are its own
  const options = ['README.md', 'docs/SCRIPTING.md', 'docs/OFFICE.md'].flatMap((file) => inCode(file).flatMap((said) => /^--([\w.-]+)/.exec(said)?.[1] ?? []));
  expect(options.filter((option) => !Object.hasOwn(OPTIONS, option) && !/^(provider\.\w+|ignore-keys)$/.test(option))).toEqual([]);
});

test('what is run by npm and by Anchor is in their files', () => {
  const scripts = { ...(JSON.parse(text('app/package.json')) as { scripts: object }).scripts };
  const anchor = new Set([...text('Anchor.toml').matchAll(/^([\w-]+) = "(?:node|cargo)/gm)].map((found) => found[1]!));
  const unknown = DOCUMENTS.flatMap((file) => [
    ...commandsOf(file, 'npm run').filter(([name]) => !Object.hasOwn(scripts, name!)),
    ...commandsOf(file, 'anchor run').filter(([name]) => name !== 'NAME' && !anchor.has(name!)),
  ].map((words) => `${file}: ${words.join(' ')}`));
  expect(unknown).toEqual([]);
});

const SOURCES = FILES.filter((file) => /\.(rs|tsx?|mjs|toml|py)$/.test(file) && !file.startsWith('app/src/generated/') && !file.endsWith('docs.test.ts'));
const SOURCE = SOURCES.map((file) => text(file)).join('\n');
const WORDS = new Set(SOURCE.match(/\w+/g));
/** The fields, methods and variants of every type, by its name. */
const PARTS = (() => {
  const parts = new Map<string, Set<string>>();
  const add = (type: string, body: string, found: RegExp) => {
    const all = parts.get(type) ?? new Set<string>();
    for (const [, name] of body.matchAll(found)) all.add(name!);
    parts.set(type, all);
  };
  for (const file of SOURCES.filter((one) => one.endsWith('.rs'))) {
    const rust = text(file);
    for (const [, , type, body] of rust.matchAll(/^( *)pub (?:struct|enum) (\w+)(?:<[^>]*>)? \{\n([\s\S]*?)^\1\}/gm)) add(type!, body!, /^\s*(?:pub )?(\w+)(?::|,| =|\(|\s*\{)/gm);
    for (const [, type, body] of rust.matchAll(/^impl(?:<[^>]*>)? (\w+)(?:<[^>]*>)? \{\n([\s\S]*?)^\}/gm)) add(type!, body!, /^ {4}pub (?:const )?fn (\w+)/gm);
    for (const [, type, body] of rust.matchAll(/pub struct (\w+)[^{;]*\{\n([\s\S]*?)\n\s*\}/g)) add(type!, body!, /^\s*(?:pub )?(\w+):/gm);
  }
  return parts;
})();
/** Whether a name in code marks is one of the source: `Type.field`, `Type::method`, or a name alone. */
function isNamed(said: string): boolean {
  const of = /^([A-Z]\w+)(?:\.|::)(\w+)$/.exec(said);
  return of ? PARTS.get(of[1]!)?.has(of[2]!) ?? false : WORDS.has(said);
}

test('every name of the program in code marks is one', () => {
  const isName = (said: string) => (/^[A-Z]\w+(?:\.|::)\w+$/.test(said) && !said.endsWith('.toml')) || /^[a-z]+(_[a-z0-9]+)+$/.test(said) || /^[A-Z][a-z]+([A-Z][a-z]+)+$/.test(said);
  const elsewhere = new Set(['CpiContext::new_with_signer', 'Type.field']);
  const unknown = PRESENT.flatMap((file) => inCode(file).filter((said) => isName(said) && !elsewhere.has(said) && !isNamed(said)).map((said) => `${file}: ${said}`));
  expect([...new Set(unknown)]).toEqual([]);
});

// that each row is a function is a test beside those functions: tests/generic/claims.rs
test('every test that the table of invariants names is one', () => {
  const rows = [...text('docs/INVARIANTS.md').matchAll(/^\| ([a-z]+_\w+) \|.*\|(.*)\|$/gm)];
  const functions = new Set([...SOURCE.matchAll(/fn (\w+)/g)].map((found) => found[1]!));
  const missing = rows.flatMap(([, , tests]) => [...tests!.matchAll(/`([a-z]\w+(?:…\w+)?)`/g)].map((found) => found[1]!)).filter((name) => {
    const [begins, ends] = name.split('…');
    return ends ? ![...functions].some((one) => one.startsWith(begins!) && one.endsWith(ends)) : !functions.has(name) && !WORDS.has(name);
  });
  expect(missing).toEqual([]);
  expect(rows.length).toBeGreaterThan(35);
});

const TERMS = [...text('docs/GLOSSARY.md').matchAll(/^\| \*\*(.+?)\*\* \|(.*)\|(.*)\|(.*)\|(.*)\|$/gm)].map(([, term, ...cells]) => ({ term: term!, cells: cells.map((cell) => cell.trim()) }));

test('every term of the glossary stands there once, with four columns, and is used', () => {
  expect(TERMS.map(({ term }) => term)).toEqual([...new Set(TERMS.map(({ term }) => term))]);
  expect(TERMS.filter(({ cells }) => cells.some((cell) => cell === ''))).toEqual([]);
  const elsewhere = [...DOCUMENTS.filter((file) => file !== 'docs/GLOSSARY.md').map(text), SOURCE].join('\n').toLowerCase().replace(/\s+/g, ' ');
  const unused = TERMS.map(({ term }) => term).filter((term) => !new RegExp(`\\b${term.toLowerCase()}(s|es)?\\b`).test(elsewhere));
  expect(unused).toEqual([]);
  expect(TERMS.length).toBeGreaterThan(80);
});

test('every place in the code that the glossary names is there', () => {
  const gone = TERMS.flatMap(({ term, cells }) => [...cells[3]!.matchAll(/`([^`]+)`/g)].map((found) => found[1]!).filter((place) => !(place.includes('/') ? existsSync(join(ROOT, place)) : isNamed(place))).map((place) => `${term}: ${place}`));
  expect(gone).toEqual([]);
  expect(TERMS.filter(({ cells }) => !cells[3]!.includes('`')).map(({ term }) => term)).toEqual([]);
});

test('the words of the page that the office presses are the page\'s', () => {
  const page = FILES.filter((file) => /^app\/src\/(page|client)\/.*\.tsx?$/.test(file)).map(text).join('\n').replace(/\s+/g, ' ');
  const office = prose('docs/OFFICE.md').replace(/\*\*[^*]+\*\*/g, '').replace(/\s+/g, ' ');
  const pressed = [...office.matchAll(/\*([^*]+)\*/g)].map((found) => found[1]!);
  expect(pressed.filter((said) => !page.includes(said.replace(/ ?…$/, '')))).toEqual([]);
  expect(pressed.length).toBeGreaterThan(40);
});

const NUMBERS = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve', 'thirteen', 'fourteen', 'fifteen', 'sixteen'];
const digits = (said: string) => Number(said.replaceAll(/[\s_ ]/g, ''));
const constant = (file: string, name: string) => digits(new RegExp(`const ${name}: \\w+ = ([\\d_]+)`).exec(text(file))![1]!);

test('numbers in the text are those of the source', () => {
  const idl = JSON.parse(text('idl/coop.json')) as { instructions: unknown[] };
  const ratchets = /pub enum Ratchet \{([\s\S]*?)\}/.exec(text('programs/coop/math/src/charter.rs'))![1]!.match(/\w+,/g)!.length;
  const said = (file: string, pattern: RegExp) => {
    const found = pattern.exec(text(file).replace(/\s+/g, ' '));
    expect(found, `${file}: ${pattern}`).not.toBeNull();
    return NUMBERS.includes(found![1]!.toLowerCase()) ? NUMBERS.indexOf(found![1]!.toLowerCase()) : digits(found![1]!);
  };
  expect(said('docs/INVARIANTS.md', /all (\d+) instructions/)).toBe(idl.instructions.length);
  expect(said('docs/INVARIANTS.md', /([\d ]+) random steps/)).toBe(constant('tests/stateful/mod.rs', 'STEPS'));
  for (const [file, pattern] of [['README.md', /(\w+) terms that no majority can loosen/], ['docs/GOVERNANCE.md', /(\w+) terms are \*ratchets\*/]] as const) expect(said(file, pattern)).toBe(ratchets);
  expect(said('docs/ECONOMICS.md', /(\w+) million random lives/) * 1e6).toBe(constant('tests/self_trading/tests/functions.rs', 'LIVES'));
  expect(said('docs/ECONOMICS.md', /([\d ]+) lives are played in every test run/)).toBe(constant('tests/self_trading/tests/on_chain/main.rs', 'NORMALLY'));
  expect(said('docs/ECONOMICS.md', /test run, ([\d ]+) by `cargo xtask self-trading`/)).toBe(Number(/\["self-trading"\] => .*self_trading\("(\d+)"\)/.exec(text('xtask/src/main.rs'))![1]));
  const rooms = /Texts have room for (\d+) bytes \(.*?\), (\d+) \(why\), 32 \(names\), (\d+) \(links\)/.exec(text('docs/SCRIPTING.md'));
  expect(rooms?.slice(1).map(Number)).toEqual(['ABOUT', 'WHY', 'LINK'].map((name) => constant('programs/coop/src/state/mod.rs', name)));
});

/** Spans, bounds and counts in the text, and the constant that each repeats: where it stands, the words around it, the file, the name. */
const [GOVERNANCE, BOOTSTRAP, OFFICE] = ['docs/GOVERNANCE.md', 'docs/BOOTSTRAP.md', 'docs/OFFICE.md'];
const [STATE, MATH, INSTRUCTIONS] = ['programs/coop/src/state', 'programs/coop/math/src', 'programs/coop/src/instructions'];
const REPEATED: readonly (readonly [document: string, said: RegExp, file: string, name: string])[] = [
  [GOVERNANCE, /send it after (\w+) days without an admission/, `${MATH}/membership.rs`, 'APPLICATION_KEPT'],
  [GOVERNANCE, /after (\w+) days; after a release/, `${MATH}/membership.rs`, 'LEFT_KEPT'],
  [GOVERNANCE, /left in protest can apply again after (\w+) days/, `${MATH}/membership.rs`, 'PROTEST_KEPT'],
  [GOVERNANCE, /suspend an elector after (\w+) days/, `${MATH}/membership.rs`, 'SILENCE'],
  [GOVERNANCE, /act of its own, or (\w+) days after its shares fell/, `${MATH}/membership.rs`, 'SHORT'],
  [GOVERNANCE, /within the first (\w+) days after it became/, `${MATH}/membership.rs`, 'SETTLED_IN'],
  [GOVERNANCE, /to move a membership (\w+) days/, `${MATH}/membership.rs`, 'REHOME_TIMELOCK'],
  [GOVERNANCE, /For (\w+) days nothing can be claimed/, `${MATH}/membership.rs`, 'QUIET'],
  [GOVERNANCE, /member for (\w+) days/, `${MATH}/membership.rs`, 'LOST'],
  [GOVERNANCE, /a request lapses after (\w+) days/, `${MATH}/membership.rs`, 'SOUGHT'],
  [GOVERNANCE, /at most once in (\w+) days, cleared/, `${MATH}/membership.rs`, 'NAME_KEPT'],
  [GOVERNANCE, /limits the admissions in (\w+) days/, `${MATH}/membership.rs`, 'GROWTH_WINDOW'],
  [GOVERNANCE, /or (\w+) days without an elector/, `${MATH}/membership.rs`, 'ELECTORLESS'],
  [GOVERNANCE, /the longer of `timelock` and (\w+) days/, `${MATH}/charter.rs`, 'SPECIAL_TIMELOCK'],
  [GOVERNANCE, /max\((\w+) days, `period_length`\)/, `${MATH}/governance/budget.rs`, 'BUDGET_WINDOW'],
  [GOVERNANCE, /if protests ≥ (\w+) and/, `${MATH}/governance.rs`, 'LEAST_PROTESTS'],
  [GOVERNANCE, /co-op that inherits: after (\w+) days the reserve/, `${INSTRUCTIONS}/federation/finish_dissolution.rs`, 'WINDING_UP'],
  [GOVERNANCE, /Dissolving ──(\w+) days──►/, `${INSTRUCTIONS}/federation/finish_dissolution.rs`, 'WINDING_UP'],
  [GOVERNANCE, /The limit of (\w+) covers all lines/, `${STATE}/coop/succession.rs`, 'MOST_HEIRS'],
  [GOVERNANCE, /fixes a slot (\w+) ahead/, `${INSTRUCTIONS}/governance/call_panel.rs`, 'AHEAD'],
  [GOVERNANCE, /within the (\w+) slots/, `${INSTRUCTIONS}/governance/call_panel.rs`, 'REMEMBERED'],
  [GOVERNANCE, /A panel can be called (\w+) times at most/, `${INSTRUCTIONS}/governance/call_panel.rs`, 'MOST_CALLS'],
  [GOVERNANCE, /(\w+) objections double the timelock/, `${INSTRUCTIONS}/governance/object.rs`, 'DELAYING'],
  [GOVERNANCE, /└──(\w+) days after its window/, `${INSTRUCTIONS}/governance/reclaim_proposal.rs`, 'READ'],
  [GOVERNANCE, /byte in a page of (\w+),/, `${STATE}/ballot.rs`, 'PAGE_BALLOTS'],
  [BOOTSTRAP, /`stay` \| (\w+) to \w+ days/, `${MATH}/bootstrap.rs`, 'SHORTEST_STAY'],
  [BOOTSTRAP, /`stay` \| \w+ to (\w+) days/, `${MATH}/bootstrap.rs`, 'LONGEST_STAY'],
  [BOOTSTRAP, /0 to ([\d ]+) of the promised turnover/, `${MATH}/bootstrap.rs`, 'MAX_USE_BOND_BPS'],
  [BOOTSTRAP, /at least (\w+) if `min_use`/, `${MATH}/bootstrap.rs`, 'MIN_USE_BOND_BPS'],
  [BOOTSTRAP, /at most (\w+) days ahead/, `${MATH}/bootstrap.rs`, 'LONGEST'],
  [BOOTSTRAP, /refused within (\w+) days after an amendment/, `${MATH}/bootstrap.rs`, 'AFTER_AMENDMENT'],
  [BOOTSTRAP, /More than (\w+) days after the deadline/, `${MATH}/bootstrap.rs`, 'UNPAYABLE'],
  [BOOTSTRAP, /`purpose` \| at most (\w+) bytes/, `${STATE}/mod.rs`, 'ABOUT'],
  [BOOTSTRAP, /from at most (\w+) pools can rest/, `${STATE}/member.rs`, 'RESTS'],
  [BOOTSTRAP, /It has (\w+) slots/, `${STATE}/coop/mod.rs`, 'TRANSITS'],
  ['README.md', /at least (\w+) days to leave on the old terms/, `${MATH}/charter.rs`, 'SPECIAL_TIMELOCK'],
  ['README.md', /Any pool fails (\w+) days after its deadline/, `${MATH}/bootstrap.rs`, 'UNPAYABLE'],
  ['SECURITY.md', /takes effect before (\w+) days/, `${MATH}/charter.rs`, 'SPECIAL_TIMELOCK'],
  ['SECURITY.md', /is frozen fails (\w+) days after its deadline/, `${MATH}/bootstrap.rs`, 'UNPAYABLE'],
  ['SECURITY.md', /heir after heir, at most (\w+),/, `${STATE}/coop/succession.rs`, 'MOST_HEIRS'],
  ['docs/SCRIPTING.md', /needs a `stay` of (\w+) to \w+ days/, `${MATH}/bootstrap.rs`, 'SHORTEST_STAY'],
  [OFFICE, /limits how many can be admitted in (\w+) days/, `${MATH}/membership.rs`, 'GROWTH_WINDOW'],
  [OFFICE, /cleared away by anyone after (\w+) days/, `${MATH}/membership.rs`, 'APPLICATION_KEPT'],
  [OFFICE, /Close the account\*\* (\w+) days later/, `${MATH}/membership.rs`, 'LEFT_KEPT'],
  [OFFICE, /\*\*After (\w+) days\*\* `coop finish-dissolution`/, `${INSTRUCTIONS}/federation/finish_dissolution.rs`, 'WINDING_UP'],
];

test('spans, bounds and counts in the text are the constants of the program', () => {
  const wrong = REPEATED.flatMap(([document, pattern, file, name]) => {
    const found = pattern.exec(text(document).replace(/\s+/g, ' '))?.slice(1).find((one) => one !== undefined)?.toLowerCase();
    const written = new RegExp(`const ${name}: \\w+ = ([^;]+);`).exec(text(file))?.[1];
    if (found === undefined || written === undefined) return [`${document}: ${found === undefined ? pattern : `${name} in ${file}`} is not there`];
    // in days, where it is a span
    const factors = written.replace(/ as \w+/g, '').replace(/days\((\w+)\)/, '$1').replace('YEAR', '365').replace('DAY', '1').split('*');
    const is = factors.map(digits).reduce((all, one) => all * one, 1);
    const said = NUMBERS.includes(found) ? NUMBERS.indexOf(found) : digits(found);
    return said === is ? [] : [`${document}: ${pattern} says ${said}, ${name} is ${is}`];
  });
  expect(wrong).toEqual([]);
});

test('what a command measures stands only where a command writes it', () => {
  const told = PRESENT.filter((file) => file !== 'docs/BENCHMARKS.md').flatMap((file) => text(file).split('\n').filter((line) => /\d[\d  ]* ?(CU|compute units|KB of ELF)\b|\d+ (tests|KB|kB) (passed|for)/.test(line)).map((line) => `${file}: ${line.trim()}`));
  expect(told).toEqual([]);
});

test('the architecture is two pages', () => {
  expect(text('ARCHITECTURE.md').split(/\s+/).length).toBeLessThan(1_050);
  expect(text('ARCHITECTURE.md').split('\n').length).toBeLessThan(110);
});

test('only vault.rs calls the token program to move tokens', () => {
  const rust = FILES.filter((file) => /^programs\/coop\/src\/.*\.rs$/.test(file) && file !== 'programs/coop/src/vault.rs');
  expect(rust.filter((file) => /transfer_checked|TransferChecked|spl_token\w*::instruction/.test(text(file)))).toEqual([]);
});
