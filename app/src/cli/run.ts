/** How a command runs: what was said, who acts on which co-op, what is sent, and how results are shown. */
import { parseArgs } from 'node:util';
import { createNoopSigner, type Address, type Instruction, type TransactionSigner } from '@solana/kit';
import {
  clusterOf,
  connect,
  explained,
  isNetwork,
  PATIENCE,
  payerOf,
  preview,
  PRIORITIES,
  reads,
  Refusal,
  send,
  sentence,
  transactionLink,
  trying,
  units,
  Unsettled,
  type Context,
  program,
  type flows,
  type Outcome,
  type Patience,
  type Priority,
  type Reader,
  type Sending,
  type Site,
} from '../client';
import {
  addressOf,
  amountOf,
  documentOf,
  FOUNDING_TERMS as TERMS,
  kebab,
  signerOf,
  urlsOf,
  Usage,
  valueOf,
} from './options';
import { keptBy } from './kept';
import { changeLines, instructionLines, TEXTS, told as toldOf, wrapped } from './shown';

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
/** Options that every command takes, and every command that sends. */
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

type Said = ReturnType<typeof parse>['values'];
const MINUS = '\u0000';
/** Options and arguments. What begins with a minus and a digit is an argument: no option does. */
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
    // of what every command takes the last counts, so that an alias can say it
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

/** Whether something is being signed or sent: then a reader that has gone (`| head`) does not end it. */
let sending = false;
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (failed: Error & { code?: string }) => {
    if (failed.code !== 'EPIPE') throw failed;
    if (!sending) process.exit(141); // as of a program that the pipe's signal ended
  });
}
export const out = (line: string) => void process.stdout.write(`${line}\n`);
export const err = (line: string) => void process.stderr.write(`${line}\n`);

/** For scripts: what became of what was signed, and its signature. */
function outcomeOf(failed: unknown): object {
  if (failed instanceof Unsettled) return { outcome: failed.outcome, signature: failed.signature };
  return failed instanceof Refusal && failed.signature ? { outcome: 'failed', signature: failed.signature } : {};
}
/** Prints what went wrong, and returns its exit code: 1 refused, failed or expired, 2 invalid arguments, 3 outcome unknown. */
export function report(failed: unknown, json: boolean, usage?: string): 1 | 2 | 3 {
  const misused = failed instanceof Usage;
  if (json)
    err(
      plain({
        error: sentence(failed),
        ...(failed instanceof Refusal ? { code: failed.code, rule: failed.rule, instruction: failed.instruction } : {}),
        ...outcomeOf(failed),
      }),
    );
  else
    err(
      `coop: ${sentence(failed)}${misused && usage ? `\n${usage}` : ''}${failed instanceof Unsettled && failed.earlier ? ' (--again sends it all the same)' : ''}`,
    );
  if (!misused && !json && !(failed instanceof Unsettled) && keptBy(() => {}).list().length > 0)
    err('coop: of something that you signed before it is not known yet what became: `coop signed` asks');
  return misused ? 2 : failed instanceof Unsettled && failed.outcome === 'unknown' ? 3 : 1;
}

/** One of several transactions. */
export interface Part {
  /** Told before it is sent. */
  what?: string;
  /** It can only be done once the one before it is. */
  needs?: boolean;
  go: () => Promise<void>;
}
/** One after another, each with its own outcome. What needs one that was not done is not tried. The exit code is the worst: unknown, then failed. */
export async function inTurn(run: Run, parts: readonly Part[]): Promise<void> {
  const json = run.said.json ?? false;
  let worst = 0;
  for (const [i, { what, go }] of parts.entries()) {
    if (what)
      err(
        json
          ? JSON.stringify({ doing: what, number: i + 1, of: parts.length })
          : `${i + 1} of ${parts.length}: ${what}`,
      );
    try {
      await go();
    } catch (failed) {
      const code = report(failed, json);
      worst = Math.max(worst, code);
      const gone = isNetwork(failed);
      const left = parts.length - i - 1;
      if (left === 0 || (!gone && !parts[i + 1]!.needs)) continue;
      const said = `${left === 1 ? 'the one that follows was' : `the ${left} that follow were`} not signed or sent${gone ? '' : ', as it needs the one before'}`;
      err(json ? JSON.stringify({ left, why: said }) : `coop: ${said}`);
      break;
    }
  }
  if (worst) process.exitCode = worst;
}
/** For scripts: amounts in base units as digits, names as text, other bytes in hexadecimal; nothing of what only the program needs. `coop schema` describes it. */
export const plain = (value: unknown) =>
  JSON.stringify(
    value,
    (key, v: unknown) => {
      if (key === 'discriminator' || /bump$/i.test(key)) return undefined;
      if (typeof v === 'bigint') return v.toString();
      if (key === 'standing' && typeof v === 'number') return program.Standing[v]?.toLowerCase();
      if (v instanceof Uint8Array) return TEXTS.has(key) ? units.text(v) : units.hex(v);
      if (typeof v === 'object' && v !== null && '__option' in v) return (v as { value?: unknown }).value ?? null;
      return v;
    },
    2,
  );

