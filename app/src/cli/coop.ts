/** `coop`: the co-op from a terminal and from scripts. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { createSolanaRpc, type Address, type Instruction, type Signature, type TransactionSigner } from '@solana/kit';
import {
  build, eventsIn, flows, preview, reads, Refusal, rules, send, sentence, units, VERBS, words, type Context, type Reader, type Site, type VerbName,
} from '../client';
import { INSTRUCTION_BY_BYTES, INSTRUCTIONS } from '../generated/texts';
import { actionFrom, ACTIONS, addressOf, amountOf, charterFrom, kebab, signerOf, termsFrom, urlOf, Usage, valueOf } from './options';

const OPTIONS = {
  url: { type: 'string', short: 'u' }, keypair: { type: 'string', short: 'k' }, coop: { type: 'string', short: 'c' },
  json: { type: 'boolean' }, 'dry-run': { type: 'boolean' }, help: { type: 'boolean', short: 'h' }, version: { type: 'boolean' },
  mint: { type: 'string' }, charter: { type: 'string' }, pool: { type: 'string' }, id: { type: 'string' }, heir: { type: 'string' },
  'statutes-uri': { type: 'string' }, statutes: { type: 'string' }, limit: { type: 'string' }, do: { type: 'boolean' },
} as const;
type Said = ReturnType<typeof parse>['values'];
const parse = (words: string[]) => parseArgs({ args: words, options: OPTIONS, allowPositionals: true });

const out = (line: string) => void process.stdout.write(`${line}\n`);
const err = (line: string) => void process.stderr.write(`${line}\n`);
const plain = (value: unknown) =>
  JSON.stringify(value, (_, v: unknown) => (typeof v === 'bigint' ? v.toString() : v instanceof Uint8Array ? Buffer.from(v).toString('hex') : v), 2);

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
  return { site: await reads.site(run.rpc, coopSaid(run), by.address), by, rpc: run.rpc };
}
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

/** Sends, or with `--dry-run` shows what would be sent and what it would change. */
async function act(run: Run, by: TransactionSigner, instructions: Instruction[], told?: Record<string, unknown>): Promise<void> {
  if (instructions.length === 0) return out(run.said.json ? '{"nothing":true}' : 'there is nothing to do');
  if (run.said['dry-run']) {
    const shown = await preview(run.rpc, by, instructions);
    const decoded = instructions.map((instruction) => {
      const known = INSTRUCTION_BY_BYTES[Buffer.from(instruction.data?.slice(0, 8) ?? []).toString('hex')];
      const accounts = (instruction.accounts ?? []).map((account, i) => [known?.[1][i] ?? `account ${i}`, account.address]);
      return { instruction: known?.[0] ?? instruction.programAddress, accounts: Object.fromEntries(accounts) as Record<string, string> };
    });
    if (run.said.json) return out(plain({ dryRun: true, instructions: decoded, units: shown.units, changes: shown.changes, events: shown.events }));
    for (const { instruction, accounts } of decoded) {
      out(instruction);
      for (const [name, address] of Object.entries(accounts)) out(`  ${name.padEnd(16)} ${address}`);
    }
    out(`\nwould change, for ${shown.units} compute units:`);
    for (const { kind, field, before, after } of shown.changes) out(`  ${kind}.${field}: ${plain(before) ?? '–'} → ${plain(after) ?? 'closed'}`);
    return;
  }
  const tty = process.stderr.isTTY && !run.said.json;
  const done = await send(run.rpc, by, instructions, (step) => tty && process.stderr.write(`\r\u001b[K${step} …`));
  if (tty) process.stderr.write('\r\u001b[K');
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
    const c = await context(run);
    await act(run, c.by, await make(c, run));
  },
});
const withSite = async <T>(run: Run, get: (site: Site) => Promise<T>) => {
  const site = await reads.site(run.rpc, coopSaid(run));
  return [site, await get(site)] as const;
};
const amountAt = (run: Run, at: number, what: string, site: Site) => amountOf(argument(run, at, what), site.decimals);
const numberAt = (run: Run, at: number, what: string) => valueOf('index', what, argument(run, at, what), 0, 0n) as number;

