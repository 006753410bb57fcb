#!/usr/bin/env node
/** `coop`: the co-op from a terminal and from scripts. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import {
  createDefaultRpcTransport, createSolanaRpcFromTransport, isAddress, type Address, type Instruction, type RpcTransport, type Signature, type TransactionSigner,
} from '@solana/kit';
import { version } from '../../package.json';
import {
  actions, addresses, build, effectsOf, eventsIn, documents, flows, payerOf, preview, program, reads, Refusal, rules, send, sentence, trying, units, VERBS, words, type Context, type Reader, type Site, type VerbName,
} from '../client';
import { INSTRUCTIONS } from '../generated/instructionTable';
import { completions } from './completions';
import { actionFrom, addressOf, amountOf, bytesOf, charterFrom, documentOf, fields, FOUNDING_TERMS as TERMS, kebab, percentOf, PROPOSALS, signerOf, termsFrom, urlOf, Usage, valueOf } from './options';
import { changeLines, flat, instructionLines, TEXTS, told as toldOf, valueShown } from './shown';

const OPTIONS = {
  url: { type: 'string', short: 'u' }, keypair: { type: 'string', short: 'k' }, payer: { type: 'string' }, coop: { type: 'string', short: 'c' },
  json: { type: 'boolean' }, 'dry-run': { type: 'boolean' }, help: { type: 'boolean', short: 'h' }, version: { type: 'boolean' },
  mint: { type: 'string' }, charter: { type: 'string' }, pool: { type: 'string' }, id: { type: 'string' }, heir: { type: 'string' },
  'statutes-uri': { type: 'string' }, statutes: { type: 'string' }, about: { type: 'string' }, name: { type: 'string' }, uri: { type: 'string' },
  why: { type: 'string' }, document: { type: 'string' }, 'document-uri': { type: 'string' }, limit: { type: 'string' }, do: { type: 'boolean' },
  for: { type: 'string' }, kind: { type: 'string' }, over: { type: 'string' }, ask: { type: 'boolean' }, keep: { type: 'boolean' }, 'min-price': { type: 'string' },
  ...Object.fromEntries(TERMS.map((term) => [kebab(term), { type: 'string' }])) as Record<(typeof TERMS)[number], { type: 'string' }>,
} as const;
type Said = ReturnType<typeof parse>['values'];
const parse = (words: string[]) => parseArgs({ args: words, options: OPTIONS, allowPositionals: true });

const out = (line: string) => void process.stdout.write(`${line}\n`);
const err = (line: string) => void process.stderr.write(`${line}\n`);
/** For scripts: amounts in base units as digits, names as text, other bytes in hexadecimal. */
const plain = (value: unknown) =>
  JSON.stringify(value, (key, v: unknown) =>
    typeof v === 'bigint' ? v.toString() : !(v instanceof Uint8Array) ? v : TEXTS.has(key) ? units.text(v) : units.hex(v), 2);

/** A network that does not answer at all is told after half a minute. */
function reader(url: string): Reader {
  const transport = createDefaultRpcTransport({ url });
  const timed = ((request: Parameters<RpcTransport>[0]) => transport({ ...request, signal: AbortSignal.timeout(30_000) })) as typeof transport;
  return createSolanaRpcFromTransport(timed) as unknown as Reader;
}