/** The nodes that are asked. */
export function networkSaid({ url }: { url?: string | undefined }): Pick<Run, 'rpc' | 'url'> {
  const urls = urlsOf(url);
  return { rpc: connect(urls, 'with -u or COOP_URL, several with commas between them', patienceSaid()), url: urls[0]! };
}

export interface Run {
  rpc: Reader;
  url: string;
  said: Said;
  args: string[];
}
export const coopSaid = ({ said }: Run): Address => {
  const found = said.coop ?? process.env.COOP;
  if (!found) throw new Usage('which co-op? -c ADDRESS, or COOP in the environment');
  return addressOf(found, 'co-op');
};
export async function context(run: Run): Promise<Context> {
  const by = await actor(run);
  return { site: await reads.site(run.rpc, coopSaid(run), by.address), by, rpc: run.rpc, payer: await sponsor(run) };
}
/** Whether it is only written out, to be signed elsewhere. */
export const isWritten = ({ said }: Run): boolean => Boolean(said.export ?? said['sign-only']);
/** What is said of signing that does not go together. */
export function signingChecked(said: Said): void {
  const written = said.export || said['sign-only'];
  if (said.export && said['sign-only'])
    throw new Usage('--export or --sign-only, not both: an exported transaction is unsigned');
  if (written && said['dry-run'])
    throw new Usage(
      `--dry-run or --${said.export ? 'export' : 'sign-only'}, not both: one shows what would be done, the other prints a transaction`,
    );
  prioritySaid({ said });
  if (said.nonce !== undefined && !written)
    throw new Usage('--nonce is for what is signed elsewhere: with --export or --sign-only');
  if (said.by !== undefined && !written && !said['dry-run'])
    throw new Usage('--by names a wallet whose key is not here: with --export, --sign-only or --dry-run');
}
/** Who acts: the wallet whose key is here, or one that signs elsewhere. */
export const actor = async ({ said }: Run): Promise<TransactionSigner> =>
  said.by === undefined ? signerOf(said.keypair) : createNoopSigner(addressOf(said.by, 'wallet'));
/** Who pays fees and rent, if it is not who acts. */
export const sponsor = async ({ said }: Run) =>
  said['fee-payer'] === undefined ? undefined : signerOf(said['fee-payer']);
/** How soon it shall be taken: `--priority`, or COOP_PRIORITY. */
export const prioritySaid = ({ said }: Pick<Run, 'said'>): Priority => {
  const word = said.priority ?? process.env.COOP_PRIORITY ?? 'medium';
  if (/^\d{1,12}$/.test(word)) return BigInt(word);
  const named = PRIORITIES.find((one) => one === word);
  if (!named)
    throw new Usage(
      `--priority ${word}: ${PRIORITIES.join(', ')}, or a price per compute unit in millionths of a lamport`,
    );
  return named;
};
export const argument = (run: Run, at: number, what: string): string => {
  const said = run.args[at];
  if (said === undefined) throw new Usage(`${what} is missing`);
  return said;
};

