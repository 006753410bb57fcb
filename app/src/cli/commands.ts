/** Every command: those that put together what people mean, those that read, and every instruction of the program by its name. */
import { isAddress, type Address } from '@solana/kit';
import {
  addresses,
  binding,
  build,
  chores,
  documents,
  dueEverywhere,
  flows,
  packed,
  payerOf,
  poolWords,
  reads,
  Refusal,
  roundedFee,
  rules,
  TAKEN,
  units,
  VERBS,
  words,
  type Context,
  type Site,
  type VerbName,
} from '../client';
import { ACTS } from '../client/calls';
import { serviceAt } from '../client/given';
import { INSTRUCTIONS } from '../generated/instructionTable';
import { completions } from './completions';
import { actionHelp, actionWords } from './fields';
import {
  actionFrom,
  addressOf,
  bytesOf,
  charterFrom,
  documentOf,
  fields,
  FOUNDING_TERMS as TERMS,
  kebab,
  mintOf,
  percentOf,
  PROPOSALS,
  spokenOf,
  termsFrom,
  Usage,
  valueOf,
} from './options';
import { READING } from './reading';
import {
  act,
  actor,
  amountAt,
  argument,
  COMMON,
  commonOf,
  context,
  coopSaid,
  err,
  flow,
  flowInParts,
  inTurn,
  isWritten,
  numberAt,
  OPTIONS,
  out,
  plain,
  reasonsOf,
  sha256,
  sponsor,
  type Command,
  type Run,
} from './run';
import { told } from './shown';
import { signed } from './signed';
import { SIGNING } from './signing';
import { checked, usageOf } from './usage';

/** How a term of the charter is written on its own. */
const termWord = (term: (typeof TERMS)[number]) =>
  term.endsWith('Bps') ? 'N:bps' : term === 'pioneerStart' ? 'DURATION' : 'AMOUNT';
/** Whom a payment is for. */
const buyer = ({ said }: Run): Address | undefined =>
  said.for === undefined ? undefined : addressOf(said.for, 'wallet');
/** The price below which one does not ask. */
const minPrice = ({ said }: Run): number | undefined => {
  const price = said['min-price'];
  if (price === undefined) return undefined;
  const bps = percentOf(price, 'min-price');
  // it protects: a fraction is the usual way to write a price, and would switch it off
  if (bps > 0 && bps <= 100 && !price.includes('%'))
    throw new Usage(
      `--min-price ${price} could be ${price} % or ${units.formatBps(bps * 100)}: write ${price}%, or ${bps}`,
    );
  return bps;
};

/** Basis points in per cent, so that nobody takes one for the other. */
const bpsTold = (given: object): void => {
  for (const [name, value] of Object.entries(given))
    if (/bps$/i.test(name) && typeof value === 'number')
      err(`${kebab(name)}: ${value} basis points, ${units.formatBps(value)}`);
};

const claims = flow('', '', flows.claimEverything);