interface Run {
  rpc: Reader;
  url: string;
  said: Said;
  args: string[];
}
const coopSaid = ({ said }: Run): Address => {
  const found = said.coop ?? process.env.COOP;
  if (!found) throw new Usage('which co-op? -c ADDRESS, or COOP in the environment');
  return addressOf(found, 'co-op');
};
async function context(run: Run): Promise<Context> {
  const by = await signerOf(run.said.keypair);
  return { site: await reads.site(run.rpc, coopSaid(run), by.address), by, rpc: run.rpc, payer: await sponsor(run) };
}
/** Who pays fees and rent, if it is not who acts. */
const sponsor = async ({ said }: Run) => (said.payer === undefined ? undefined : signerOf(said.payer));
const argument = (run: Run, at: number, what: string): string => {
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
function progress(run: Run, step?: string): void {
  if (process.stderr.isTTY && !run.said.json) process.stderr.write(`\r\u001b[K${step ? `${step} …` : ''}`);
}

/** Sends, or with `--dry-run` shows what would be sent and what it would change. */
async function act(run: Run, by: TransactionSigner, decimals: number, instructions: Instruction[], told?: Record<string, unknown>): Promise<void> {
  if (instructions.length === 0) return out(run.said.json ? '{"nothing":true}' : 'there is nothing to do');
  if (run.said['dry-run']) {
    const shown = await preview(run.rpc, by, instructions);
    const decoded = instructions.map(toldOf);
    if (run.said.json) return out(plain({ dryRun: true, ...told, instructions: decoded, units: shown.units, changes: shown.changes, events: shown.events }));
    for (const one of decoded) for (const line of instructionLines(one, decimals)) out(line);
    out(`\nwould change, for ${shown.units} compute units:`);
    for (const line of changeLines(shown.changes, decoded, decimals)) out(line);
    return;
  }
  const done = await send(run.rpc, by, instructions, (step) => progress(run, step)).finally(() => progress(run));
  if (run.said.json) return out(plain({ ...told, signature: done.signature, units: done.units, events: done.events }));
  for (const event of done.events) out(`${event.seq} ${event.event}`);
  for (const [name, value] of Object.entries(told ?? {})) out(`${name} ${String(value)}`);
  out(explorer(run, done.signature));
}

type Command = { usage: string; about: string; run(run: Run): Promise<void> };
const read = (usage: string, about: string, get: (run: Run) => Promise<unknown>, show: (data: never) => string[]): Command => ({
  usage, about,
  async run(run) {
    const data = await get(run);
    if (run.said.json) out(plain(data));
    else for (const line of show(data as never)) out(line);
  },
});
const flow = (usage: string, about: string, make: (c: Context, run: Run) => Promise<Instruction[]>): Command => ({
  usage, about,
  async run(run) {
    await trying(async () => {
      const c = await context(run);
      await act(run, payerOf(c), c.site.decimals, await make(c, run));
    });
  },
});
/** The same in several transactions, one after another. */
const flowInParts = (usage: string, about: string, make: (c: Context, run: Run) => Promise<Instruction[][]>): Command => ({
  usage, about,
  async run(run) {
    const c = await context(run);
    const parts = await make(c, run);
    if (run.said['dry-run'] && parts.length > 1) err(`${parts.length} transactions, of which the later ones need the first: this shows the first`);
    for (const part of run.said['dry-run'] ? parts.slice(0, 1) : parts) await act(run, payerOf(c), c.site.decimals, part);
  },
});
/** Why something is proposed: `--why`, and `--document FILE --document-uri URI`. */
async function reasonsOf({ said }: Run): Promise<flows.Reasons> {
  const document = await documentOf(said.document, said['document-uri'], 'document');
  return { ...(said.why === undefined ? {} : { why: said.why }), ...(document ? { documentHash: document.hash, documentUri: document.uri } : {}) };
}
/** Who is who, by wallet and by account. */
interface People {
  who(address: string): string;
  at(address: string): program.Member | undefined;
}
async function peopleOf(rpc: Reader, coop: Address): Promise<People> {
  const all = reads.byAddress(await reads.members(rpc, coop));
  const at = (address: string) => all.get(address);
  return { at, who: (address) => (at(address) ? `${units.person(at(address)!)}${at(address)!.wallet === address ? `, ${address}` : ''}` : address) };
}
const sha256 = (hash: ArrayLike<number>) => `SHA-256 ${units.hex(hash)}`;
/** A list of what belongs to a co-op; for scripts the list alone. */
const list = <T>(usage: string, about: string, get: (rpc: Reader, coop: Address) => Promise<T[]>, show: (one: T, site: Site, people: People) => string[]): Command => ({
  usage, about,
  async run(run) {
    const coop = coopSaid(run);
    if (run.said.json) return out(plain(await get(run.rpc, coop)));
    const [site, all, people] = await Promise.all([reads.site(run.rpc, coop), get(run.rpc, coop), peopleOf(run.rpc, coop)]);
    for (const line of all.flatMap((one) => show(one, site, people))) out(line);
  },
});
const amountAt = (run: Run, at: number, what: string, site: Site) => amountOf(argument(run, at, what), site.decimals);
const numberAt = (run: Run, at: number, what: string) => valueOf('index', what, argument(run, at, what), 0, 0n) as number;

/** The books as a balance sheet: what members' capital stands in beside whose it is, and the other cash. */
function balanceLines(coop: program.Coop, decimals: number): string[] {
  const { assets, capital, buckets, total, cash } = rules.balanceSheet(coop);
  const amount = (n: bigint) => units.formatAmount(n, decimals);
  const line = ({ label, amount: n }: rules.Line) => `  ${label.padEnd(28)} ${amount(n)}`;
  return [
    'balance sheet', ...assets.map(line), `= ${'capital and what it owes'.padEnd(28)} ${amount(total)}`, ...capital.map(line),
    'other cash', ...buckets.map(line), `= ${'with the fund, in the vault'.padEnd(28)} ${amount(cash)}`,
  ];
}

/** Whom a payment is for. */
const buyer = ({ said }: Run): Address | undefined => (said.for === undefined ? undefined : addressOf(said.for, 'wallet'));
/** The price below which one does not ask. */
const minPrice = ({ said }: Run): number | undefined => (said['min-price'] === undefined ? undefined : percentOf(said['min-price'], 'min-price'));

const COMMANDS: Record<string, Command> = {
  coops: read('', 'every co-op of the network', (run) => reads.coops(run.rpc), (all: Awaited<ReturnType<typeof reads.coops>>) =>
    all.map((coop) => `${coop.address}  ${units.text(coop.name).padEnd(32)} ${rules.coopStatus(coop).padEnd(10)} ${coop.members} members`)),
  show: read('', 'the co-op: its books and its charter', async (run) => reads.site(run.rpc, coopSaid(run)), (site: Site) => {
    const { coop, decimals } = site;
    const amount = (n: bigint) => units.formatAmount(n, decimals);
    return [
      `${units.text(coop.name)} — ${rules.coopStatus(coop)}, ${coop.members} members, ${coop.electors} electors`,
      ...(units.text(coop.about) ? [units.text(coop.about)] : []),
      `statutes ${units.text(coop.statutesUri) || '(no link)'}, ${sha256(coop.statutesHash)}`,
      ...balanceLines(coop, decimals),
      `period ${coop.period.number}, ${rules.isOverdue(coop, site.now) ? 'overdue: it closed regularly' : 'closes'} ${units.formatTime(rules.periodEnds(coop))}`,
      ...([
        ['revenue', coop.period.revenue], ['expenses', coop.period.expenses], ['use of members', coop.period.done.memberUnits], ['use of others', coop.period.done.outsideUnits],
        ['work of members', coop.period.done.memberWork], ['work of others', coop.period.done.outsideWork], ['capital asked back', coop.books.asked], ['free in the budget', rules.budgetLeft(coop, site.now)],
        ['may be sold', coop.forSale],
      ] as const).map(([label, n]) => `  ${label.padEnd(28)} ${amount(n)}`),
      `  ${'price of capital'.padEnd(28)} ${units.formatBps(rules.priceBps(coop))}`,
      `charter, version ${coop.charterVersion}`,
      ...words.CHARTER.map(({ key, label, shape }) => `  ${label.padEnd(28)} ${words.term(shape, coop.charter[key], decimals)}`),
    ];
  }),
  members: list('', 'members, candidates, and those who left', reads.members, (m, site) => [
    `${(m.numbered ? String(m.number) : '–').padStart(5)}  ${units.text(m.name).padEnd(20)} ${m.wallet}  ${(rules.isElector(m) ? 'elector' : rules.standing(m)).padEnd(10)} ${units.formatAmount(m.shares, site.decimals)}`,
  ]),
  pools: list('', 'pools and how far they are from each gate', reads.pools, (pool, site) => [
    `pool ${pool.index}: ${rules.poolStatus(pool, site.now)}, until ${units.formatTime(pool.terms.deadline)}`,
    ...(units.text(pool.purpose) ? [`  ${units.text(pool.purpose)}`] : []),
    ...rules.gates(pool).map((gate) => {
      const show = (n: bigint) => (gate.name === 'people' ? n.toString() : units.formatAmount(n, site.decimals));
      return `  ${gate.passed ? '✓' : '·'} ${gate.name.padEnd(7)} ${show(gate.have)} of ${show(gate.need)}`;
    }),
  ]),
  services: list('', 'services, their rates and promises', reads.services, (s, _, { who }) => [
    `${String(s.index).padStart(4)}  ${units.text(s.name).padEnd(32)} ${units.formatBps(s.takeRateBps)}, promised until ${units.formatTime(s.promisedUntil)}`
      + (units.text(s.uri) ? `; ${units.text(s.uri)}` : '')
      + (s.provider === addresses.NONE ? '' : `; provided by ${who(s.provider)}, whose part is ${units.formatBps(s.providerBps)}`),
  ]),
  periods: list('', 'closed periods as waterfalls', reads.periods, (p, site) => [
    `period ${p.number}: ${units.formatTime(p.startedAt)} – ${units.formatTime(p.closedAt)}`,
    ...rules.waterfall(p).map(({ label, amount, sign, total }) => `  ${total ? '= ' : sign > 0 ? '+ ' : '− '}${label.padEnd(28)} ${units.formatAmount(amount, site.decimals)}`),
    ...(p.result.asked === 0n ? [] : [`  capital asked back: ${units.formatAmount(p.result.asked, site.decimals)}, paid ${units.formatAmount(p.result.paid, site.decimals)} at ${units.formatBps(p.result.priceBps)}`]),
  ]),
  proposals: list('', 'proposals: what they do and why, how they stand', reads.proposals, (p, site, { who, at }) => {
    const status = rules.proposalStatus(p, site.coop, site.now);
    const waits = ['waiting', 'awaiting turn', 'voting'].includes(status);
    return [
      `${String(p.index).padStart(4)}  ${actions.inWords(p, site.decimals, who)} — ${who(p.proposer)}`,
      ...(p.words ? [`      “${p.words}”`] : []),
      ...(p.statutes ? [`      statutes ${p.statutes.uri}, ${sha256(p.statutes.hash)}`] : []),
      ...(units.text(p.why) ? [`      why: ${units.text(p.why)}`] : []),
      ...(units.text(p.documentUri) ? [`      document ${units.text(p.documentUri)}, ${sha256(p.documentHash)}`] : []),
      `      ${status}, ${p.special ? 'special' : 'ordinary'}; yes ${p.yes}, no ${p.no}, abstain ${p.abstain} of ${p.electors}; vote ends ${units.formatTime(p.ends)}`,
      ...(waits ? [`      can be executed from ${units.formatTime(rules.executableFrom(p, site.coop))}${p.weighty ? ', at the turn of a period: whoever leaves and asks before is paid first' : ''}`] : []),
      ...(rules.isOver(status) ? [] : effectsOf(p, site, undefined, at(p.target)).map((effect) => `      · ${effect}`)),
      ...(actions.KINDS[p.kind] === 'Amend' ? words.differences(site.coop.charter, p.charter).map((d) =>
        `      ${d.label}: ${words.term(d.shape, d.before, site.decimals)} → ${words.term(d.shape, d.after, site.decimals)}${rules.RATCHETS[d.key] ? ` (ratchet: ${rules.RATCHETS[d.key]})` : ''}`) : []),
    ];
  }),
  mandates: list('', 'mandates and what is drawn on them', reads.mandates, (m, site, { who }) => [
    `${String(m.index).padStart(4)}  ${who(m.holder)}  ${units.formatAmount(m.perPeriod, site.decimals)} a period${m.work ? ' as pay for work' : ''} until ${units.formatTime(m.until)}`,
  ]),
  pledges: read('[WALLET]', 'pledges of everyone, or of one member', async (run) => {
    const member = run.args[0] ? await addresses.memberOf(coopSaid(run), addressOf(run.args[0], 'wallet')) : undefined;
    const [site, all, people, pools] = await Promise.all([
      reads.site(run.rpc, coopSaid(run)), reads.pledges(run.rpc, coopSaid(run), member), reads.members(run.rpc, coopSaid(run)), reads.pools(run.rpc, coopSaid(run)),
    ]);
    const who = (pledge: program.Pledge) => people.find(({ address }) => address === pledge.member);
    return all.map((pledge) => ({
      ...pledge, decimals: site.decimals, wallet: who(pledge)?.wallet, person: who(pledge) && units.person(who(pledge)!),
      poolIndex: pools.find(({ address }) => address === pledge.pool)?.index,
    }));
  }, (all: { poolIndex: number; wallet: string; person: string; amount: bigint; useAmount: bigint; decimals: number }[]) => all.map((p) =>
    `pool ${p.poolIndex}  ${p.person}, ${p.wallet}  ${units.formatAmount(p.amount, p.decimals)}, and ${units.formatAmount(p.useAmount, p.decimals)} of use`)),
  vouches: read('[CANDIDATE]', 'vouches for everyone, or for one wallet', async (run) => {
    const candidate = run.args[0] ? await addresses.memberOf(coopSaid(run), addressOf(run.args[0], 'wallet')) : undefined;
    const [all, people] = await Promise.all([reads.vouches(run.rpc, coopSaid(run), candidate), reads.members(run.rpc, coopSaid(run))]);
    const named = (member: Address) => people.find(({ address }) => address === member);
    return all.map((vouch) => {
      const [voucher, candidate] = [named(vouch.voucher), named(vouch.candidate)];
      return { ...vouch, candidateWallet: candidate?.wallet, voucherWallet: voucher?.wallet, says: `${voucher ? units.person(voucher) : vouch.voucher} vouches for ${candidate ? units.person(candidate) : vouch.candidate}, ${candidate?.wallet}` };
    });
  }, (all: { says: string }[]) => all.map(({ says }) => says)),
  memberships: read('[WALLET]', 'the co-ops in which a wallet has a membership', async (run) => {
    const wallet = run.args[0] ? addressOf(run.args[0], 'wallet') : (await signerOf(run.said.keypair)).address;
    const [mine, every] = await Promise.all([reads.memberships(run.rpc, wallet), reads.coops(run.rpc)]);
    return mine.map((member) => ({ ...member, coopName: every.find(({ address }) => address === member.coop)?.name }));
  }, (all: { coop: Address; coopName?: Uint8Array; standing: number }[]) => all.map((m) =>
    `${m.coop}  ${units.text(m.coopName ?? []).padEnd(32)} ${rules.standing(m)}`)),
  account: read('ADDRESS', 'any account of the program, decoded', async (run) => {
    const asked = addressOf(argument(run, 0, 'ADDRESS'));
    const { value } = await run.rpc.getAccountInfo(asked, { encoding: 'base64', commitment: 'confirmed' }).send();
    const found = value?.owner === program.COOP_PROGRAM_ADDRESS ? reads.decodeAny(new Uint8Array(Buffer.from(value.data[0], 'base64'))) : undefined;
    if (!found) throw new Error(`there is no account of the program at ${asked}`);
    const coop = (found.fields as { coop?: Address }).coop ?? (found.kind === 'Coop' ? asked : undefined);
    return { address: asked, ...found, decimals: coop ? (await reads.site(run.rpc, coop)).decimals : 0 };
  }, ({ kind, fields, decimals }: { kind: string; fields: object; decimals: number }) => [
    kind,
    ...Object.entries(flat(fields)).map(([name, value]) => `  ${name.padEnd(28)} ${isAddress(String(value)) && value !== addresses.NONE ? String(value) : valueShown(name, value, decimals)}`),
  ]),
  position: read('[WALLET]', 'a member\'s capital: locked, paid at the next close, paid; and what it did with the co-op', async (run) => {
    const wallet = run.args[0] ? addressOf(run.args[0], 'wallet') : (await signerOf(run.said.keypair)).address;
    const { coop, decimals, member, moved, now } = await reads.site(run.rpc, coopSaid(run), wallet);
    if (moved) throw new Error(`the membership of ${wallet} was moved to ${moved.wallet}${moved.formerWallet === wallet && now < rules.quietUntil(moved) ? `; until ${units.formatTime(rules.quietUntil(moved))} \`coop undo-rehome\` takes it back` : ''}`);
    if (!member) throw new Error(`${wallet} is no member of this co-op, and no candidate`);
    const waits = rules.waitsForSettlement(member, coop.period.number);
    const period = waits ? (await reads.periods(run.rpc, coopSaid(run))).find(({ number }) => number === member.unsettledPeriod) : undefined;
    const quiet = rules.quietUntil(member);
    return { decimals, who: units.person(member), quietUntil: now < quiet ? quiet : 0n, standing: rules.standing(member), elector: rules.isElector(member), status: rules.coopStatus(coop), openPeriod: coop.period.number, ...rules.position(coop, member, period) };
  }, (p: { decimals: number; who: string; quietUntil: bigint; standing: string; elector: boolean; status: string; openPeriod: number } & rules.Position) => {
    const amount = (n: bigint) => units.formatAmount(n, p.decimals);
    const line = (label: string, n: bigint, more = '') => `  ${label.padEnd(28)} ${amount(n)}${more}`;
    const patronage = [`patronage of period ${p.openPeriod}`, line('as a buyer and provider', p.done.units), line('as a worker', p.done.work)];
    return [
      `${p.who}: ${p.standing}${p.elector ? ', elector' : ''}`,
      ...(p.quietUntil ? [`moved to this wallet: until ${units.formatTime(p.quietUntil)} the old one can take it back, and nothing is paid out or asked back`] : []),
      line('capital', p.capital),
      line('  shares', p.shares), line('  kept dividends', p.retained), line('  matured', p.matured), line('  withdrawn', p.withdrawn),
      line('locked', p.locked),
      ...(p.bonded ? [line('  answers for a promise', p.bonded)] : []),
      ...(p.resting ? [line('  rests until the close', p.resting)] : []),
      line('paid at the next close', p.atClose.worth, `, for ${amount(p.atClose.asked)} asked back, at ${units.formatBps(p.priceBps)} as it stands, from ${units.formatTime(p.atClose.at)}`),
      line('paid', p.paid, ' can be claimed now'),
      ...patronage,
      ...(p.status === 'dissolving' ? [line('can be drawn now', p.drawable)] : [
        line('can be asked back', p.askable), line('shares to withdraw', p.withdrawable),
        ...(p.standing === 'member' ? [line('who leaves now is paid', p.ifLeaving.worth, ' at the close'), line('  and in cash', p.ifLeaving.cash), line('  what waits', p.ifLeaving.waits)] : []),
      ]),
    ];
  }),
  events: read('[--limit N]', 'what happened, the latest last', async (run) => {
    const limit = valueOf('index', 'limit', run.said.limit ?? '20', 0, 0n) as number;
    const signatures = await run.rpc.getSignaturesForAddress(coopSaid(run), { limit, commitment: 'confirmed' }).send();
    const told = [];
    for (const [i, { signature }] of [...signatures].reverse().entries()) {
      progress(run, `reading ${i + 1} of ${signatures.length}`);
      const found = await run.rpc.getTransaction(signature as Signature, { maxSupportedTransactionVersion: 0, encoding: 'base64', commitment: 'confirmed' }).send();
      if (found?.meta && !found.meta.err) told.push(...eventsIn(found.meta.logMessages ?? []).map((event) => ({ ...event, signature })));
    }
    progress(run);
    return told;
  }, (all: ({ seq: bigint; at: bigint; event: string; signature: string })[]) => all.map((e) => `${String(e.seq).padStart(6)}  ${units.formatTime(e.at)}  ${e.event.padEnd(20)} ${e.signature}`)),
  chores: {
    usage: '[--do]', about: 'what anyone may do for the co-op now; --do does it',
    async run(run) {
      const c = await context(run);
      const due = await flows.chores(c);
      if (!run.said.do) return run.said.json ? out(plain(due.map(({ what }) => what))) : due.length ? due.forEach(({ what }) => out(what)) : out('nothing is due');
      for (const [i, { what, instructions }] of due.entries()) {
        err(`${i + 1} of ${due.length}: ${what}`);
        await act(run, payerOf(c), c.site.decimals, instructions);
      }
    },
  },
  found: {
    usage: 'NAME --mint MINT [--id N] [--charter FILE] [--pool FILE] [--about TEXT] [--statutes-uri URI --statutes FILE] [--heir COOP] [--provider-bps N --work-bps N --pioneer-… N]',
    about: 'found a co-op, say what it is about, and open its founding pool',
    async run(run) {
      const by = await signerOf(run.said.keypair);
      if (!run.said.mint) throw new Usage('--mint is missing: the token the co-op counts in');
      const mint = addressOf(run.said.mint, 'mint');
      const { decimals } = await reads.token(run.rpc, mint);
      const now = await reads.clock(run.rpc);
      const payer = await sponsor(run);
      const made = await flows.found(run.rpc, by, {
        id: valueOf('id', 'id', run.said.id ?? '1', 0, 0n) as bigint, name: (argument(run, 0, 'NAME'), run.args.join(' ')), mint, statutesUri: run.said['statutes-uri'] ?? '',
        statutesHash: run.said.statutes ? await documents.sha256(bytesOf(run.said.statutes)) : new Uint8Array(32), ...(run.said.about ? { about: run.said.about } : {}), charter: foundingCharter(run, decimals),
        ...(run.said.heir ? { heir: addressOf(run.said.heir, 'heir') } : {}), ...(run.said.pool ? { pool: termsFrom(run.said.pool, decimals, now) } : {}),
      }, payer);
      await act(run, payer ?? by, decimals, made.instructions, { coop: made.coop });
      if (made.then.length > 0 && !run.said['dry-run']) await act(run, payer ?? by, decimals, made.then);
    },
  },
  charter: {
    usage: '[MINT]', about: 'the usual charter as a file to edit: tokens, seconds, and hundredths of a per cent',
    async run(run) {
      const decimals = run.args[0] ? (await reads.token(run.rpc, addressOf(run.args[0], 'mint'))).decimals : 6;
      const charter = Object.fromEntries(words.CHARTER.map(({ key, shape }) => {
        const value = words.usualCharter(decimals)[key];
        return [key, shape === 'money' ? units.formatAmount(BigInt(value), decimals).replace(/\s/g, '') : Number(value)];
      }));
      out(plain(charter));
    },
  },
  join: flow('[--name NAME] [--statutes FILE]', 'apply, or apply anew; you sign the statutes in force: --statutes refuses if they are not the ones you read', async (c, run) => {
    const { statutesHash, statutesUri } = c.site.coop;
    const { name, statutes } = run.said;
    if (statutes !== undefined && !(await documents.matches(bytesOf(statutes), statutesHash))) throw new Error(`${statutes} is not the statutes in force: read those at ${units.text(statutesUri) || 'the co-op'}`);
    if (!run.said.json) err(`you sign the statutes at ${units.text(statutesUri) || '(no link)'}, ${sha256(statutesHash)}`);
    return flows.join(c, name);
  }),
  name: flow('[NAME]', 'say what you want to be called, once in 30 days; nothing: by your number', async (c, run) => [await build(c, 'setName', { name: run.args[0] ?? '' })]),
  describe: flow('TEXT', 'of a forming co-op, by its founder: say what it is about; later `propose describe TEXT`', async (c, run) => [await build(c, 'describe', { about: argument(run, 0, 'TEXT') })]),
  explain: flow('PROPOSAL [--why TEXT] [--document FILE --document-uri URI]', 'say why you proposed, once, before the first ballot', async (c, run) =>
    [await build(c, 'explain', { proposal: numberAt(run, 0, 'PROPOSAL'), ...(await reasonsOf(run)) })]),
  'undo-rehome': flow('', 'take back a membership that was moved from this wallet, within 180 days', async (c) => [await build(c, 'undoRehome', {})]),
  check: {
    usage: 'PROPOSAL|statutes [FILE]', about: 'whether a document is the one that a proposal or the co-op names: the FILE, or what its link leads to',
    async run(run) {
      const what = argument(run, 0, 'PROPOSAL or statutes');
      const { coop } = await reads.site(run.rpc, coopSaid(run));
      const p = what === 'statutes' ? undefined : await reads.proposal(run.rpc, coopSaid(run), numberAt(run, 0, 'PROPOSAL'));
      const named = !p ? { uri: units.text(coop.statutesUri), hash: coop.statutesHash }
        : units.text(p.documentUri) ? { uri: units.text(p.documentUri), hash: p.documentHash } : p.statutes;
      if (!named) throw new Error(`proposal ${what} names no document`);
      const { uri } = named;
      if (run.args[1] === undefined && !/^https?:/.test(uri)) throw new Usage(`“${uri}” cannot be fetched from here: give the FILE`);
      const bytes = run.args[1] === undefined ? new Uint8Array(await (await fetch(uri, { signal: AbortSignal.timeout(30_000) })).arrayBuffer()) : readFileSync(run.args[1]);
      const same = await documents.matches(bytes, named.hash);
      out(run.said.json ? plain({ uri, matches: same }) : same ? `it is the document that was named (${uri || 'no link'})` : 'it is ANOTHER document than the one that was named: its SHA-256 differs');
      if (!same) process.exitCode = 1;
    },
  },
  pledge: flow('POOL AMOUNT [USE]', 'pledge money, and use', (c, run) =>
    flows.pledge(c, numberAt(run, 0, 'POOL'), amountAt(run, 1, 'AMOUNT', c.site), run.args[2] ? amountAt(run, 2, 'USE', c.site) : 0n)),
  pay: flow('SERVICE AMOUNT [--for WALLET]', 'pay a service; as use of your own, or of a member that you pay for', (c, run) =>
    flows.pay(c, numberAt(run, 0, 'SERVICE'), amountAt(run, 1, 'AMOUNT', c.site), buyer(run))),
  buy: flow('AMOUNT [--for WALLET]', 'pay the co-op for what it sells', (c, run) => flows.payCoop(c, amountAt(run, 0, 'AMOUNT', c.site), buyer(run))),
  subscribe: flow('AMOUNT [--min-price PERCENT]', 'buy shares', (c, run) => flows.subscribe(c, amountAt(run, 0, 'AMOUNT', c.site), minPrice(run))),
  'book-income': flow('AMOUNT [--kind income|sale|gift]', 'bring in money: income, the price of what was invested in, or a gift to solidarity', async (c, run) =>
    [await build(c, 'bookIncome', { amount: amountAt(run, 0, 'AMOUNT', c.site), kind: valueOf('income', 'kind', run.said.kind ?? 'income', 0, 0n) as 'income' })]),
  claim: flow('', 'take everything that is yours now', flows.claimEverything),
  close: flow('', 'close the period, if it is over: leavers are paid, the surplus is shared', flows.close),
  settle: flow('[WALLET]', 'book to everyone, or to one member, what the last close decided', (c, run) => flows.settle(c, run.args[0] ? addressOf(run.args[0], 'wallet') : undefined)),
  'ask-back': flow('AMOUNT [--min-price PERCENT]', 'ask for matured capital at the next close; the last word counts, 0 takes it back', (c, run) =>
    flows.askBack(c, amountAt(run, 0, 'AMOUNT', c.site), minPrice(run))),
  'withdraw-shares': flow('AMOUNT [--min-price PERCENT]', 'withdraw shares above the member share, paid at the next close', (c, run) =>
    flows.withdrawShares(c, amountAt(run, 0, 'AMOUNT', c.site), minPrice(run))),
  leave: flow('[--ask | --keep] [--over PROPOSAL]', 'leave, and ask for your capital at the next close (--keep: later); --over: because of this proposal', (c, run) => {
    if (run.said.ask && run.said.keep) throw new Usage('--ask or --keep, not both');
    const over = run.said.over === undefined ? undefined : valueOf('index', 'over', run.said.over, 0, 0n) as number;
    return flows.leave(c, { ask: !run.said.keep, over });
  }),
  'draw-mandate': flow('MANDATE AMOUNT', 'draw on a mandate that you hold', (c, run) => flows.drawMandate(c, numberAt(run, 0, 'MANDATE'), amountAt(run, 1, 'AMOUNT', c.site))),
  draw: flow('[WALLET]', 'of a co-op that dissolves: pay a member its part, also someone else\'s', (c, run) => flows.draw(c, run.args[0] ? addressOf(run.args[0], 'wallet') : undefined)),
  'register-service': flow('NAME [MAX-TAKE-RATE-BPS [MIN-PROVIDER-BPS]] [--uri URI]', 'offer a service; as a member you earn its provider\'s part', (c, run) => {
    const bps = (at: number, what: string) => (run.args[at] === undefined ? undefined : valueOf('bps', what, run.args[at], 0, 0n) as number);
    return flows.offer(c, argument(run, 0, 'NAME'), bps(1, 'max-take-rate-bps'), bps(2, 'min-provider-bps'), run.said.uri);
  }),
  vote: flow('PROPOSAL yes|no|abstain', 'vote, or change your vote', async (c, run) =>
    [await build(c, 'castVote', { proposal: numberAt(run, 0, 'PROPOSAL'), choice: valueOf('choice', 'vote', argument(run, 1, 'yes, no or abstain'), 0, 0n) as 'yes' })]),
  propose: flowInParts('ACTION … [--why TEXT] [--document FILE --document-uri URI] [--statutes FILE --statutes-uri URI]', `propose, and say why\n\n${PROPOSALS.map(([name, takes]) => `  ${`${name} ${takes.join(' ')}`.trimEnd()}`).join('\n')}`, async (c, run) =>
    flows.proposeInParts(c, await actionFrom(argument(run, 0, 'ACTION'), run.args.slice(1), c, await documentOf(run.said.statutes, run.said['statutes-uri'], 'statutes')), await reasonsOf(run))),
  represent: flow('COOP INSTRUCTION … [--why TEXT] [--document FILE --document-uri URI]', 'propose that this co-op, a member of another, does there what a member can', async (c, run) => {
    const other = await reads.site(c.rpc, addressOf(argument(run, 0, 'COOP'), 'co-op'));
    const said = argument(run, 1, 'INSTRUCTION');
    const name = (Object.keys(VERBS) as VerbName[]).find((known) => kebab(known) === said);
    if (!name) throw new Usage(`there is no instruction “${said}”: \`coop help\` lists them`);
    return flows.represent(c, other.address, name, parametersOf(name, run.args.slice(2), other) as never, await reasonsOf(run));
  }),
  execute: flow('PROPOSAL', 'do what was resolved, whatever it is', async (c, run) => flows.execute(c, await reads.proposal(c.rpc, c.site.address, numberAt(run, 0, 'PROPOSAL')))),
  completions: {
    usage: 'bash|zsh|fish', about: 'completions for a shell: eval "$(coop completions bash)"',
    async run(run) {
      const [choices, networks] = [['yes', 'no', 'abstain'], ['mainnet-beta', 'devnet', 'testnet', 'localhost']];
      out(completions(argument(run, 0, 'bash, zsh or fish'), {
        commands: Object.entries(all()).map(([name, { about }]) => [name, about.split('\n')[0]!]),
        options: Object.entries(OPTIONS).flatMap(([name, option]) => [`--${name}`, ...('short' in option ? [`-${option.short}`] : [])]),
        after: { propose: PROPOSALS.map(([name]) => name), '--kind': ['income', 'sale', 'gift'], completions: ['bash', 'zsh', 'fish'], '--url': networks, '-u': networks, vote: choices },
        files: ['--keypair', '-k', '--payer', '--charter', '--pool', '--statutes', '--document'],
      }));
    },
  },
};