/** What is being done, on one line of a terminal that the next step replaces. */
export function progress(run: Run, step?: string): void {
  if (process.stderr.isTTY && !run.said.json) process.stderr.write(`\r\u001b[K${step ? `${step} …` : ''}`);
}

/** How long is waited for what, where `COOP_PATIENCE` says so: seconds by name, `silence=20,answer=5`. */
export function patienceSaid(): Partial<Patience> {
  const said = process.env.COOP_PATIENCE;
  return Object.fromEntries(
    (said ? said.split(',') : []).map((one) => {
      const [name = '', value] = one.split('=').map((part) => part.trim());
      const seconds = Number(value);
      if (!Object.hasOwn(PATIENCE, name) || !(seconds > 0 && seconds <= 86_400))
        throw new Usage(
          `COOP_PATIENCE: “${one}” is none of ${Object.keys(PATIENCE).join(', ')} with seconds, a day at most, as in silence=20,answer=5`,
        );
      return [name, seconds];
    }),
  );
}

/** Sends, or with `--dry-run` shows what would be sent and what it would change. */
export async function act(
  run: Run,
  by: TransactionSigner,
  token: units.Measure,
  instructions: Instruction[],
  told?: Record<string, unknown>,
): Promise<void> {
  if (instructions.length === 0) return out(run.said.json ? '{"nothing":true}' : 'there is nothing to do');
  if (run.said['dry-run']) {
    const shown = await preview(run.rpc, by, instructions);
    const decoded = instructions.map(toldOf);
    if (run.said.json)
      return out(
        plain({
          dryRun: true,
          ...told,
          instructions: decoded,
          units: shown.units,
          changes: shown.changes,
          events: shown.events,
        }),
      );
    for (const one of decoded) for (const line of instructionLines(one, token)) out(line);
    out(`\nwould change, for ${shown.units} compute units:`);
    for (const line of changeLines(shown.changes, decoded, token)) out(line);
    return;
  }
  if (isWritten(run)) return (await import('./signing')).written(run, by, token, instructions);
  const wraps = wrapped(instructions);
  if (wraps > 0n && !run.said.json)
    err(
      `wraps ${units.formatAmount(wraps, 9)} SOL, which your token account lacks; \`coop unwrap\` takes what is left out again`,
    );
  await landed(run, (options) => send(run.rpc, by, instructions, options), told);
}

/** Sends by `how`, and tells what was done. */
export async function landed(
  run: Run,
  how: (options: Sending) => Promise<Outcome>,
  told?: Record<string, unknown>,
): Promise<void> {
  const signed = (signature: string) => (
    progress(run),
    err(run.said.json ? JSON.stringify({ signed: signature }) : `signed ${signature}`)
  );
  const again = run.said.again ?? false;
  sending = true;
  const done = await how({
    tell: (step) => progress(run, step),
    signed,
    kept: keptBy(err),
    again,
    priority: prioritySaid(run),
    patience: patienceSaid(),
  }).finally(() => progress(run));
  if (run.said.json)
    return out(
      plain({
        ...told,
        outcome: 'landed',
        signature: done.signature,
        units: done.units,
        events: done.events,
        read: done.read,
      }),
    );
  if (!done.read) out('done; what it did could not be read yet');
  for (const event of done.events) out(`${event.seq} ${event.event}`);
  for (const [name, value] of Object.entries(told ?? {})) out(`${name} ${String(value)}`);
  out(transactionLink(done.signature, run.url, await clusterOf(run.rpc).catch(() => undefined)));
}

