/** How a command runs: what was said, who acts on which co-op, what is sent, and how results are shown. */
import { parseArgs } from 'node:util';
import { createDefaultRpcTransport, createSolanaRpcFromTransport, type Address, type Instruction, type RpcTransport, type TransactionSigner } from '@solana/kit';
import { preview, reads, send, trying, units, payerOf, type Context, type flows, type program, type Reader, type Site } from '../client';
import { addressOf, amountOf, documentOf, FOUNDING_TERMS as TERMS, kebab, signerOf, Usage, valueOf } from './options';
import { keptBy } from './kept';
import { changeLines, instructionLines, TEXTS, told as toldOf } from './shown';

export const OPTIONS = {
  url: { type: 'string', short: 'u' }, keypair: { type: 'string', short: 'k' }, payer: { type: 'string' }, coop: { type: 'string', short: 'c' },
  json: { type: 'boolean' }, again: { type: 'boolean' }, 'dry-run': { type: 'boolean' }, help: { type: 'boolean', short: 'h' }, version: { type: 'boolean' },
  mint: { type: 'string' }, charter: { type: 'string' }, pool: { type: 'string' }, id: { type: 'string' }, heir: { type: 'string' },
  'statutes-uri': { type: 'string' }, statutes: { type: 'string' }, about: { type: 'string' }, name: { type: 'string' }, uri: { type: 'string' },
  why: { type: 'string' }, document: { type: 'string' }, 'document-uri': { type: 'string' }, limit: { type: 'string' }, do: { type: 'boolean' },
  for: { type: 'string' }, kind: { type: 'string' }, over: { type: 'string' }, ask: { type: 'boolean' }, keep: { type: 'boolean' }, 'min-price': { type: 'string' },
  ...Object.fromEntries(TERMS.map((term) => [kebab(term), { type: 'string' }])) as Record<(typeof TERMS)[number], { type: 'string' }>,
} as const;
type Said = ReturnType<typeof parse>['values'];
export const parse = (words: string[]) => parseArgs({ args: words, options: OPTIONS, allowPositionals: true });

export const out = (line: string) => void process.stdout.write(`${line}\n`);
export const err = (line: string) => void process.stderr.write(`${line}\n`);
/** For scripts: amounts in base units as digits, names as text, other bytes in hexadecimal. */
export const plain = (value: unknown) =>
  JSON.stringify(value, (key, v: unknown) =>
    typeof v === 'bigint' ? v.toString() : !(v instanceof Uint8Array) ? v : TEXTS.has(key) ? units.text(v) : units.hex(v), 2);

/** A network that does not answer at all is told after half a minute. */
export function reader(url: string): Reader {
  const transport = createDefaultRpcTransport({ url });
  const timed = ((request: Parameters<RpcTransport>[0]) => transport({ ...request, signal: AbortSignal.any([AbortSignal.timeout(30_000), ...(request.signal ? [request.signal] : [])]) })) as typeof transport;
  return createSolanaRpcFromTransport(timed) as unknown as Reader;
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
  const by = await signerOf(run.said.keypair);
  return { site: await reads.site(run.rpc, coopSaid(run), by.address), by, rpc: run.rpc, payer: await sponsor(run) };
}
/** Who pays fees and rent, if it is not who acts. */
export const sponsor = async ({ said }: Run) => (said.payer === undefined ? undefined : signerOf(said.payer));
export const argument = (run: Run, at: number, what: string): string => {
  const said = run.args[at];
  if (said === undefined) throw new Usage(`${what} is missing`);
  return said;
};

const explorer = (run: Run, signature: string) => {
  const cluster = /devnet/.test(run.url) ? '?cluster=devnet' : /testnet/.test(run.url) ? '?cluster=testnet'
    : /mainnet/.test(run.url) ? '' : `?cluster=custom&customUrl=${encodeURIComponent(run.url)}`;
  return `https://explorer.solana.com/tx/${signature}${cluster}`;
};

/** What is being done, on one line of a terminal that the next step replaces. */
export function progress(run: Run, step?: string): void {
  if (process.stderr.isTTY && !run.said.json) process.stderr.write(`\r\u001b[K${step ? `${step} …` : ''}`);
}

/** How long an answer is waited for, where `COOP_SILENCE` says so in seconds. */
const limitsSaid = () => {
  const silence = Number(process.env.COOP_SILENCE);
  return silence > 0 ? { limits: { silence } } : {};
};

