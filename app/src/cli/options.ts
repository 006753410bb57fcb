/** Parses words of the command line: networks, keys, amounts, actions. */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import {
  address,
  createKeyPairSignerFromBytes,
  createKeyPairSignerFromPrivateKeyBytes,
  getBase58Encoder,
  isAddress,
  type Address,
  type KeyPairSigner,
} from '@solana/kit';
import {
  actions,
  addresses,
  documents,
  program,
  reads,
  stablecoinsOf,
  units,
  words,
  type Context,
  type Kinds,
  type Reader,
} from '../client';
import { json, terms } from './json';

const { Purpose } = program;
type Purpose = program.Purpose;

/** Invalid arguments: reported with the usage line, exit code 2. Unreadable amounts, numbers and times are the same class. */
export const Usage = units.Misread;

const MONIKERS: Readonly<Record<string, string>> = {
  m: 'https://api.mainnet-beta.solana.com',
  'mainnet-beta': 'https://api.mainnet-beta.solana.com',
  d: 'https://api.devnet.solana.com',
  devnet: 'https://api.devnet.solana.com',
  t: 'https://api.testnet.solana.com',
  testnet: 'https://api.testnet.solana.com',
  l: 'http://127.0.0.1:8899',
  localhost: 'http://127.0.0.1:8899',
  localnet: 'http://127.0.0.1:8899',
};

/** The configuration of Solana's own command line, which `solana config set` writes. */
export function configured(): { url?: string; keypair?: string } {
  const path = process.env.SOLANA_CONFIG ?? join(homedir(), '.config/solana/cli/config.yml');
  if (!existsSync(path)) return {};
  const value = (key: string) =>
    new RegExp(`^${key}:\\s*["']?([^"'\\n]*)`, 'm').exec(readFileSync(path, 'utf8'))?.[1]?.trim();
  const [url, keypair] = [value('json_rpc_url'), value('keypair_path')];
  return { ...(url ? { url } : {}), ...(keypair ? { keypair } : {}) };
}

