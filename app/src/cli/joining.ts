/** Commands to found a co-op and join it, for its chores, and for one's own membership. */
import { createNoopSigner, isSignerRole, type TransactionSigner } from '@solana/kit';
import {
  addresses,
  build,
  choreLists,
  chores,
  choresIn,
  documents,
  flows,
  payerOf,
  reads,
  Refusal,
  rules,
  TAKEN,
  units,
  words,
  type Context,
  type Site,
  type Unsettled,
} from '../client';
import {
  addressOf,
  bytesOf,
  charterFrom,
  fields,
  kebab,
  mintOf,
  FOUNDING_TERMS as TERMS,
  signerOf,
  termsFrom,
  Usage,
  valueOf,
} from './options';
import { act, actor, argument, context, coopSaid, isWritten, sha256, sponsor } from './run';
import { type Run } from './given';
import { err, inTurn, out, plain, type Part } from './printed';
import { sendingIn } from './said';
import { flow, numberAt, reasonsOf, type Command } from './command';
import { told } from './shown';

/** The usage notation of an option that sets one term of the charter. */
const termWord = (term: (typeof TERMS)[number]) =>
  term.endsWith('Bps') ? 'N:bps' : term === 'pioneerStart' ? 'DURATION' : 'AMOUNT';

/** The commands to found and join, for chores, and for one's own membership. */
export const JOINING: Record<string, Command> = {
  chores: {
    usage: '[WALLET] [--do]',
    sends: true,
    about: 'what anyone may do for the co-op now, or what of that concerns WALLET; --do does all of it',
    async run(run) {
      if (!run.said.do) return listed(run);
      if (run.args.length > 0) throw new Usage('WALLET is for the list: --do does everything that is due');
      const c = await context(run);
      const tried = new Set<string>();
      /** What is due now and was not tried yet: one chore can make another one due, or needless. */
      const due = async (site: Site): Promise<Part[]> =>
        choresIn({ site }, await choreLists(c.rpc, site.address))
          .filter(({ what }) => !tried.has(what))
          .map(({ what, make }) => ({
            what,
            go: async () => {
              tried.add(what);
              await act(run, payerOf(c), site.token, await make({ ...c, site }));
            },
          }));
      const first = await due(c.site);
      if (first.length === 0) return out(run.said.json ? '{"nothing":true}' : 'nothing is due');
      const sends = !run.said['dry-run'] && !isWritten(run);
      await inTurn(
        run,
        first,
        sends ? async () => due(await reads.site(c.rpc, c.site.address, c.by.address)) : undefined,
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
            `you have founded a co-op under the number ${id} before, ${made.coop}. If it still needs its description or its first pool, use \`coop -c ${made.coop} describe\` and \`open-pool\`; for another co-op, \`--id ${await reads.freeId(run.rpc, by.address)}\` is free`,
            failed.code,
            'IdTaken',
            failed.instruction,
          );
        });
      const written = run.said['dry-run'] || isWritten(run);
      if (made.then.length > 0 && written)
        err(
          `2 transactions, of which the later one needs the first: this shows the first; \`coop -c ${made.coop} describe\` and \`open-pool\` do the rest`,
        );
      if (made.then.length === 0 || written) return founds();
      const rest = () => act(run, payer ?? by, token, made.then);
      const later = async ({ signed: { coop } }: Unsettled) => {
        if (!coop || coop === made.coop) return rest();
        throw new Error(
          `what was founded before is ${coop}, under another number: \`coop -c ${coop} describe\` and \`open-pool\` give it what it lacks, and --again founds another`,
        );
      };
      await inTurn(run, [{ go: founds }, { needs: true, go: rest, later }]);
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
  'vouch-for': flow(
    'CANDIDATE:wallet',
    'vouch for a candidate; a vouch for an earlier application, which counts no more, is closed first',
    (c, run) => flows.vouchFor(c, addressOf(argument(run, 0, 'CANDIDATE'), 'candidate')),
  ),
  join: flow(
    '[--name NAME] [--statutes FILE]',
    'apply, or apply anew; you sign the statutes in force: --statutes refuses if they are not the ones you read',
    async (c, run) => {
      const { statutesHash, statutesUri } = c.site.coop;
      const { name, statutes } = run.said;
      if (!rules.hasStatutes(c.site.coop)) {
        if (statutes !== undefined)
          throw new Error(`this co-op has no statutes, so ${statutes} cannot be what you sign: leave out --statutes`);
        if (!run.said.json) err('you sign no statutes: this co-op has none');
        return flows.join(c, name);
      }
      if (statutes !== undefined && !(await documents.matches(bytesOf(statutes), statutesHash)))
        throw new Error(
          `${statutes} is not the statutes in force: read those at ${units.text(statutesUri) || 'the co-op'}`,
        );
      if (!run.said.json)
        err(`you sign the statutes at ${units.text(statutesUri) || '(no link)'}, ${sha256(statutesHash)}`);
      return flows.join(c, name);
    },
  ),
  name: flow(
    '[NAME] [--none]',
    'say what you want to be called, once in 30 days; --none: by your number',
    async (c, run) => {
      const [name] = run.args;
      if (name === undefined && !run.said.none)
        throw new Usage(
          'NAME is missing: write what you want to be called, or --none to remove your name; a name stays for 30 days',
        );
      if (name !== undefined && run.said.none) throw new Usage(`“${name}” or --none, not both`);
      return [await build(c, 'setName', { name: name ?? '' })];
    },
  ),
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
    'withdraw your application, or clear away one that has lacked vouches for 90 days; the deposit returns to its payer',
    (c, run) => flows.withdrawApplication(c, run.args[0] ? addressOf(run.args[0], 'wallet') : undefined),
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
      if (!p && !rules.hasStatutes(coop)) throw new Error('this co-op has no statutes: there is nothing to compare');
      const named = !p
        ? { uri: units.text(coop.statutesUri), hash: coop.statutesHash }
        : units.text(p.documentUri)
          ? { uri: units.text(p.documentUri), hash: p.documentHash }
          : p.statutes;
      if (!named) throw new Error(`proposal ${what} names no document`);
      const { uri } = named;
      if (run.args[1] === undefined && !(/^https?:/.test(uri) && URL.canParse(uri)))
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
};