export interface Command {
  /** What it takes, as `usage.ts` reads it. */
  usage: string;
  about: string;
  /** It signs and sends, and takes the options of whatever does. */
  sends?: true;
  /** The options that it takes of those that others take too, if they are not all. */
  common?: ReadonlySet<string>;
  /** More that can be seen to be wrong before the network is asked. */
  check?: (args: readonly string[]) => void;
  /** Help on its first word. */
  help?: (first: string) => string;
  run: (run: Run) => Promise<void>;
}
/** The options that a command takes of those that others take too. */
export const commonOf = ({ sends, common }: Command): ReadonlySet<string> => common ?? (sends ? SENDING : COMMON);
export const read = (
  usage: string,
  about: string,
  get: (run: Run) => Promise<unknown>,
  show: (data: never) => string[],
): Command => ({
  usage,
  about,
  async run(run) {
    const data = await get(run);
    if (run.said.json) out(plain(data));
    else for (const line of show(data as never)) out(line);
  },
});
export const flow = (
  usage: string,
  about: string,
  make: (c: Context, run: Run) => Promise<Instruction[]>,
): Command => ({
  usage,
  about,
  sends: true,
  async run(run) {
    await trying(() =>
      acting(run, async (c, made) => {
        made.push(...(await make(c, run)));
        await act(run, payerOf(c), c.site.token, made);
      }),
    );
  },
});
/** Does something on a co-op. What is refused of it, as recorded in `made`, is put into words that name what was said. */
async function acting<T>(run: Run, what: (c: Context, made: Instruction[]) => Promise<T>): Promise<T> {
  const c = await context(run);
  const made: Instruction[] = [];
  try {
    return await what(c, made);
  } catch (failed) {
    const named = Object.values(run.said).filter((value) => typeof value === 'string');
    throw await explained(c, made, failed, [...run.args, ...named]).catch(() => failed);
  }
}
/** The same in several transactions, one after another; each needs the one before it, unless said. */
export const flowInParts = (
  usage: string,
  about: string,
  make: (c: Context, run: Run) => Promise<Instruction[][]>,
  needs = true,
): Command => ({
  usage,
  about,
  sends: true,
  async run(run) {
    const [c, parts] = await acting(run, async (c) => [c, await make(c, run)] as const);
    const shown = run.said['dry-run'] || isWritten(run);
    if (shown && parts.length > 1 && needs)
      err(`${parts.length} transactions, of which the later ones need the first: this shows the first`);
    const tried = shown && needs ? parts.slice(0, 1) : parts;
    if (tried.length === 1)
      return acting(run, (_, made) => (made.push(...tried[0]!), act(run, payerOf(c), c.site.token, made)));
    await inTurn(
      run,
      tried.map((part) => ({ needs, go: () => act(run, payerOf(c), c.site.token, part) })),
    );
  },
});
/** Why something is proposed: `--why`, and `--document FILE --document-uri URI`. */
export async function reasonsOf({ said }: Run): Promise<flows.Reasons> {
  const document = await documentOf(said.document, said['document-uri'], 'document');
  return {
    ...(said.why === undefined ? {} : { why: said.why }),
    ...(document ? { documentHash: document.hash, documentUri: document.uri } : {}),
  };
}
/** Who is who, by wallet and by account. */
export interface People {
  who: (address: string) => string;
  at: (address: string) => program.Member | undefined;
}
export async function peopleOf(rpc: Reader, coop: Address): Promise<People> {
  const all = reads.byAddress(await reads.members(rpc, coop));
  const at = (address: string) => all.get(address);
  return {
    at,
    who: (address) =>
      at(address) ? `${units.person(at(address)!)}${at(address)!.wallet === address ? `, ${address}` : ''}` : address,
  };
}
export const sha256 = (hash: ArrayLike<number>) => `SHA-256 ${units.hex(hash)}`;
/** A list of what belongs to a co-op; for scripts the list alone. */
export const list = <T>(
  usage: string,
  about: string,
  get: (rpc: Reader, coop: Address) => Promise<T[]>,
  show: (one: T, site: Site, people: People) => string[],
): Command => ({
  usage,
  about,
  async run(run) {
    const coop = coopSaid(run);
    if (run.said.json) return out(plain(await get(run.rpc, coop)));
    const [site, all, people] = await Promise.all([
      reads.site(run.rpc, coop),
      get(run.rpc, coop),
      peopleOf(run.rpc, coop),
    ]);
    for (const line of all.flatMap((one) => show(one, site, people))) out(line);
  },
});
export const amountAt = (run: Run, at: number, what: string, site: Site, least = 0n) =>
  amountOf(argument(run, at, what), site.token, what, least);
export const numberAt = (run: Run, at: number, what: string) =>
  valueOf('index', what, argument(run, at, what), 0, 0n) as number;