/** The nodes to ask, best first: from `-u`, else the environment (`anchor run` sets ANCHOR_…), else Solana's configuration. */
export function urlsOf(said: string | undefined): string[] {
  const all = said ?? process.env.COOP_URL ?? process.env.ANCHOR_PROVIDER_URL ?? configured().url ?? 'localhost';
  return all.split(',').map((one) => {
    const found = MONIKERS[one.trim()] ?? one.trim();
    if (!/^https?:\/\//.test(found) || !URL.canParse(found))
      throw new Usage(
        `“${units.bare(one)}” is no network: mainnet-beta, devnet, testnet, localhost, or an address that begins with https://`,
      );
    return found;
  });
}

/** Schemes by which Solana's tools name a key, with what to do instead: none of them works here. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  usb: 'a hardware wallet is not asked from here: `--by ITS-ADDRESS --export` prints the transaction for a wallet or a multisig that takes one in base64; `coop send FILE` sends it once it is signed',
  prompt:
    'a seed phrase is not asked for here: `solana-keygen recover prompt:// -o FILE` writes the keypair, then -k FILE',
  pubkey: 'an address signs nothing: `--by ADDRESS --export` prints the transaction for whoever has its key',
};

/** Whether this is a key itself where the name of a file belongs: then no message may show it. */
export const isSecret = (said: string): boolean =>
  /^\s*\[/.test(said) || /^\s*[1-9A-HJ-NP-Za-km-z]{43,88}\s*$/.test(said);
/** What was piped in: it can be read once, and is needed as often as somebody signs. */
let piped: string | undefined;
const pipedIn = (): string => (piped ??= readFileSync(0, 'utf8'));

/** A keypair as Solana's tools write it (64 or 32 numbers, or base58), from a file or from standard input (`-`, `stdin://`). */
export async function signerOf(said: string | undefined): Promise<KeyPairSigner> {
  const named =
    said ?? process.env.COOP_KEYPAIR ?? process.env.ANCHOR_WALLET ?? configured().keypair ?? '~/.config/solana/id.json';
  if (isSecret(named) && !existsSync(named))
    throw new Usage(
      'what was given as a keypair is a key or an address itself, and is not shown here: write a key into a file and name the file, or pipe it in with `-k -`',
    );
  const scheme = /^([a-z]+):/.exec(named)?.[1];
  if (scheme && ELSEWHERE[scheme]) throw new Usage(`${named}: ${ELSEWHERE[scheme]}`);
  const pipes = named === '-' || scheme === 'stdin';
  const path = named.replace(/^file:(\/\/)?/, '').replace(/^~/, homedir());
  if (!pipes && !existsSync(path)) throw new Usage(`there is no keypair at ${path}: -k FILE, or \`solana-keygen new\``);
  const where = pipes ? 'what was piped in' : path;
  let bytes: Uint8Array;
  try {
    const text = (pipes ? pipedIn() : readFileSync(path, 'utf8')).trim();
    const parsed = text.startsWith('[') ? (JSON.parse(text) as unknown[]) : [...getBase58Encoder().encode(text)];
    if (!parsed.every((byte) => Number.isInteger(byte) && Number(byte) >= 0 && Number(byte) < 256)) throw new Error();
    bytes = Uint8Array.from(parsed as number[]);
    if (bytes.length !== 64 && bytes.length !== 32) throw new Error();
  } catch {
    throw new Usage(
      `${where} is no keypair: 64 numbers between brackets, as solana-keygen writes it, or the secret key in base58`,
    );
  }
  return (
    bytes.length === 32 ? createKeyPairSignerFromPrivateKeyBytes(bytes) : createKeyPairSignerFromBytes(bytes)
  ).catch(() => {
    throw new Usage(`${where} is no keypair: its public half does not belong to its secret half`);
  });
}

export function addressOf(said: string, what = 'address'): Address {
  if (!isAddress(said)) throw new Usage(`“${said}” is no ${what}`);
  return address(said);
}

/** A mint by its address, or a stablecoin of this cluster by its symbol. */
export async function mintOf(said: string, rpc: Reader): Promise<Address> {
  if (isAddress(said)) return address(said);
  const coins = await stablecoinsOf(rpc);
  const found = coins.find(({ symbol }) => symbol === said.toUpperCase());
  if (!found)
    throw new Usage(
      `“${said}” is no mint: its address${coins.length > 0 ? `, or ${coins.map(({ symbol }) => symbol).join(', ')}` : '; stablecoins have names only on mainnet-beta and devnet'}`,
    );
  return found.mint;
}

/** Parses an amount in token units into base units; `least` is in base units. */
export const amountOf = (said: string, token: units.Measure, name: string, least = 0n): bigint =>
  units.inField(name, () => units.parseAmount(said, token, { least }));

const index = (said: string, name: string) => units.inField(name, () => units.parseWhole(said));
const bps = (said: string, name: string) => units.inField(name, () => units.parseBps(said));
const hash = (said: string, name: string) => {
  if (!/^[0-9a-f]{64}$/i.test(said)) throw new Usage(`${name}: 64 hexadecimal digits of a SHA-256, not “${said}”`);
  return Uint8Array.from(Buffer.from(said, 'hex'));
};
/** Terms of the charter for which `found` has an option each. */
export const FOUNDING_TERMS = [
  'providerBps',
  'workBps',
  'pioneerBps',
  'pioneerThreshold',
  'pioneerSharesBps',
  'pioneerStart',
  'pioneerCapBps',
] as const;

const SHAPES: ReadonlyMap<string, words.Shape | 'moment' | 'text'> = new Map(
  [...words.CHARTER, ...words.POOL].map(({ key, shape }) => [key, shape]),
);

/** A JSON number as digits. `1.234` gets a fourth decimal place, since in JSON a point cannot separate thousands. */
function digitsOf(number: number): string {
  if (Math.abs(number) > Number.MAX_SAFE_INTEGER)
    throw new Usage(`${number} is too large to be exact as a number: write it between quotes`);
  if (
    String(number)
      .replace(/\D|e.*$/g, '')
      .replace(/^0+|0+$/g, '').length > 15
  )
    throw new Usage(`${number} has too many digits to be exact as a number: write it between quotes`);
  return /^-?\d+\.\d{3}$/.test(String(number))
    ? `${number}0`
    : /e/.test(String(number))
      ? number.toFixed(20).replace(/0+$/, '')
      : String(number);
}

/** Parses fields as people write them: money in tokens, times as moments, durations as `7d` or seconds, rates in basis points. */
export function fields(given: Record<string, unknown>, token: units.Measure, now: bigint): Record<string, unknown> {
  const read = (key: string, value: unknown) => {
    const shape = SHAPES.get(key);
    if (shape === undefined) return value;
    if (typeof value !== 'string' && typeof value !== 'number') throw new Usage('it is a text or a number');
    const said = typeof value === 'number' ? digitsOf(value) : value;
    switch (shape) {
      case 'money':
        return units.parseAmount(said, token);
      case 'bps':
        return units.parseBps(said);
      case 'count':
        return units.parseWhole(said);
      case 'duration':
        return units.parseDuration(said, typeof value === 'number' ? 's' : undefined);
      case 'moment':
        return units.parseMoment(said, now);
      case 'text':
        return said;
    }
  };
  return Object.fromEntries(
    Object.entries(given).map(([key, value]) => [key, units.inField(key, () => read(key, value))]),
  );
}

function complete(given: Record<string, unknown>, names: readonly string[], what: string): Record<string, unknown> {
  const wrong = Object.keys(given).filter((key) => !names.includes(key));
  const lacking = names.filter((name) => given[name] === undefined);
  if (wrong.length) throw new Usage(`${what} has no ${wrong.join(', ')}; it has ${names.join(', ')}`);
  if (lacking.length) throw new Usage(`${what} lacks ${lacking.join(', ')}`);
  return given;
}

/** A charter from JSON; terms that are left out stay as in `base`: the usual charter, or the one that is amended. */
export const charterFrom = (
  said: string,
  token: units.Measure,
  base: Kinds['charter'] = words.usualCharter(token),
): Kinds['charter'] => {
  const given = fields(terms(said, 'charter'), token, 0n);
  return complete(
    { ...Object.fromEntries(words.CHARTER.map(({ key }) => [key, base[key]])), ...given },
    words.CHARTER.map(({ key }) => key),
    'a charter',
  ) as unknown as Kinds['charter'];
};

export const termsFrom = (said: string, token: units.Measure, now: bigint): Kinds['terms'] => {
  const given = fields({ minSolvencyBps: 0, purpose: '', ...terms(said, 'terms') }, token, now);
  return complete(
    given,
    words.POOL.map(({ key }) => key),
    'a pool',
  ) as unknown as Kinds['terms'];
};

const FLAGS: Readonly<Record<string, boolean>> = { true: true, yes: true, false: false, no: false };
/** yes or no; the field's own name also means yes. */
function flagOf(said: string, name: string): boolean {
  const found = said === name ? true : FLAGS[said];
  if (found === undefined) throw new Usage(`${name}: yes or no, not “${said}”`);
  return found;
}
function purposeOf(said: string): Purpose {
  const names = actions.PURPOSES.map(([name]) => name);
  const found = [Purpose.Expense, Purpose.Investment, Purpose.Work].find((purpose) => names[purpose] === said);
  if (found === undefined) throw new Usage(`purpose: ${names.join(', ')}, not “${said}”`);
  return found;
}
/** Parses a minimum price of capital, `95` or `95 %`, into basis points. */
export const priceOf = (said: string, name: string): number => units.inField(name, () => units.parsePrice(said));

export const kebab = (name: string) => units.spaced(name).replaceAll(' ', '-');
const { ACTIONS, fieldsOf } = actions;
const KINDS = Object.keys(ACTIONS) as actions.KindName[];
/** Every action, with its fields in the order in which they may be given without names. */
export const PROPOSALS: readonly (readonly [name: string, fields: readonly string[]])[] = KINDS.map((kind) => [
  kebab(kind),
  fieldsOf(kind)
    .filter((field) => field.kind !== 'statutes')
    .map(({ name }) => name),
]);

/** A member by its number, its wallet or its account. */
async function memberOf(said: string, { rpc, site }: Context): Promise<Address> {
  const found = /^\d+$/.test(said)
    ? (await reads.members(rpc, site.address)).find((m) => m.numbered === 1 && m.number === index(said, 'member'))
    : ((await reads.memberAt(rpc, site.address, addressOf(said, 'member'))) ??
      (await reads.membersAt(rpc, [address(said)]))[0]);
  if (!found) throw new Error(`“${said}” is no member of this co-op: give its number, or its wallet`);
  return found.address;
}

/** The contents of a file. */
export function bytesOf(file: string): Uint8Array {
  if (!existsSync(file) || statSync(file).isDirectory()) throw new Usage(`there is no file ${file} to read`);
  return readFileSync(file);
}
/** The hash of a file, and its URI; the two options go together. */
export async function documentOf(
  file: string | undefined,
  uri: string | undefined,
  option: string,
): Promise<{ hash: Uint8Array; uri: string } | undefined> {
  if ((file === undefined) !== (uri === undefined))
    throw new Usage(`--${option} FILE and --${option}-uri URI go together: its hash and where it is`);
  return file === undefined ? undefined : { hash: await documents.sha256(bytesOf(file)), uri: uri! };
}

/** The words for an action's fields, by field name; they are given in order, or as `name=value`. */
export function spokenOf(
  said: string,
  given: readonly string[],
): { kind: actions.KindName; spoken: ReadonlyMap<string, string> } {
  const at = PROPOSALS.findIndex(([name]) => name === said);
  if (at < 0) throw new Usage(`there is no action “${said}”: ${PROPOSALS.map(([name]) => name).join(', ')}`);
  const [kind, names] = [KINDS[at]!, PROPOSALS[at]![1]];
  const spoken = new Map<string, string>();
  for (const [i, word] of given.entries()) {
    const named = /^([a-zA-Z]+)=(.*)$/s.exec(word);
    const name = named && names.includes(named[1]!) ? named[1]! : names[i];
    if (named && name !== named[1] && !(names[i] && fieldsOf(kind)[i]?.kind === 'text'))
      throw new Usage(`${said} has no field ${named[1]!}: it takes ${names.join(', ') || 'nothing'}`);
    if (name === undefined) throw new Usage(`“${word}” is too much: ${said} takes ${names.join(', ') || 'nothing'}`);
    if (spoken.has(name)) throw new Usage(`${said}: ${name} is given twice`);
    spoken.set(name, name === named?.[1] ? named[2]! : word);
  }
  const lacking = fieldsOf(kind).find(({ name, kind: asked }) => !spoken.has(name) && !OPTIONAL.has(asked));
  if (lacking) throw new Usage(`${said} lacks ${lacking.name}`);
  return { kind, spoken };
}
/** Kinds of fields that may be left out. */
export const OPTIONAL: ReadonlySet<actions.Asked> = new Set(['flag', 'purpose', 'heir', 'statutes']);

/** Parses an action: `spend TO 20 investment`, `mandate TO 100 +365d work`, `amend charter.json`; new statutes come as options. */
export async function actionFrom(
  said: string,
  given: readonly string[],
  c: Context,
  statutes?: { hash: Uint8Array; uri: string },
): Promise<Kinds['action']> {
  const { kind, spoken } = spokenOf(said, given);
  if (statutes && kind !== 'Amend') throw new Usage('only `propose amend` restates statutes');
  const { coop, token, now } = c.site;
  /** The values of fields that are left out. */
  const usual: Partial<Record<actions.Asked, unknown>> = {
    flag: false,
    purpose: Purpose.Expense,
    heir: coop.heir,
    statutes: statutes ?? null,
  };
  const read: { [K in actions.Asked]?: (word: string, name: string) => unknown } = {
    amount: (word, name) => amountOf(word, token, name, 1n),
    time: (word, name) => units.inField(name, () => units.parseMoment(word, now)),
    purpose: purposeOf,
    flag: flagOf,
    bps,
    text: (word) => word,
    charter: (word) => charterFrom(word, token, coop.charter),
    terms: (word) => termsFrom(word, token, now),
    accounts: json,
    data: (word, name) => {
      if (!/^(?:0x)?(?:[0-9a-f]{2})*$/i.test(word))
        throw new Usage(`${name}: “${word}” is no bytes: two hexadecimal digits for each`);
      return Array.from(Buffer.from(word.replace(/^0x/i, ''), 'hex'));
    },
    member: (word) => memberOf(word, c),
    mandate: (word, name) =>
      /^\d+$/.test(word) ? addresses.mandateOf(c.site.address, index(word, name)) : addressOf(word, name),
  };
  const values = await Promise.all(
    fieldsOf(kind).map(async ({ name, kind: asked }) => {
      const word = spoken.get(name);
      return [name, word === undefined ? usual[asked] : await (read[asked] ?? addressOf)(word, name)] as const;
    }),
  );
  return { __kind: kind, ...Object.fromEntries(values) } as unknown as Kinds['action'];
}

/** Parses a word of the command line into the value of a parameter of this kind. */
export function valueOf(kind: string, name: string, said: string, token: units.Measure, now: bigint): unknown {
  switch (kind.replace('?', '') as keyof Kinds) {
    case 'amount':
      return amountOf(said, token, name);
    case 'id':
      return BigInt(index(said, name));
    case 'index':
      return index(said, name);
    case 'bps':
      return bps(said, name);
    case 'wallet':
    case 'account':
      return addressOf(said, name);
    case 'text':
      return said;
    case 'hash':
      return hash(said, name);
    case 'choice':
      if (!['yes', 'no', 'abstain'].includes(said)) throw new Usage(`${name}: yes, no or abstain, not “${said}”`);
      return said;
    case 'income':
      if (!['income', 'sale', 'gift'].includes(said)) throw new Usage(`${name}: income, sale or gift, not “${said}”`);
      return said;
    case 'flag':
      return flagOf(said, name);
    case 'charter':
      return charterFrom(said, token);
    case 'terms':
      return termsFrom(said, token, now);
    case 'action':
      throw new Usage('`coop propose ACTION …` says actions in words');
  }
}