/** The charter of a file, or the usual one; single terms can be said on their own. */
function foundingCharter({ said }: Run, decimals: number) {
  const base = said.charter ? charterFrom(said.charter, decimals) : words.usualCharter(decimals);
  const single = Object.fromEntries(TERMS.flatMap((term) => {
    const word = (said as Record<string, unknown>)[kebab(term)] as string | undefined;
    return word === undefined ? [] : [[term, term.endsWith('Bps') ? valueOf('bps', kebab(term), word, 0, 0n) : word]];
  }));
  return { ...base, ...fields(single, decimals, 0n) };
}

/** The parameters of an instruction from words in its order. */
function parametersOf(name: VerbName, said: readonly string[], site: Pick<Site, 'decimals' | 'now'>): Record<string, unknown> {
  const params = Object.entries(VERBS[name].params as Record<string, string>);
  if (said.length > params.length) throw new Usage(`${kebab(name)} takes ${params.length} arguments`);
  return Object.fromEntries(params.map(([key, kind], i) => {
    const word = said[i];
    if (word === undefined && !kind.endsWith('?')) throw new Usage(`${kebab(key)} is missing`);
    return [key, word === undefined ? undefined : valueOf(kind, kebab(key), word, site.decimals, site.now)];
  }));
}

/** The instruction itself, for whatever the commands above do not put together. */
function instruction(name: VerbName): Command {
  const params = Object.entries(VERBS[name].params as Record<string, string>);
  const usage = params.map(([key, kind]) => (kind.endsWith('?') ? `[${kebab(key)}]` : kebab(key).toUpperCase())).join(' ');
  return flow(usage, INSTRUCTIONS[name], async (c, run) => [await build(c, name, parametersOf(name, run.args, c.site) as never)]);
}

