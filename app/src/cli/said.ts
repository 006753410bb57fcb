/** Parses the command line into options and arguments. */
import { parseArgs } from 'node:util';
import { kebab, FOUNDING_TERMS as TERMS, Usage } from './options';

export const OPTIONS = {
  url: { type: 'string', short: 'u' },
  keypair: { type: 'string', short: 'k' },
  'fee-payer': { type: 'string' },
  by: { type: 'string' },
  nonce: { type: 'string' },
  export: { type: 'boolean' },
  'sign-only': { type: 'boolean' },
  coop: { type: 'string', short: 'c' },
  json: { type: 'boolean' },
  again: { type: 'boolean' },
  forget: { type: 'string' },
  priority: { type: 'string' },
  'dry-run': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
  mint: { type: 'string' },
  charter: { type: 'string' },
  pool: { type: 'string' },
  id: { type: 'string' },
  heir: { type: 'string' },
  'statutes-uri': { type: 'string' },
  statutes: { type: 'string' },
  about: { type: 'string' },
  name: { type: 'string' },
  none: { type: 'boolean' },
  uri: { type: 'string' },
  why: { type: 'string' },
  document: { type: 'string' },
  'document-uri': { type: 'string' },
  limit: { type: 'string' },
  do: { type: 'boolean' },
  for: { type: 'string' },
  kind: { type: 'string' },
  over: { type: 'string' },
  ask: { type: 'boolean' },
  keep: { type: 'boolean' },
  everywhere: { type: 'boolean' },
  'min-price': { type: 'string' },
  ...(Object.fromEntries(TERMS.map((term) => [kebab(term), { type: 'string' }])) as Record<
    (typeof TERMS)[number],
    { type: 'string' }
  >),
} as const;
/** The options of every command; `SENDING`: those of every command that sends. */
export const COMMON: ReadonlySet<string> = new Set(['url', 'keypair', 'coop', 'json', 'help', 'version']);
export const SENDING: ReadonlySet<string> = new Set([
  ...COMMON,
  'fee-payer',
  'by',
  'nonce',
  'export',
  'sign-only',
  'again',
  'priority',
  'dry-run',
]);

/** The first of the options given that mean something only where something is sent. */
export const sendingIn = (said: object, except: readonly string[] = []): string | undefined =>
  Object.keys(said).find((name) => SENDING.has(name) && !COMMON.has(name) && !except.includes(name));

export type Said = ReturnType<typeof parse>['values'];
const MINUS = '\u0000';
/** Options and arguments. A word such as `-5` is an argument: no option begins with a minus and a digit. */
export function parse(words: readonly string[]) {
  const back = (word: string) => (word.startsWith(MINUS) ? word.slice(1) : word);
  try {
    const { values, positionals, tokens } = parseArgs({
      args: words.map((word) => (/^-[\d.,]/.test(word) ? MINUS + word : word)),
      options: OPTIONS,
      allowPositionals: true,
      tokens: true,
    });
    const names = tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : []));
    // shared options may be repeated, and the last one counts, so that an alias can set them
    const twice = names.find((name, i) => !COMMON.has(name) && names.indexOf(name) < i);
    if (twice) throw new Usage(`--${twice} is given twice`);
    const said = Object.fromEntries(
      Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? back(value) : value]),
    ) as typeof values;
    return { values: said, positionals: positionals.map(back) };
  } catch (failed) {
    const { code = '', message } = failed as Error & { code?: string };
    if (!code.startsWith('ERR_PARSE_ARGS')) throw failed;
    const option = /--?[\w-]+(?=[ '<])/.exec(message.replace(/'-\w, /, "'"))?.[0] ?? '';
    throw new Usage(
      code.endsWith('UNKNOWN_OPTION')
        ? `there is no option ${option}`
        : /does not take/.test(message)
          ? `${option} takes no value`
          : /ambiguous/.test(message)
            ? `${option} needs a value; one that begins with a minus is written ${option}=-…`
            : `${option} needs a value`,
    );
  }
}