/** Who would do what is only listed: the wallet whose key is here, or nobody if none is. */
const reader = async ({ said }: Run): Promise<TransactionSigner> =>
  signerOf(said.keypair).catch((failed: unknown) => {
    if (said.keypair !== undefined) throw failed;
    return createNoopSigner(addresses.NONE);
  });

/** Lists what is due; needs no key. */
async function listed(run: Run): Promise<void> {
  const useless = sendingIn(run.said, ['fee-payer']);
  if (useless) throw new Usage(`--${useless} is for --do: without it nothing is sent`);
  const coop = coopSaid(run);
  const wallet = run.args[0] === undefined ? undefined : addressOf(run.args[0], 'wallet');
  const tell = (all: readonly { what: string }[]) =>
    all.length === 0 ? out('nothing is due') : all.forEach(({ what }) => out(what));
  if (!run.said.json && !wallet)
    return tell(choresIn({ site: await reads.site(run.rpc, coop) }, await choreLists(run.rpc, coop)));
  const by = await reader(run);
  const c = { site: await reads.site(run.rpc, coop, by.address), by, rpc: run.rpc, payer: await sponsor(run) };
  const [due, people] = await Promise.all([chores(c), reads.members(c.rpc, coop)]);
  const its = new Set([wallet, people.find((one) => one.wallet === wallet)?.address]);
  const shown = wallet
    ? due.filter(({ instructions }) =>
        instructions.some(({ accounts = [] }) =>
          accounts.some(({ address, role }) => its.has(address) && !isSignerRole(role)),
        ),
      )
    : due;
  if (run.said.json) return out(plain(await choreData(c, shown, people)));
  tell(shown);
}

/** Chores for `--json`: the last instruction as `kind`, the wallet and the proposal that it concerns, and all instructions. */
async function choreData(
  c: Context,
  due: Awaited<ReturnType<typeof chores>>,
  members: Awaited<ReturnType<typeof reads.members>>,
) {
  const people = reads.byAddress(members);
  const proposed = await reads.proposals(c.rpc, c.site.address);
  return due.map(({ what, instructions, refused }) => {
    const all = instructions.map(told);
    const { instruction = '', accounts = {} } = all.at(-1) ?? {};
    return {
      kind: kebab(instruction),
      who: people.get(accounts.member ?? '')?.wallet ?? null,
      proposal: proposed.find(({ address }) => address === accounts.proposal)?.index ?? null,
      // where no key is here, whoever would send it is left out
      accounts: Object.fromEntries(
        Object.entries(accounts).filter(
          ([name, address]) =>
            address !== addresses.NONE || c.by.address !== addresses.NONE || name === 'systemProgram',
        ),
      ),
      instructions: all.map((one) => one.instruction),
      what,
      ...(refused === undefined ? {} : { refused }),
    };
  });
}

/** The charter from `--charter FILE`, or the usual one; options such as `--provider-bps` override single terms. */
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