export const COMMANDS: Record<string, Command> = {
  ...READING,
  ...SIGNING,
  signed,
  chores: {
    usage: '[--do]',
    sends: true,
    about: 'what anyone may do for the co-op now; --do does it',
    async run(run) {
      const c = await context(run);
      const due = await chores(c);
      if (!run.said.do)
        return run.said.json
          ? out(plain(await choreData(c, due)))
          : due.length
            ? due.forEach(({ what }) => out(what))
            : out('nothing is due');
      await inTurn(
        run,
        due.map(({ what, instructions }) => ({ what, go: () => act(run, payerOf(c), c.site.token, instructions) })),
      );
    },
  },
  found: {
    usage: `NAME:text… --mint MINT [--id N:id] [--charter FILE] [--pool FILE] [--about TEXT] [--statutes FILE --statutes-uri URI] [--heir COOP] ${TERMS.map((term) => `[--${kebab(term)} ${termWord(term)}]`).join(' ')}`,
    sends: true,
    about: 'found a co-op, say what it is about, and open its founding pool',
    async run(run) {
      const by = await actor(run);
      const mint = await mintOf(run.said.mint!, run.rpc);
      const token = await reads.token(run.rpc, mint);
      const now = await reads.clock(run.rpc);
      const payer = await sponsor(run);
      const id = valueOf('id', 'id', run.said.id ?? '1', 0, 0n) as bigint;
      const made = await flows.found(
        run.rpc,
        by,
        {
          id,
          name: (argument(run, 0, 'NAME'), run.args.join(' ')),
          mint,
          statutesUri: run.said['statutes-uri'] ?? '',
          statutesHash: run.said.statutes ? await documents.sha256(bytesOf(run.said.statutes)) : new Uint8Array(32),
          ...(run.said.about ? { about: run.said.about } : {}),
          charter: foundingCharter(run, token),
          ...(run.said.heir ? { heir: addressOf(run.said.heir, 'heir') } : {}),
          ...(run.said.pool ? { pool: termsFrom(run.said.pool, token, now) } : {}),
        },
        payer,
      );
      const founds = () =>
        act(run, payer ?? by, token, made.instructions, { coop: made.coop }).catch(async (failed: unknown) => {
          if (!(failed instanceof Refusal) || failed.message !== TAKEN) throw failed;
          throw new Refusal(
            `you have founded a co-op under the number ${id} before, ${made.coop}: \`--id ${await reads.freeId(run.rpc, by.address)}\` is free`,
            failed.code,
            'IdTaken',
            failed.instruction,
          );
        });
      if (made.then.length === 0 || run.said['dry-run'] || isWritten(run)) return founds();
      await inTurn(run, [{ go: founds }, { needs: true, go: () => act(run, payer ?? by, token, made.then) }]);
    },
  },
  charter: {
    usage: '[MINT]',
    about: 'the usual charter as a file to edit: tokens, seconds, and hundredths of a per cent',
    async run(run) {
      const token = run.args[0] ? await reads.token(run.rpc, await mintOf(run.args[0], run.rpc)) : 6;
      const charter = Object.fromEntries(
        words.CHARTER.map(({ key, shape }) => {
          const value = words.usualCharter(token)[key];
          return [key, shape === 'money' ? units.plainAmount(BigInt(value), token) : Number(value)];
        }),
      );
      out(plain(charter));
    },
  },
  join: flow(
    '[--name NAME] [--statutes FILE]',
    'apply, or apply anew; you sign the statutes in force: --statutes refuses if they are not the ones you read',
    async (c, run) => {
      const { statutesHash, statutesUri } = c.site.coop;
      const { name, statutes } = run.said;
      if (statutes !== undefined && !(await documents.matches(bytesOf(statutes), statutesHash)))
        throw new Error(
          `${statutes} is not the statutes in force: read those at ${units.text(statutesUri) || 'the co-op'}`,
        );
      if (!run.said.json)
        err(`you sign the statutes at ${units.text(statutesUri) || '(no link)'}, ${sha256(statutesHash)}`);
      return flows.join(c, name);
    },
  ),
  name: flow('[NAME]', 'say what you want to be called, once in 30 days; nothing: by your number', async (c, run) => [
    await build(c, 'setName', { name: run.args[0] ?? '' }),
  ]),
  describe: flow(
    'TEXT',
    'of a forming co-op, by its founder: say what it is about; later `propose describe TEXT`',
    async (c, run) => [await build(c, 'describe', { about: argument(run, 0, 'TEXT') })],
  ),
  explain: flow(
    'PROPOSAL:index [--why TEXT] [--document FILE --document-uri URI]',
    'say why you proposed, once, before the first ballot',
    async (c, run) => [
      await build(c, 'explain', { proposal: numberAt(run, 0, 'PROPOSAL'), ...(await reasonsOf(run)) }),
    ],
  ),
  'withdraw-application': flow(
    '[WALLET]',
    'withdraw your application, or clear away one that nobody has admitted for 90 days',
    async (c, run) => [
      await build(c, 'withdrawApplication', { wallet: run.args[0] ? addressOf(run.args[0], 'wallet') : undefined }),
    ],
  ),
  'undo-rehome': flow('', 'take back a membership that was moved from this wallet, within 180 days', async (c) => [
    await build(c, 'undoRehome', {}),
  ]),
  check: {
    usage: 'PROPOSAL|statutes:index [FILE]',
    about: 'whether a document is the one that a proposal or the co-op names: the FILE, or what its link leads to',
    async run(run) {
      const what = argument(run, 0, 'PROPOSAL or statutes');
      const { coop } = await reads.site(run.rpc, coopSaid(run));
      const p =
        what === 'statutes' ? undefined : await reads.proposal(run.rpc, coopSaid(run), numberAt(run, 0, 'PROPOSAL'));
      const named = !p
        ? { uri: units.text(coop.statutesUri), hash: coop.statutesHash }
        : units.text(p.documentUri)
          ? { uri: units.text(p.documentUri), hash: p.documentHash }
          : p.statutes;
      if (!named) throw new Error(`proposal ${what} names no document`);
      const { uri } = named;
      if (run.args[1] === undefined && !/^https?:/.test(uri))
        throw new Usage(`“${uri}” cannot be fetched from here: give the FILE`);
      const bytes =
        run.args[1] !== undefined
          ? bytesOf(run.args[1])
          : await documents.fetched(uri, 30).catch((failed: unknown) => {
              throw new Error(
                `the link leads to ${new URL(uri).host}, which ${failed instanceof documents.NoDocument ? `answers ${failed.status} and no document` : 'does not answer'}; nothing was compared`,
                { cause: failed },
              );
            });
      const same = await documents.matches(bytes, named.hash);
      out(
        run.said.json
          ? plain({ uri, matches: same })
          : same
            ? `it is the document that was named (${uri || 'no link'})`
            : 'it is ANOTHER document than the one that was named: its SHA-256 differs',
      );
      if (!same) process.exitCode = 1;
    },
  },
  pledge: flow(
    'POOL:index AMOUNT [USE:amount]',
    'pledge money, and promise use: what you pay, are paid as a provider, or for work, through the co-op',
    async (c, run) => {
      const [pool, amount, use] = [
        numberAt(run, 0, 'POOL'),
        amountAt(run, 1, 'AMOUNT', c.site),
        run.args[2] ? amountAt(run, 2, 'USE', c.site) : 0n,
      ];
      const { member } = c.site;
      const its = member && (await reads.poolFor(c.rpc, c.site.address, pool, member.address));
      const made = await flows.pledge(c, pool, amount, use);
      if (its?.pool.settledAt === 0n && member && !run.said.json)
        for (const told of poolWords.pledging(c.site, its.pool, member, its.pledge, amount, use)) err(told);
      return made;
    },
  ),
  pay: flow(
    'SERVICE:index AMOUNT [--for WALLET]',
    'pay a service; as use of your own, or of a member that you pay for',
    async (c, run) => {
      const [service, amount] = [numberAt(run, 0, 'SERVICE'), amountAt(run, 1, 'AMOUNT', c.site, 1n)];
      const instructions = await flows.pay(c, service, amount, buyer(run));
      const { data: paid } = await serviceAt(c, service);
      const warning = roundedFee(
        c.site.token,
        amount,
        rules.feeOf(paid, amount, c.site.now),
        rules.splitOf(paid, c.site.now).takeRateBps,
      );
      if (warning && !run.said.json) err(warning);
      return instructions;
    },
  ),
  buy: flow('AMOUNT [--for WALLET]', 'pay the co-op for what it sells', (c, run) =>
    flows.payCoop(c, amountAt(run, 0, 'AMOUNT', c.site, 1n), buyer(run)),
  ),
  subscribe: flow('AMOUNT [--min-price PERCENT]', 'buy shares', (c, run) =>
    flows.subscribe(c, amountAt(run, 0, 'AMOUNT', c.site, 1n), minPrice(run)),
  ),
  'book-income': flow(
    'AMOUNT [--kind income|sale|gift]',
    'bring in money: income, the price of what was invested in, or a gift to solidarity',
    (c, run) =>
      flows.bookIncome(
        c,
        amountAt(run, 0, 'AMOUNT', c.site, 1n),
        valueOf('income', 'kind', run.said.kind ?? 'income', 0, 0n) as 'income',
      ),
  ),
  claim: {
    usage: '[--everywhere]',
    sends: true,
    about:
      'take everything that is yours now; --everywhere: in all of your co-ops, in as few transactions as it fits in',
    async run(run) {
      if (!run.said.everywhere) return claims.run(run);
      const [by, payer] = [await actor(run), await sponsor(run)];
      const due = await dueEverywhere(run.rpc, by, payer);
      // amounts of a transaction are shown in one token
      const parts = [...new Set(due.map(({ mint }) => mint))].flatMap((mint) =>
        packed(
          payer ?? by,
          due.filter((one) => one.mint === mint),
        ),
      );
      if (parts.length === 0) return out(run.said.json ? '{"nothing":true}' : 'there is nothing to do');
      await inTurn(
        run,
        parts.map((part) => ({
          what: part.map(({ what }) => what).join(', '),
          go: () =>
            act(
              run,
              payer ?? by,
              part[0]!.token,
              part.flatMap(({ instructions }) => instructions),
            ),
        })),
      );
    },
  },
  close: flow('', 'close the period, if it is over: leavers are paid, the surplus is shared', flows.close),
  settle: flow('[WALLET]', 'book to everyone, or to one member, what the last close decided', (c, run) =>
    flows.settle(c, run.args[0] ? addressOf(run.args[0], 'wallet') : undefined),
  ),
  'ask-back': flow(
    'AMOUNT [--min-price PERCENT]',
    'ask for matured capital at the next close; the last word counts, 0 takes it back',
    (c, run) => flows.askBack(c, amountAt(run, 0, 'AMOUNT', c.site), minPrice(run)),
  ),
  'withdraw-shares': flow(
    'AMOUNT [--min-price PERCENT]',
    'withdraw shares above the member share, paid at the next close',
    (c, run) => flows.withdrawShares(c, amountAt(run, 0, 'AMOUNT', c.site, 1n), minPrice(run)),
  ),
  leave: flow(
    '[--ask | --keep] [--over PROPOSAL:index]',
    'leave, and ask for your capital at the next close (--keep: later); --over: because of this proposal',
    async (c, run) => {
      const over = run.said.over === undefined ? undefined : (valueOf('index', 'over', run.said.over, 0, 0n) as number);
      const made = await flows.leave(c, { ask: !run.said.keep, over });
      if (!run.said.json && c.site.member)
        for (const told of binding.leaving(c.site, c.site.member, over !== undefined)) err(told);
      return made;
    },
  ),
  'draw-mandate': flow('MANDATE:index AMOUNT', 'draw on a mandate that you hold', (c, run) =>
    flows.drawMandate(c, numberAt(run, 0, 'MANDATE'), amountAt(run, 1, 'AMOUNT', c.site, 1n)),
  ),
  draw: flow('[WALLET]', "of a co-op that dissolves: pay a member its part, also someone else's", (c, run) =>
    flows.draw(c, run.args[0] ? addressOf(run.args[0], 'wallet') : undefined),
  ),
  'finish-dissolution': flow(
    '',
    'of a co-op that dissolves: pass on unclaimed money, over heirs that are at their end themselves',
    flows.passOn,
  ),
  sweep: flow(
    '',
    "bring what was sent to the co-op's own address, or to its vault, to the reserve, and SOL that lies there to whoever paid the rent",
    flows.sweep,
  ),
  unwrap: flow(
    '',
    'take your wrapped SOL out again, of a co-op that counts in SOL: closes the token account that it lies in',
    flows.unwrap,
  ),
  'register-service': flow(
    'NAME [MAX-TAKE-RATE-BPS:bps [MIN-PROVIDER-BPS:bps]] [--uri URI]',
    "offer a service; as a member you earn its provider's part",
    (c, run) => {
      const bps = (at: number, what: string) =>
        run.args[at] === undefined ? undefined : (valueOf('bps', what, run.args[at], 0, 0n) as number);
      const [maxTakeRateBps, minProviderBps] = [bps(1, 'max-take-rate-bps'), bps(2, 'min-provider-bps')];
      if (!run.said.json) bpsTold({ maxTakeRateBps, minProviderBps });
      return flows.offer(c, argument(run, 0, 'NAME'), maxTakeRateBps, minProviderBps, run.said.uri);
    },
  ),
  vote: flow('PROPOSAL:index yes|no|abstain', 'vote, or change your vote', async (c, run) => [
    await build(c, 'castVote', {
      proposal: numberAt(run, 0, 'PROPOSAL'),
      choice: valueOf('choice', 'vote', argument(run, 1, 'yes, no or abstain'), 0, 0n) as 'yes',
    }),
  ]),
  propose: {
    help: actionHelp,
    ...flowInParts(
      'ACTION:action [FIELD…] [--why TEXT] [--document FILE --document-uri URI] [--statutes FILE --statutes-uri URI]',
      `propose, and say why; \`coop propose ACTION --help\` says what each field is\n\n${PROPOSALS.map(([name, takes]) => `  ${`${name} ${takes.join(' ')}`.trimEnd()}`).join('\n')}`,
      async (c, run) => {
        const action = await actionFrom(
          argument(run, 0, 'ACTION'),
          run.args.slice(1),
          c,
          await documentOf(run.said.statutes, run.said['statutes-uri'], 'statutes'),
        );
        const parts = await flows.proposeInParts(c, action, await reasonsOf(run));
        if (!run.said.json) bpsTold(action);
        const closes = parts[0]?.map(told).find(({ instruction }) => instruction === 'reclaimProposal');
        if (closes && !run.said.json)
          err(
            `a member has one proposal at a time: the account of your last one, which is decided, closes with this, and its deposit returns to ${closes.accounts.rentPayer!}; \`coop events\` still tells what was decided`,
          );
        return parts;
      },
    ),
    check: ([action, ...given]) => void spokenOf(action!, given),
  },
  represent: {
    ...flow(
      'COOP INSTRUCTION [ARGUMENT…] [--why TEXT] [--document FILE --document-uri URI]',
      'propose that this co-op, a member of another, does there what a member can',
      async (c, run) => {
        const other = await reads.site(c.rpc, addressOf(argument(run, 0, 'COOP'), 'co-op'));
        if (other.address === c.site.address)
          throw new Error('a co-op acts in another one, of which it is a member; this one is itself');
        const name = actOf(argument(run, 1, 'INSTRUCTION'));
        return flows.represent(
          c,
          other.address,
          name,
          parametersOf(name, run.args.slice(2), other) as never,
          await reasonsOf(run),
        );
      },
    ),
    check: ([, said, ...given]) => checked(said!, usageOf(VERBS[actOf(said!)].params), given, {}, COMMON),
  },
  execute: flow('PROPOSAL:index', 'do what was resolved, whatever it is', async (c, run) =>
    flows.execute(c, await reads.proposal(c.rpc, c.site.address, numberAt(run, 0, 'PROPOSAL'))),
  ),
  schema: {
    usage: '[COMMAND]',
    about: 'JSON Schema of what a command prints with --json; without COMMAND, of every one',
    async run(run) {
      const { schemaOf } = await import('./schema');
      const [name] = run.args;
      const commands = all();
      if (name !== undefined && !Object.hasOwn(commands, name))
        throw new Usage(`there is no command “${name}”; \`coop help\` lists them`);
      out(
        JSON.stringify(
          name === undefined
            ? Object.fromEntries(Object.entries(commands).map(([one, { sends }]) => [one, schemaOf(one, sends)]))
            : schemaOf(name, commands[name]!.sends),
          null,
          2,
        ),
      );
    },
  },
  completions: {
    usage: 'bash|zsh|fish',
    about: 'completions for a shell: eval "$(coop completions bash)"',
    async run(run) {
      const networks = ['mainnet-beta', 'devnet', 'testnet', 'localhost'];
      out(
        completions(argument(run, 0, 'bash, zsh or fish'), {
          commands: Object.entries(all()).map(([name, command]) => ({
            name,
            usage: command.usage,
            about: command.about.split('\n')[0]!,
            common: [...commonOf(command)],
          })),
          valued: Object.entries(OPTIONS).flatMap(([name, option]) =>
            option.type === 'string' ? [`--${name}`, ...('short' in option ? [`-${option.short}`] : [])] : [],
          ),
          values: { '--url': networks, '-u': networks },
          actions: actionWords(),
        }),
      );
    },
  },
};

