// Every command in a document exists, with the arguments and options shown.
import { expect, test } from 'vitest';
import { all } from '../src/cli/commands';
import { commonOf } from '../src/cli/command';
import { OPTIONS, parse } from '../src/cli/said';
import { checked } from '../src/cli/usage';
import { blocks, DOCUMENTS, inCode, PRESENT, text } from './documents';

/** The words of a command line: quotes group, a comment, a pipe or a redirection ends it. Undefined if a quote is left open. */
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
/** The shell commands in a document that begin with `name`: in its blocks, and alone in code marks. */
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
      // besides shell scripts, blocks contain sessions, in which commands follow a dollar sign
      if (
        !open &&
        ((language !== 'sh' && !line.startsWith('$ ')) ||
          /^\s*#/.test(line) ||
          !new RegExp(`^(\\$ |eval "\\$\\()?(?:.*&& )?${name} `).test(line))
      )
        continue;
      const said = `${open}${open ? ' ' : ''}${line}`.replace(/^eval "\$\((.*)\)"/, '$1');
      // two commands on one line
      open = said.split(' && ').every(take) ? '' : said;
    }
  }
  for (const said of inCode(file)) if (said.startsWith(`${name} `)) take(said);
  return found;
}

test('every `cargo xtask` command in a document is in its help, with its options', () => {
  const list = text('xtask/src/task.rs');
  const tasks = /^pub enum Task \{\n([\s\S]*?)^\}/m.exec(list)![1]!;
  // options that are arguments of their own, and those that stand in the words of another tool
  const optionsIn = (source: string) => [
    ...[...source.matchAll(/#\[arg\(long\b.*\]\s+(?:pub )?(\w+):/g)].map(([, name]) => `--${name}`),
    ...(source.match(/--[a-z-]+/g) ?? []),
  ];
  const struct = (module: string | undefined, name: string) =>
    new RegExp(`struct ${name} \\{([\\s\\S]*?)^\\}`, 'm').exec(module ? text(`xtask/src/${module}.rs`) : list)![1]!;
  const known = new Map<string, readonly string[]>([['help', []]]);
  for (const [, name, fields = '', module, type] of tasks.matchAll(
    /^ {4}([A-Z]\w*)(?: \{([\s\S]*?)^ {4}\}|\((?:(\w+)::)?(\w+)\))?,/gm,
  ))
    known.set(
      name!.replace(/(?!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase(),
      optionsIn(type ? struct(module, type) : fields),
    );
  const unknown = DOCUMENTS.flatMap((file) =>
    commandsOf(file, 'cargo xtask')
      .filter(
        ([name = 'help', ...rest]) =>
          (name !== 'COMMAND' && !known.has(name)) ||
          rest.some((word) => word.startsWith('--') && !known.get(name)?.includes(word)),
      )
      .map((words) => `${file}: ${words.join(' ')}`),
  );
  expect(unknown).toEqual([]);
  expect(PRESENT.flatMap((file) => commandsOf(file, 'cargo xtask')).length).toBeGreaterThan(20);
});

test('every `coop` command in a document is one, with words and options that it takes', () => {
  const commands = all();
  // placeholders for the reader's own values
  const stands: readonly (readonly [RegExp, string])[] = [
    [/^(WALLET|ADDRESS|COOP|CANDIDATE|ACCOUNT|\$MINT|MINT|\$NONCE|\$MULTISIG)$/, '11111111111111111111111111111111'],
    [/^(PROPOSAL|N|MEMBER)$/, '0'],
    [/^PERCENT$/, '95'],
    [/^AMOUNT$/, '1'],
  ];
  const wrong: string[] = [];
  let count = 0;
  for (const file of DOCUMENTS.filter((one) => one !== 'CHANGELOG.md')) {
    for (const said of commandsOf(file, 'coop')) {
      const words = said.map((word) => stands.reduce((now, [name, value]) => now.replace(name, value), word));
      if (
        words.some((word) => word === '…' || /^(COMMAND|ACTION|INSTRUCTION|WORDS)$/.test(word)) ||
        words[0] === 'help'
      )
        continue;
      count += 1;
      try {
        const {
          values,
          positionals: [name = '', ...args],
        } = parse(words);
        const command = commands[name];
        if (!command) throw new Error(`there is no command “${name}”`);
        // `coop pay` alone only names the command
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
  // options alone in code marks, except those of Anchor's command line
  const options = ['README.md', 'docs/SCRIPTING.md', 'docs/OFFICE.md'].flatMap((file) =>
    inCode(file).flatMap((said) => /^--([\w.-]+)/.exec(said)?.[1] ?? []),
  );
  expect(
    options.filter((option) => !Object.hasOwn(OPTIONS, option) && !/^(provider\.\w+|ignore-keys)$/.test(option)),
  ).toEqual([]);
});

test('what is run by npm and by Anchor is in their files', () => {
  const scripts = { ...(JSON.parse(text('app/package.json')) as { scripts: object }).scripts };
  const anchor = new Set([...text('Anchor.toml').matchAll(/^([\w-]+) = "(?:node|cargo)/gm)].map((found) => found[1]!));
  const unknown = DOCUMENTS.flatMap((file) =>
    [
      ...commandsOf(file, 'npm run').filter(([name]) => !Object.hasOwn(scripts, name!)),
      ...commandsOf(file, 'anchor run').filter(([name]) => name !== 'NAME' && !anchor.has(name!)),
    ].map((words) => `${file}: ${words.join(' ')}`),
  );
  expect(unknown).toEqual([]);
});
