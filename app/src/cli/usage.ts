/**
 * What a command takes, parsed from its usage line. The line is the only declaration: arguments are checked against it before any
 * request to the network, and help and completions come from it. `POOL:index [USE:amount] [--for WALLET] [--ask | --keep]` takes
 * a whole number, an optional amount, and options; a word without a kind has its own name in lower case as its kind. `yes|no`
 * lists the words allowed there, `…` lets more words follow, what shares brackets is given together or not at all, and of options
 * separated by `|` at most one is given.
 */
import { STABLECOINS, units } from '../client';
import { addressOf, kebab, priceOf, Usage, valueOf } from './options';

export interface Word {
  /** As in the usage line: `POOL`. */
  name: string;
  kind: string;
  /** The words allowed here; if there are none, any word of its kind. */
  choices: readonly string[];
  optional: boolean;
  /** More words may follow. */
  rest: boolean;
}
export interface Takes {
  words: readonly Word[];
  /** Options, and the value of each that has one. */
  options: ReadonlyMap<string, Word | undefined>;
  /** Options that must be given. */
  needed: readonly string[];
  /** Options that are given together or not at all (`all`), or of which at most one is given (`one`). */
  groups: readonly { names: readonly string[]; rule: 'all' | 'one' }[];
}

function wordOf(written: string, optional: boolean): Word {
  const [, said, kind, more] = /^(.+?)(?::(\w+))?(…)?$/.exec(written)!;
  const parts = said!.split('|');
  const choices = parts.filter((part) => part === part.toLowerCase());
  const name = parts.find((part) => !choices.includes(part)) ?? said!;
  return {
    name,
    kind: kind ?? (name === said && choices.length > 0 ? 'choice' : name.toLowerCase()),
    choices,
    optional,
    rest: more !== undefined,
  };
}

/** Parses a usage line. */
export function takesOf(usage: string): Takes {
  const words: Word[] = [];
  const options = new Map<string, Word | undefined>();
  const needed: string[] = [];
  const groups: { names: string[]; rule: 'all' | 'one' }[] = [];
  const open: { names: string[]; rule: 'all' | 'one' }[] = [];
  let option: string | undefined;
  for (const token of usage.match(/[[\]]|[^\s[\]]+/g) ?? []) {
    const value = option;
    option = undefined;
    if (token === '[') open.push({ names: [], rule: 'all' });
    else if (token === ']') {
      const group = open.pop()!;
      if (group.names.length > 1) groups.push(group);
    } else if (token === '|') open.at(-1)!.rule = 'one';
    else if (token.startsWith('--')) {
      option = token.slice(2);
      options.set(option, undefined);
      (open.at(-1)?.names ?? needed).push(option);
    } else if (value !== undefined) options.set(value, wordOf(token, false));
    else words.push(wordOf(token, open.length > 0));
  }
  return { words, options, needed, groups };
}

/** The usage line as people read it: without the kinds. */
export const shownUsage = (usage: string): string => usage.replace(/:\w+/g, '');

/** A usage line from the parameters of an instruction. */
export const usageOf = (params: Readonly<Record<string, string>>): string =>
  Object.entries(params)
    .map(([key, kind]) => {
      const [base, optional] = [kind.replace('?', ''), kind.endsWith('?')];
      const choices = WORDS_OF[base];
      const word = choices ? choices.join('|') : `${kebab(key).toUpperCase()}:${base}`;
      return optional ? `[${word}]` : word;
    })
    .join(' ');

/** Kinds whose value is one of a few words. */
const WORDS_OF: Readonly<Record<string, readonly string[]>> = {
  choice: ['yes', 'no', 'abstain'],
  income: ['income', 'sale', 'gift'],
  flag: ['yes', 'no'],
};

/** Checks by kind that need no network. An amount's decimal places and symbol are checked once the token is known. */
const SEEN: Readonly<Record<string, (said: string, name: string) => unknown>> = {
  ...Object.fromEntries(
    ['index', 'id', 'bps', 'hash'].map((kind) => [
      kind,
      (said: string, name: string) => valueOf(kind, name, said, 0, 0n),
    ]),
  ),
  ...Object.fromEntries(
    ['wallet', 'account', 'address', 'coop'].map((kind) => [
      kind,
      (said: string, name: string) => addressOf(said, name),
    ]),
  ),
  // a symbol may also stand here; whether the network has that token is checked later
  mint: (said, name) =>
    STABLECOINS.some(({ symbol }) => symbol === said.toUpperCase()) ? said : addressOf(said, name),
  percent: priceOf,
  amount: (said, name) => units.inField(name.toUpperCase(), () => units.oneReading(said)),
};

function check(word: Word, said: string, option?: string): void {
  const name = option ? `--${option}` : word.name;
  if (said === '') throw new Usage(`${name} is empty`);
  if (word.choices.includes(said)) return;
  if (word.kind === 'choice')
    throw new Usage(
      `${option ? `${name}: ` : ''}${word.choices.slice(0, -1).join(', ')} or ${word.choices.at(-1)!}, not “${said}”`,
    );
  SEEN[word.kind]?.(said, option ?? word.name.toLowerCase());
}

/** Throws `Usage` if the words do not fit the command's usage line. `common`: the shared options that it takes. */
export function checked(
  command: string,
  usage: string,
  args: readonly string[],
  said: Readonly<Record<string, unknown>>,
  common: ReadonlySet<string>,
): void {
  const { words, options, needed, groups } = takesOf(usage);
  const wrong = Object.keys(said).find((name) => !options.has(name) && !common.has(name));
  if (wrong) throw new Usage(`${command} takes no --${wrong}`);
  const missing = words.filter(({ optional }) => !optional)[args.length];
  if (missing && !missing.optional)
    throw new Usage(
      `${missing.choices.length && missing.kind === 'choice' ? missing.choices.join(', ') : missing.name} is missing`,
    );
  if (args.length > words.length && !words.at(-1)?.rest) {
    const most = words.length;
    throw new Usage(
      `“${args.slice(most).join(' ')}” is too much: ${command} takes ${most === 0 ? 'no arguments' : `${words.some(({ optional }) => optional) ? 'at most ' : ''}${most} argument${most === 1 ? '' : 's'}`}`,
    );
  }
  args.forEach((word, i) => words[i] && check(words[i], word));
  const lacking = needed.find((name) => said[name] === undefined);
  if (lacking) throw new Usage(`--${lacking} ${options.get(lacking)?.name ?? ''} is missing`.replace('  ', ' '));
  for (const { names, rule } of groups) {
    const given = names.filter((name) => said[name] !== undefined);
    if (rule === 'one' && given.length > 1)
      throw new Usage(`${given.map((name) => `--${name}`).join(' or ')}, not both`);
    if (rule === 'all' && given.length > 0 && given.length < names.length)
      throw new Usage(`${names.map((name) => `--${name}`).join(' and ')} go together`);
  }
  for (const [name, word] of options) if (word && typeof said[name] === 'string') check(word, said[name], name);
}