/** Chores for scripts: the instruction that matters as `kind`, whom it is about, the numbers that it names, and every instruction of it. */
async function choreData(c: Context, due: Awaited<ReturnType<typeof chores>>) {
  const [people, proposed] = await Promise.all([
    reads.members(c.rpc, c.site.address).then(reads.byAddress),
    reads.proposals(c.rpc, c.site.address),
  ]);
  return due.map(({ what, instructions }) => {
    const all = instructions.map(told);
    const { instruction = '', accounts = {} } = all.at(-1) ?? {};
    return {
      kind: kebab(instruction),
      who: people.get(accounts.member ?? '')?.wallet ?? null,
      proposal: proposed.find(({ address }) => address === accounts.proposal)?.index ?? null,
      accounts,
      instructions: all.map((one) => one.instruction),
      what,
    };
  });
}

/** What a co-op's agent may do as a member of another one. */
function actOf(said: string): VerbName {
  const name = (Object.keys(ACTS) as VerbName[]).find((known) => kebab(known) === said);
  if (!name) throw new Usage(`a co-op cannot do “${said}” as a member: ${Object.keys(ACTS).map(kebab).join(', ')}`);
  return name;
}

/** The charter of a file, or the usual one; single terms can be said on their own. */
function foundingCharter({ said }: Run, token: units.Measure) {
  const base = said.charter ? charterFrom(said.charter, token) : words.usualCharter(token);
  const single = Object.fromEntries(
    TERMS.flatMap((term) => {
      const word = (said as Record<string, unknown>)[kebab(term)] as string | undefined;
      return word === undefined ? [] : [[term, word]];
    }),
  );
  return { ...base, ...fields(single, token, 0n) };
}