const all = (): Record<string, Command> => ({
  ...Object.fromEntries((Object.keys(VERBS) as VerbName[]).map((name) => [kebab(name), instruction(name)])),
  ...COMMANDS,
});

function help(): string {
  const rows = (commands: [string, Command][]) => commands.map(([name, { usage, about }]) => `  ${`${name} ${usage}`.trimEnd().padEnd(44)} ${about.split('\n')[0]}`).join('\n');
  const raw = Object.entries(all()).filter(([name]) => !(name in COMMANDS));
  return `coop: found, run and leave co-operatives whose promises are kept by software

  coop [-u NETWORK] [-k KEYPAIR] [-c COOP] [--json] [--dry-run] COMMAND …

Commands
${rows(Object.entries(COMMANDS))}

Instructions, one by one
${rows(raw)}

  -u, --url      mainnet-beta, devnet, testnet, localhost or an address; default: COOP_URL, else Solana's config
  -k, --keypair  file of the wallet; default: COOP_KEYPAIR, else Solana's config
  -c, --coop     the co-op's address; default: COOP
      --payer    file of the wallet that pays fees and rent, if it is another: rent returns to it
  --json         results for scripts     --dry-run  show what would be done and changed, and do nothing

\`coop COMMAND --help\` says what one command takes. Amounts are in tokens (12.5), times +30d, +12h, 2026-12-24T18:00Z or
unix seconds. Errors go to stderr; exit code 1: refused or failed, 2: invalid arguments. docs/SCRIPTING.md has examples.`;
}