const COMMANDS: Record<string, Command> = {
  coops: read('', 'every co-op of the network', (run) => reads.coops(run.rpc), (all: Awaited<ReturnType<typeof reads.coops>>) =>
    all.map((coop) => `${coop.address}  ${units.text(coop.name).padEnd(32)} ${rules.coopStatus(coop).padEnd(10)} ${coop.members} members`)),
  show: read('', 'the co-op: its books and its charter', async (run) => reads.site(run.rpc, coopSaid(run)), (site: Site) => {
    const { coop, decimals } = site;
    const amount = (n: bigint) => units.formatAmount(n, decimals);
    return [
      `${units.text(coop.name)} — ${rules.coopStatus(coop)}, ${coop.members} members, ${coop.electors} electors`,
      ...(['operating', 'reserve', 'solidarity', 'dividends', 'interest', 'pioneers'] as const).map((name) => `  ${name.padEnd(28)} ${amount(coop[name])}`),
      `  ${'capital'.padEnd(28)} ${amount(rules.equity(coop))}`,
      `  ${`period ${coop.period.number}, revenue`.padEnd(28)} ${amount(coop.period.revenue)}`,
      `charter, version ${coop.charterVersion}`,
      ...words.CHARTER.map(({ key, label, shape }) => `  ${label.padEnd(28)} ${words.term(shape, coop.charter[key], decimals)}`),
    ];
  }),
  members: read('', 'members, candidates, and those who left', (run) => withSite(run, () => reads.members(run.rpc, coopSaid(run))),
    ([site, all]: readonly [Site, Awaited<ReturnType<typeof reads.members>>]) => all.map((m) =>
      `${String(m.number).padStart(5)}  ${m.wallet}  ${(rules.isElector(m) ? 'elector' : rules.standing(m)).padEnd(10)} ${units.formatAmount(m.shares, site.decimals)}`)),
  pools: read('', 'pools and how far they are from each gate', (run) => withSite(run, () => reads.pools(run.rpc, coopSaid(run))),
    ([site, all]: readonly [Site, Awaited<ReturnType<typeof reads.pools>>]) => all.flatMap((pool) => [
      `pool ${pool.index}: ${rules.poolStatus(pool, site.now)}, until ${units.formatTime(pool.terms.deadline)}`,
      ...rules.gates(pool).map((gate) => {
        const show = (n: bigint) => (gate.name === 'people' ? n.toString() : units.formatAmount(n, site.decimals));
        return `  ${gate.passed ? '✓' : '·'} ${gate.name.padEnd(7)} ${show(gate.have)} of ${show(gate.need)}`;
      }),
    ])),
  services: read('', 'services, their rates and promises', (run) => withSite(run, () => reads.services(run.rpc, coopSaid(run))),
    ([, all]: readonly [Site, Awaited<ReturnType<typeof reads.services>>]) => all.map((s) =>
      `${String(s.index).padStart(4)}  ${units.text(s.name).padEnd(32)} ${units.formatBps(s.takeRateBps)}, promised until ${units.formatTime(s.promisedUntil)}`)),
  periods: read('', 'closed periods as waterfalls', (run) => withSite(run, () => reads.periods(run.rpc, coopSaid(run))),
    ([site, all]: readonly [Site, Awaited<ReturnType<typeof reads.periods>>]) => all.flatMap((p) => [
      `period ${p.number}: ${units.formatTime(p.startedAt)} – ${units.formatTime(p.closedAt)}`,
      ...rules.waterfall(p).map(({ label, amount, sign, total }) => `  ${total ? '= ' : sign > 0 ? '+ ' : '− '}${label.padEnd(28)} ${units.formatAmount(amount, site.decimals)}`),
    ])),
  proposals: read('', 'proposals: what they do, how they stand', (run) => withSite(run, () => reads.proposals(run.rpc, coopSaid(run))),
    ([site, all]: readonly [Site, Awaited<ReturnType<typeof reads.proposals>>]) => all.flatMap((p) => [
      `${String(p.index).padStart(4)}  ${words.inWords(p, site.decimals, (a) => a)}`,
      `      ${rules.proposalStatus(p, site.coop, site.now)}, ${p.special ? 'special' : 'ordinary'}; yes ${p.yes}, no ${p.no}, abstain ${p.abstain} of ${p.electors}; vote ends ${units.formatTime(p.ends)}`,
      ...(p.kind === 10 ? words.differences(site.coop.charter, p.charter).map((d) =>
        `      ${d.label}: ${words.term(d.shape, d.before, site.decimals)} → ${words.term(d.shape, d.after, site.decimals)}${rules.RATCHETS[d.key] ? ` (ratchet: ${rules.RATCHETS[d.key]})` : ''}`) : []),
    ])),
  mandates: read('', 'mandates and what is drawn on them', (run) => withSite(run, () => reads.mandates(run.rpc, coopSaid(run))),
    ([site, all]: readonly [Site, Awaited<ReturnType<typeof reads.mandates>>]) => all.map((m) =>
      `${String(m.index).padStart(4)}  ${m.holder}  ${units.formatAmount(m.perPeriod, site.decimals)} a period until ${units.formatTime(m.until)}`)),
  position: read('[WALLET]', 'a member\'s shares, what is owed to it, what it would get if it left now', async (run) => {
    const wallet = run.args[0] ? addressOf(run.args[0], 'wallet') : (await signerOf(run.said.keypair)).address;
    const found = await reads.site(run.rpc, coopSaid(run), wallet);
    if (!found.member) throw new Error(`${wallet} is no member of this co-op, and no candidate`);
    return { decimals: found.decimals, standing: rules.standing(found.member), elector: rules.isElector(found.member), ...rules.position(found.coop, found.member) };
  }, (p: { decimals: number; standing: string; elector: boolean } & rules.Position) => {
    const amount = (n: bigint) => units.formatAmount(n, p.decimals);
    return [
      `${p.standing}${p.elector ? ', elector' : ''}`,
      ...(['shares', 'retained', 'matured', 'redeemableNow', 'dividends', 'accrued'] as const).map((name) => `  ${kebab(name).padEnd(28)} ${amount(p[name])}`),
      `  ${'if leaving now, capital'.padEnd(28)} ${amount(p.ifLeaving.capital)}`,
      `  ${'  worth today'.padEnd(28)} ${amount(p.ifLeaving.worth)}`,
      `  ${'  and in cash'.padEnd(28)} ${amount(p.ifLeaving.cash)}`,
    ];
  }),
  events: read('[--limit N]', 'what happened, the latest last', async (run) => {
    const limit = Number(run.said.limit ?? 20);
    const signatures = await run.rpc.getSignaturesForAddress(coopSaid(run), { limit, commitment: 'confirmed' }).send();
    const told = [];
    for (const { signature } of [...signatures].reverse()) {
      const found = await run.rpc.getTransaction(signature as Signature, { maxSupportedTransactionVersion: 0, encoding: 'base64', commitment: 'confirmed' }).send();
      if (found?.meta && !found.meta.err) told.push(...eventsIn(found.meta.logMessages ?? []).map((event) => ({ ...event, signature })));
    }
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
        await act(run, c.by, instructions);
      }
    },
  },
  found: {
    usage: 'NAME --mint MINT [--id N] [--charter FILE] [--pool FILE] [--statutes-uri URI --statutes FILE] [--heir COOP]',
    about: 'found a co-op, and open its founding pool with it',
    async run(run) {
      const by = await signerOf(run.said.keypair);
      if (!run.said.mint) throw new Usage('--mint is missing: the token the co-op counts in');
      const mint = addressOf(run.said.mint, 'mint');
      const { decimals } = await reads.token(run.rpc, mint);
      const now = await reads.clock(run.rpc);
      const statutes = run.said.statutes ? createHash('sha256').update(readFileSync(run.said.statutes)).digest() : Buffer.alloc(32);
      const made = await flows.found(run.rpc, by, {
        id: valueOf('id', 'id', run.said.id ?? '1', 0, 0n) as bigint, name: argument(run, 0, 'NAME'), mint, statutesUri: run.said['statutes-uri'] ?? '',
        statutesHash: Uint8Array.from(statutes), charter: run.said.charter ? charterFrom(run.said.charter, decimals) : words.usualCharter(decimals),
        ...(run.said.heir ? { heir: addressOf(run.said.heir, 'heir') } : {}), ...(run.said.pool ? { pool: termsFrom(run.said.pool, decimals, now) } : {}),
      });
      await act(run, by, made.instructions, { coop: made.coop });
    },
  },
  charter: {
    usage: '[MINT]', about: 'the usual charter as a file to edit, in base units of the token and seconds',
    async run(run) {
      const decimals = run.args[0] ? (await reads.token(run.rpc, addressOf(run.args[0], 'mint'))).decimals : 6;
      const charter = Object.fromEntries(words.CHARTER.map(({ key, shape }) => {
        const value = words.usualCharter(decimals)[key];
        return [key, shape === 'money' ? units.formatAmount(BigInt(value), decimals).replace(/\s/g, '') : Number(value)];
      }));
      out(plain(charter));
    },
  },
  join: flow('', 'apply, or apply anew', flows.join),
  pledge: flow('POOL AMOUNT [USE]', 'pledge money, and use', (c, run) =>
    flows.pledge(c, numberAt(run, 0, 'POOL'), amountAt(run, 1, 'AMOUNT', c.site), run.args[2] ? amountAt(run, 2, 'USE', c.site) : 0n)),
  pay: flow('SERVICE AMOUNT', 'pay a service', (c, run) => flows.pay(c, numberAt(run, 0, 'SERVICE'), amountAt(run, 1, 'AMOUNT', c.site))),
  buy: flow('AMOUNT', 'buy shares', (c, run) => flows.subscribe(c, amountAt(run, 0, 'AMOUNT', c.site))),
  claim: flow('', 'take everything that is yours now', flows.claimEverything),
  leave: flow('[OVER]', 'leave; OVER: because of this proposal', (c, run) => flows.leave(c, run.args[0] === undefined ? undefined : numberAt(run, 0, 'OVER'))),
  vote: flow('PROPOSAL yes|no|abstain', 'vote, or change your vote', async (c, run) =>
    [await build(c, 'castVote', { proposal: numberAt(run, 0, 'PROPOSAL'), choice: valueOf('choice', 'vote', argument(run, 1, 'yes, no or abstain'), 0, 0n) as 'yes' })]),
  propose: flow(`ACTION …  (${Object.keys(ACTIONS).map(kebab).join(', ')})`, 'propose', (c, run) =>
    flows.propose(c, actionFrom(argument(run, 0, 'ACTION'), run.args.slice(1), c.site.decimals, c.site.now, c.site.coop.heir))),
  execute: flow('PROPOSAL', 'do what was resolved, whatever it is', async (c, run) => {
    const index = numberAt(run, 0, 'PROPOSAL');
    const found = (await reads.proposals(c.rpc, c.site.address)).find((p) => p.index === index);
    if (!found) throw new Error(`there is no proposal ${index}`);
    return flows.execute(c, found);
  }),
  completions: {
    usage: 'bash|zsh|fish', about: 'completions for a shell',
    async run(run) {
      const names = Object.keys(all()).join(' ');
      const flags = Object.keys(OPTIONS).map((name) => `--${name}`).join(' ');
      const shell = argument(run, 0, 'bash, zsh or fish');
      if (shell === 'bash') out(`complete -W "${names} ${flags}" coop`);
      else if (shell === 'zsh') out(`#compdef coop\ncompadd ${names} ${flags}`);
      else if (shell === 'fish') for (const [name, { about }] of Object.entries(all())) out(`complete -c coop -f -a ${name} -d ${JSON.stringify(about)}`);
      else throw new Usage(`no completions for ${shell}: bash, zsh or fish`);
    },
  },
};