/** The parameters of an instruction from words in its order. */
function parametersOf(
  name: VerbName,
  said: readonly string[],
  site: Pick<Site, 'token' | 'now'>,
): Record<string, unknown> {
  const params = Object.entries(VERBS[name].params as Record<string, string>);
  if (said.length > params.length) throw new Usage(`${kebab(name)} takes ${params.length} arguments`);
  return Object.fromEntries(
    params.map(([key, kind], i) => {
      const word = said[i];
      if (word === undefined && !kind.endsWith('?')) throw new Usage(`${kebab(key)} is missing`);
      return [key, word === undefined ? undefined : valueOf(kind, kebab(key), word, site.token, site.now)];
    }),
  );
}

const tokensOf = (c: Context) => addresses.tokensOf(c.by.address, c.site.mint, c.site.tokenProgram);
/** The instruction itself, with the token accounts that it needs, for whatever the commands above do not put together. */
function instruction(name: VerbName): Command {
  return flow(usageOf(VERBS[name].params), INSTRUCTIONS[name], async (c, run) => {
    const values = parametersOf(name, run.args, c.site);
    const built = await build(c, name, values as never);
    const paid = told(built);
    const pays =
      paid.accounts.source === (await tokensOf(c)) && typeof paid.says.amount === 'bigint'
        ? await flows.payingFirst(c, paid.says.amount)
        : [];
    const wallets = [
      c.by.address,
      ...Object.values(values).filter((value): value is Address => typeof value === 'string' && isAddress(value)),
    ];
    return [...pays, ...(await flows.payoutsFirst(c, [built], wallets)), built];
  });
}

/** Every command by its name. */
export const all = (): Record<string, Command> => ({
  ...Object.fromEntries((Object.keys(VERBS) as VerbName[]).map((name) => [kebab(name), instruction(name)])),
  ...COMMANDS,
});