/** How many words a command takes; any number where its usage says so. */
function placesIn(name: string, usage: string): number {
  if (name === 'found' || usage.includes('…')) return Infinity;
  return usage.replace(/--[\w-]+( [A-Z]\w*| [\w|]+)?/g, '').split(/[\s[\]|]+/).filter((word, _, all) => word !== '' && all.length > 0).length;
}

async function main(): Promise<number> {
  let run: Run | undefined;
  let usage: string | undefined;
  let wantsJson = process.argv.includes('--json');
  try {
    const { values, positionals } = parse(process.argv.slice(2));
    wantsJson = values.json ?? false;
    if (values.version) return out(`coop ${version}`), 0;
    const [name, ...args] = positionals[0] === 'help' ? [positionals[1] ?? 'help', ...positionals.slice(2)] : positionals;
    const wantsHelp = values.help || positionals[0] === 'help';
    if (name === undefined && !wantsHelp) return err(help()), 2;
    if (name === undefined || name === 'help') return out(help()), 0;
    const command = COMMANDS[name] ?? all()[name];
    if (!command) throw new Usage(`there is no command “${name}”; \`coop help\` lists them`);
    usage = `usage: coop ${name} ${command.usage}`.trimEnd();
    if (wantsHelp) return out(`${usage}\n\n${command.about}`), 0;
    const most = placesIn(name, command.usage);
    if (args.length > most) throw new Usage(`“${args.slice(most).join(' ')}”: ${name} takes ${most === 0 ? 'no' : `at most ${most}`} argument${most === 1 ? '' : 's'}`);
    const url = urlOf(values.url);
    run = { rpc: reader(url), url, said: values, args };
    await command.run(run);
    return 0;
  } catch (failed) {
    const misused = failed instanceof Usage || String((failed as { code?: unknown }).code).startsWith('ERR_PARSE_ARGS');
    if (wantsJson) err(plain({ error: sentence(failed), ...(failed instanceof Refusal ? { code: failed.code, rule: failed.rule, instruction: failed.instruction } : {}) }));
    else err(`coop: ${sentence(failed)}${misused && usage ? `\n${usage}` : ''}`);
    return misused ? 2 : 1;
  }
}

process.exitCode = (await main()) || process.exitCode;