/** The instruction itself, for whatever the commands above do not put together. */
function instruction(name: VerbName): Command {
  const params = Object.entries(VERBS[name].params as Record<string, string>);
  return {
    usage: params.map(([key, kind]) => (kind.endsWith('?') ? `[${kebab(key)}]` : kebab(key).toUpperCase())).join(' '),
    about: INSTRUCTIONS[name],
    async run(run) {
      const c = await context(run);
      if (run.args.length > params.length) throw new Usage(`${kebab(name)} takes ${params.length} arguments`);
      const values = params.map(([key, kind], i) => {
        const said = run.args[i];
        if (said === undefined && !kind.endsWith('?')) throw new Usage(`${kebab(key)} is missing`);
        return [key, said === undefined ? undefined : valueOf(kind, kebab(key), said, c.site.decimals, c.site.now)];
      });
      await act(run, c.by, [await build(c, name, Object.fromEntries(values) as never)]);
    },
  };
}

const all = (): Record<string, Command> => ({
  ...Object.fromEntries((Object.keys(VERBS) as VerbName[]).map((name) => [kebab(name), instruction(name)])),
  ...COMMANDS,
});

function help(): string {
  const rows = (commands: [string, Command][]) => commands.map(([name, { usage, about }]) => `  ${`${name} ${usage}`.trimEnd().padEnd(44)} ${about}`).join('\n');
  const raw = Object.entries(all()).filter(([name]) => !(name in COMMANDS));
  return `coop: found, run and leave co-operatives whose promises are kept by software

  coop [-u NETWORK] [-k KEYPAIR] [-c COOP] [--json] [--dry-run] COMMAND …

Commands
${rows(Object.entries(COMMANDS))}

Instructions, one by one
${rows(raw)}

  -u, --url      mainnet-beta, devnet, testnet, localhost or an address; default: Solana's config
  -k, --keypair  file of the wallet; default: Solana's config
  -c, --coop     the co-op's address; default: COOP in the environment
  --json         results for scripts     --dry-run  show what would be done and changed, and do nothing

Amounts are in tokens (12.5). Errors go to stderr; exit code 1: refused or failed, 2: wrong words.`;
}

async function main(): Promise<number> {
  let run: Run | undefined;
  let wantsJson = process.argv.includes('--json');
  try {
    const { values, positionals } = parse(process.argv.slice(2));
    wantsJson = values.json ?? false;
    if (values.version) return out('coop 0.1.0'), 0;
    const [name, ...args] = positionals;
    if (values.help || name === undefined || name === 'help') return out(help()), name === undefined && !values.help ? 2 : 0;
    const command = COMMANDS[name] ?? all()[name];
    if (!command) throw new Usage(`there is no command “${name}”; \`coop help\` lists them`);
    const url = urlOf(values.url);
    run = { rpc: createSolanaRpc(url) as unknown as Reader, url, said: values, args };
    await command.run(run);
    return 0;
  } catch (failed) {
    const usage = failed instanceof Usage || String((failed as { code?: unknown }).code).startsWith('ERR_PARSE_ARGS');
    if (wantsJson) err(plain({ error: sentence(failed), ...(failed instanceof Refusal ? { code: failed.code, rule: failed.rule, instruction: failed.instruction } : {}) }));
    else err(`coop: ${sentence(failed)}`);
    return usage ? 2 : 1;
  }
}

process.exitCode = await main();