/** Sends, or with `--dry-run` shows what would be sent and what it would change. */
export async function act(run: Run, by: TransactionSigner, token: units.Measure, instructions: Instruction[], told?: Record<string, unknown>): Promise<void> {
  if (instructions.length === 0) return out(run.said.json ? '{"nothing":true}' : 'there is nothing to do');
  if (run.said['dry-run']) {
    const shown = await preview(run.rpc, by, instructions);
    const decoded = instructions.map(toldOf);
    if (run.said.json) return out(plain({ dryRun: true, ...told, instructions: decoded, units: shown.units, changes: shown.changes, events: shown.events }));
    for (const one of decoded) for (const line of instructionLines(one, token)) out(line);
    out(`\nwould change, for ${shown.units} compute units:`);
    for (const line of changeLines(shown.changes, decoded, token)) out(line);
    return;
  }
  const signed = (signature: string) => (progress(run), err(run.said.json ? JSON.stringify({ signed: signature }) : `signed ${signature}`));
  const again = run.said.again ?? false;
  const done = await send(run.rpc, by, instructions, { tell: (step) => progress(run, step), signed, kept: keptBy(run.url, err), again, ...limitsSaid() }).finally(() => progress(run));
  if (run.said.json) return out(plain({ ...told, signature: done.signature, units: done.units, events: done.events, read: done.read }));
  if (!done.read) out('done; what it did could not be read yet');
  for (const event of done.events) out(`${event.seq} ${event.event}`);
  for (const [name, value] of Object.entries(told ?? {})) out(`${name} ${String(value)}`);
  out(explorer(run, done.signature));
}

export type Command = { usage: string; about: string; run(run: Run): Promise<void> };
export const read = (usage: string, about: string, get: (run: Run) => Promise<unknown>, show: (data: never) => string[]): Command => ({
  usage, about,
  async run(run) {
    const data = await get(run);
    if (run.said.json) out(plain(data));
    else for (const line of show(data as never)) out(line);
  },
});
export const flow = (usage: string, about: string, make: (c: Context, run: Run) => Promise<Instruction[]>): Command => ({
  usage, about,
  async run(run) {
    await trying(async () => {
      const c = await context(run);
      await act(run, payerOf(c), c.site.token, await make(c, run));
    });
  },
});
/** The same in several transactions, one after another. */
export const flowInParts = (usage: string, about: string, make: (c: Context, run: Run) => Promise<Instruction[][]>): Command => ({
  usage, about,
  async run(run) {
    const c = await context(run);
    const parts = await make(c, run);
    if (run.said['dry-run'] && parts.length > 1) err(`${parts.length} transactions, of which the later ones need the first: this shows the first`);
    for (const part of run.said['dry-run'] ? parts.slice(0, 1) : parts) await act(run, payerOf(c), c.site.token, part);
  },
});
/** Why something is proposed: `--why`, and `--document FILE --document-uri URI`. */
export async function reasonsOf({ said }: Run): Promise<flows.Reasons> {
  const document = await documentOf(said.document, said['document-uri'], 'document');
  return { ...(said.why === undefined ? {} : { why: said.why }), ...(document ? { documentHash: document.hash, documentUri: document.uri } : {}) };
}
/** Who is who, by wallet and by account. */
export interface People {
  who(address: string): string;
  at(address: string): program.Member | undefined;
}
export async function peopleOf(rpc: Reader, coop: Address): Promise<People> {
  const all = reads.byAddress(await reads.members(rpc, coop));
  const at = (address: string) => all.get(address);
  return { at, who: (address) => (at(address) ? `${units.person(at(address)!)}${at(address)!.wallet === address ? `, ${address}` : ''}` : address) };
}
export const sha256 = (hash: ArrayLike<number>) => `SHA-256 ${units.hex(hash)}`;
/** A list of what belongs to a co-op; for scripts the list alone. */
export const list = <T>(usage: string, about: string, get: (rpc: Reader, coop: Address) => Promise<T[]>, show: (one: T, site: Site, people: People) => string[]): Command => ({
  usage, about,
  async run(run) {
    const coop = coopSaid(run);
    if (run.said.json) return out(plain(await get(run.rpc, coop)));
    const [site, all, people] = await Promise.all([reads.site(run.rpc, coop), get(run.rpc, coop), peopleOf(run.rpc, coop)]);
    for (const line of all.flatMap((one) => show(one, site, people))) out(line);
  },
});
export const amountAt = (run: Run, at: number, what: string, site: Site, least = 0n) => amountOf(argument(run, at, what), site.token, what, least);
export const numberAt = (run: Run, at: number, what: string) => valueOf('index', what, argument(run, at, what), 0, 0n) as number;
