/** Commands that read: the co-op, its people, their decisions, and who owns what. */
import { isAddress, type Address } from '@solana/kit';
import {
  actions,
  addresses,
  calendar,
  dateLists,
  datesOf,
  effectsOf,
  endings,
  eventInWords,
  historyOf,
  linesShown,
  multiplied,
  namesIn,
  poolRules,
  poolWords,
  program,
  reads,
  rules,
  strays,
  units,
  unloggedInWords,
  waterfallShown,
  words,
  type Reader,
  type Site,
  type Strays,
} from '../client';
import { charterBefore } from '../client/decisions';
import { proposedCall } from '../client/proposedCall';
import { addressOf } from './options';
import { argument, coopSaid, progress, sha256, walletIn } from './run';
import { err, out, plain } from './printed';
import { list, read, type Command } from './command';
import { callLines, flat, SOL, valueShown } from './shown';
import { MEMBERSHIPS } from './memberships';
import { POSITION } from './position';
import { WAITING } from './waiting';

/** The resolutions to dissolve by which a pool that is not settled would fail, or which its success would make void. */
const endsFor = async (rpc: Reader, { address, coop, now }: Site, pool: program.Pool) =>
  pool.settledAt === 0n ? rules.endsOf(await reads.proposals(rpc, address), coop, now) : {};

/** The books as a balance sheet: the assets, the capital and the debts that they stand for, and the other cash. */
function balanceLines(coop: program.Coop, token: units.Measure): string[] {
  const { assets, capital, buckets } = rules.balanceSheet(coop);
  const [stands, owed, money] = [assets, capital, [...buckets, assets[0]!]].map((lines) => linesShown(lines, token));
  const row = (label: string, shown: string) => `${label.padEnd(30)} ${shown} ${units.symbolOf(token) ?? ''}`.trimEnd();
  const rows = ({ lines }: ReturnType<typeof linesShown>) => lines.map(({ label, shown }) => row(`  ${label}`, shown));
  return [
    'balance sheet',
    ...rows(stands!),
    row('= capital and what it owes', stands!.total),
    ...rows(owed!),
    'other cash',
    ...rows(money!).slice(0, -1),
    row('= with the fund, in the vault', money!.total),
  ];
}

/** How to send money to the co-op, and what `coop sweep` would bring in. */
function moneyLines({ address, vault, vaultBalance, coop, token }: Site, { tokens, lamports }: Strays): string[] {
  const waits = vaultBalance - rules.cash(coop) + tokens.reduce((all, { amount }) => all + amount, 0n);
  const sol = lamports.reduce((all, { amount }) => all + amount, 0n);
  return [
    'money for it',
    coop.dissolvingAt === 0n
      ? '  what is bought is paid by `coop pay` and `coop buy`: only that counts'
      : '  it sells nothing more, because it is dissolving',
    `  a donation goes to its vault ${vault}, and becomes reserve`,
    `  what a wallet sends to ${address} is not lost: \`coop sweep\` brings it to the reserve`,
    ...(waits > 0n ? [`  ${units.formatAmount(waits, token)} wait for that`] : []),
    ...(sol > 0n
      ? [`  ${units.formatAmount(sol, SOL)} lie there by mistake: \`coop sweep\` gives them to whoever paid the rent`]
      : []),
  ];
}

/** How a co-op ends: since when, who inherits, and who was passed over. */
function endLines({ coop }: Site): string[] {
  if (coop.dissolvingAt === 0n) return [];
  const { successor, as, first, more } = endings.inheritance(coop);
  return [
    `ends since ${units.formatTime(coop.dissolvingAt)}; claims ${coop.sweptAt === 0n ? `stand until ${units.formatTime(rules.claimedUntil(coop))}` : 'have lapsed'}`,
    `  what nobody claims passes on from ${units.formatTime(coop.dissolvingAt + rules.END.passesAfter)}, to ${as === 'nobody' ? 'nobody: it is burned' : `${as === 'next' ? 'the co-op' : `the ${as}`} ${successor}`}`,
    ...(first
      ? [
          `  passed over, as at ${more > 0 ? 'their end themselves' : 'its end itself'}: ${first}${more > 0 ? `, and ${more} more` : ''}`,
        ]
      : []),
  ];
}

export const READING: Record<string, Command> = {
  coops: read(
    '',
    'every co-op of the network',
    (run) => reads.coops(run.rpc),
    (all: Awaited<ReturnType<typeof reads.coops>>) =>
      all.map(
        (coop) =>
          `${coop.address}  ${units.text(coop.name).padEnd(32)} ${rules.coopStatus(coop).padEnd(10)} ${coop.members} members`,
      ),
  ),
  show: read(
    '',
    'the co-op: its books and its charter, and where money for it goes',
    async (run) => {
      const site = await reads.site(run.rpc, coopSaid(run));
      return { ...site, decimals: site.token.decimals, strays: await strays(run.rpc, site.address) };
    },
    (site: Site & { strays: Strays }) => {
      const { coop, token } = site;
      const amount = (n: bigint) => units.formatAmount(n, token);
      return [
        `${units.text(coop.name)} — ${rules.coopStatus(coop)}, ${coop.members} members, ${coop.electors} electors`,
        ...(units.text(coop.about) ? [units.text(coop.about)] : []),
        rules.hasStatutes(coop)
          ? `statutes ${units.text(coop.statutesUri) || '(no link)'}, ${sha256(coop.statutesHash)}`
          : 'no statutes',
        ...moneyLines(site, site.strays),
        `it counts in ${site.token.symbol}, the token ${site.mint} with ${site.token.decimals} decimal places. ${multiplied(site.token) ?? ''}`.trimEnd(),
        ...endLines(site),
        ...balanceLines(coop, token),
        rules.coopStatus(coop) === 'forming'
          ? 'no period runs before it starts'
          : coop.dissolvingAt !== 0n
            ? `period ${coop.period.number} was the last, as the co-op ends`
            : `period ${coop.period.number}, ${rules.isOverdue(coop, site.now) ? 'overdue, to be closed since' : 'closes'} ${units.formatTime(rules.periodEnds(coop))}`,
        ...(
          [
            ['revenue', coop.period.revenue],
            ['expenses', coop.period.expenses],
            ['use of members', coop.period.done.memberUnits],
            ['use of others', coop.period.done.outsideUnits],
            ['work of members', coop.period.done.memberWork],
            ['work of others', coop.period.done.outsideWork],
            ['capital asked back', coop.books.asked],
            ['free in the budget', rules.budgetLeft(coop, site.now)],
            ['may be sold', coop.forSale],
          ] as const
        ).map(([label, n]) => `  ${label.padEnd(28)} ${amount(n)}`),
        `  ${'price of capital'.padEnd(28)} ${units.formatBps(rules.priceBps(coop))}`,
        `charter, version ${coop.charterVersion}`,
        ...words.CHARTER.map(
          ({ key, label, shape }) => `  ${label.padEnd(28)} ${words.term(shape, coop.charter[key], token)}`,
        ),
      ];
    },
  ),
  members: list('', 'members, candidates, and those who left', reads.members, (m, site) => [
    `${(m.numbered ? String(m.number) : '–').padStart(5)}  ${units.text(m.name).padEnd(20)} ${m.wallet}  ${(rules.isElector(m) ? 'elector' : rules.standing(m)).padEnd(10)} ${units.formatAmount(m.shares, site.token)}`,
  ]),
  pools: list('', 'pools and how far they are from each gate', reads.pools, async (pool, site, _, rpc) => [
    `pool ${pool.index}: ${poolRules.poolStatus(pool, site.now)}, until ${units.formatTime(pool.terms.deadline)}`,
    ...(units.text(pool.purpose) ? [`  ${units.text(pool.purpose)}`] : []),
    ...poolRules.gates(pool).map((gate) => {
      const show = (n: bigint) => (gate.name === 'people' ? n.toString() : units.formatAmount(n, site.token));
      return `  ${gate.passed ? '✓' : '·'} ${gate.name.padEnd(7)} ${show(gate.have)} of ${show(gate.need)}`;
    }),
    ...[
      ...poolWords.termsOf(site, pool),
      poolWords.settling({ ...site, ...(await endsFor(rpc, site, pool)) }, pool),
    ].flatMap((told) => (told ? [`  ${told}`] : [])),
    ...(pool.sharesUnclaimed > 0n
      ? [`  ${units.formatAmount(pool.sharesUnclaimed, site.token)} in shares wait to be claimed. ${poolWords.EARNS}`]
      : []),
    ...(poolRules.isCancellable(pool)
      ? [`  Nobody has a pledge in it: the founder can give it up, with \`coop cancel-pool ${pool.index}\`.`]
      : []),
    ...(pool.founding === 1 || pool.settledAt !== 0n
      ? []
      : balanceLines(site.coop, site.token).map((line) => `  ${line}`)),
  ]),
  services: list('', 'services, their rates and promises', reads.services, (s, { now }, { who, at: memberAt }) => {
    const provides = rules.provides(s, memberAt(s.provider));
    const rates = (at: bigint) => {
      const { takeRateBps, providerBps } = rules.splitOf(s, at);
      return `fee ${units.formatBps(takeRateBps)}${provides ? `, provider's part ${units.formatBps(providerBps)}` : ''}`;
    };
    return [
      `${String(s.index).padStart(4)}  ${units.text(s.name).padEnd(32)} ${rates(now)}, promised until ${units.formatTime(s.promisedUntil)}` +
        (s.nextFrom > now ? `; from ${units.formatTime(s.nextFrom)} on ${rates(s.nextFrom)}` : '') +
        (units.text(s.uri) ? `; ${units.text(s.uri)}` : '') +
        (s.provider === addresses.NONE
          ? ''
          : `; provided by ${who(s.provider)}${provides ? '' : ', whose membership has ended'}`) +
        (provides && memberAt(s.provider)!.wallet === s.owner ? '' : `; paid to ${s.owner}`),
    ];
  }),
  periods: list('', 'closed periods as waterfalls', reads.periods, (p, site) => [
    `period ${p.number}: ${units.formatTime(p.startedAt)} – ${units.formatTime(p.closedAt)}`,
    ...waterfallShown(p, site.token, true).map(
      ({ label, amount, shown, total }) =>
        `  ${total ? '= ' : amount > 0n ? '+ ' : '− '}${label.padEnd(28)} ${shown} ${site.token.symbol}`,
    ),
    ...(p.result.asked === 0n
      ? []
      : [
          `  capital asked back: ${units.formatAmount(p.result.asked, site.token)}, paid ${units.formatAmount(p.result.paid, site.token)} at ${units.formatBps(p.result.priceBps)}`,
        ]),
  ]),
  proposals: list(
    '',
    'proposals: what they do and why, how they stand',
    reads.proposals,
    async (p, site, { who, at }, rpc, all) => {
      const status = rules.proposalStatus(p, site.coop, site.now);
      const waits = ['waiting', 'awaiting turn', 'voting'].includes(status);
      const ends = actions.KINDS[p.kind] === 'RevokeMandate';
      // the charter that an amendment changes, or changed
      const before =
        actions.KINDS[p.kind] === 'Amend'
          ? await charterBefore(rpc, { ...site.coop, address: site.address }, p, all, () =>
              reads.members(rpc, site.address),
            )
          : undefined;
      const named = ends ? actions.naming(who, await reads.mandates(rpc, site.address), site.token) : who;
      return [
        `${String(p.index).padStart(4)}  ${actions.inWords(p, site.token, named)} — ${who(p.proposer)}`,
        ...(ends ? [`      mandate ${p.target}`] : []),
        ...(p.words ? [`      “${p.words}”`] : []),
        ...(p.statutes ? [`      statutes ${p.statutes.uri}, ${sha256(p.statutes.hash)}`] : []),
        ...(p.call.data.length + p.call.accounts.length > 0 ? callLines(await proposedCall(rpc, site.address, p)) : []),
        ...(units.text(p.why) ? [`      why: ${units.text(p.why)}`] : []),
        ...(units.text(p.documentUri)
          ? [`      document ${units.text(p.documentUri)}, ${sha256(p.documentHash)}`]
          : []),
        `      ${status}, ${p.special ? 'special' : 'ordinary'}; yes ${p.yes}, no ${p.no}, abstain ${p.abstain} of ${p.electors}; vote ends ${units.formatTime(p.ends)}`,
        ...(waits
          ? [
              rules.lapsesFirst(p, site.coop, site.now)
                ? `      waits for the turn of a period, but lapses on ${units.formatTime(rules.expiresAt(p))}, before a close can come`
                : `      can be executed from ${units.formatTime(rules.executableFrom(p, site.coop, site.now))}${p.weighty ? ', at the turn of a period: whoever leaves and asks before is paid first' : ''}`,
            ]
          : []),
        ...(rules.isOver(status)
          ? []
          : effectsOf(p, site, undefined, at(p.target)).map((effect) => `      · ${effect}`)),
        ...(actions.KINDS[p.kind] === 'Amend'
          ? words.differences(before ?? p.charter, p.charter).map((d) => {
              const ratchet = rules.RATCHETS[d.key];
              return `      ${d.label}: ${words.term(d.shape, d.before, site.token)} → ${words.term(d.shape, d.after, site.token)}${ratchet ? ` (ratchet: ${ratchet})` : ''}`;
            })
          : []),
      ];
    },
  ),
  mandates: list('', 'mandates and what is drawn on them', reads.mandates, (m, site, { who }) => [
    `${String(m.index).padStart(4)}  ${who(m.holder)}  ${units.formatAmount(m.perPeriod, site.token)} a period${m.work ? ' as pay for work' : ''} until ${units.formatTime(m.until)}`,
    `      mandate ${m.address}`,
  ]),
  pledges: read(
    '[WALLET]',
    'pledges of everyone, or of one member',
    async (run) => {
      const member = run.args[0]
        ? await reads.membershipOf(run.rpc, coopSaid(run), addressOf(run.args[0], 'wallet'))
        : undefined;
      const [site, all, people, pools] = await Promise.all([
        reads.site(run.rpc, coopSaid(run)),
        reads.pledges(run.rpc, coopSaid(run), member),
        reads.members(run.rpc, coopSaid(run)),
        reads.pools(run.rpc, coopSaid(run)),
      ]);
      const who = (pledge: program.Pledge) => people.find(({ address }) => address === pledge.member);
      return all.map((pledge) => ({
        ...pledge,
        decimals: site.token.decimals,
        token: site.token,
        wallet: who(pledge)?.wallet,
        person: who(pledge) && units.person(who(pledge)!),
        poolIndex: pools.find(({ address }) => address === pledge.pool)?.index,
      }));
    },
    (
      all: {
        poolIndex: number;
        wallet: string;
        person: string;
        amount: bigint;
        useAmount: bigint;
        token: units.Measure;
      }[],
    ) =>
      all.map(
        (p) =>
          `pool ${p.poolIndex}  ${p.person}, ${p.wallet}  ${units.formatAmount(p.amount, p.token)}, and ${units.formatAmount(p.useAmount, p.token)} of use`,
      ),
  ),
  vouches: read(
    '[CANDIDATE]',
    'vouches for everyone, or for one wallet',
    async (run) => {
      const candidate = run.args[0]
        ? await reads.membershipOf(run.rpc, coopSaid(run), addressOf(run.args[0], 'wallet'))
        : undefined;
      const [all, people] = await Promise.all([
        reads.vouches(run.rpc, coopSaid(run), candidate),
        reads.members(run.rpc, coopSaid(run)),
        reads.site(run.rpc, coopSaid(run)),
      ]);
      const named = (member: Address) => people.find(({ address }) => address === member);
      return all.map((vouch) => {
        const [voucher, candidate] = [named(vouch.voucher), named(vouch.candidate)];
        return {
          ...vouch,
          candidateWallet: candidate?.wallet,
          voucherWallet: voucher?.wallet,
          says: `${voucher ? units.person(voucher) : vouch.voucher} vouches for ${candidate ? `${units.person(candidate)}, ${candidate.wallet}` : vouch.candidate}`,
        };
      });
    },
    (all: { says: string }[]) => all.map(({ says }) => says),
  ),
  memberships: MEMBERSHIPS,
  account: read(
    'ADDRESS',
    'any account of the program, decoded',
    async (run) => {
      const asked = addressOf(argument(run, 0, 'ADDRESS'));
      const { value } = await run.rpc.getAccountInfo(asked, { encoding: 'base64', commitment: 'confirmed' }).send();
      const found =
        value?.owner === program.COOP_PROGRAM_ADDRESS
          ? reads.decodeAny(new Uint8Array(Buffer.from(value.data[0], 'base64')))
          : undefined;
      if (!found) throw new Error(`there is no account of the program at ${asked}`);
      const coop = (found.fields as { coop?: Address }).coop ?? (found.kind === 'Coop' ? asked : undefined);
      const token = coop && (await reads.site(run.rpc, coop)).token;
      return { address: asked, ...found, decimals: token?.decimals ?? 0, token: token ?? 0 };
    },
    ({ kind, fields, token }: { kind: string; fields: object; token: units.Measure }) => [
      kind,
      ...Object.entries(flat(fields)).map(
        ([name, value]) =>
          `  ${name.padEnd(28)} ${isAddress(String(value)) && value !== addresses.NONE ? String(value) : valueShown(name, value, token)}`,
      ),
    ],
  ),
  position: POSITION,
  waiting: WAITING,
  calendar: {
    usage: '[WALLET]',
    about:
      'what has a date, for a wallet or the one of the keypair, as a calendar file (.ics) on stdout; --json: as a list',
    async run(run) {
      const wallet = await walletIn(run);
      const [site, lists] = await Promise.all([
        reads.site(run.rpc, coopSaid(run), wallet),
        dateLists(run.rpc, coopSaid(run)),
      ]);
      const dates = datesOf(site, lists);
      if (run.said.json) return out(plain(dates));
      if (dates.length === 0) return err('nothing has a date now: no calendar file was written');
      process.stdout.write(
        calendar(units.text(site.coop.name), [
          { name: units.text(site.coop.name), coop: site.address, stamp: site.now, dates },
        ]),
      );
    },
  },
  events: {
    usage: '[--limit N:index]',
    about: 'the events of the co-op, the latest last: the last 20, or as many as --limit names',
    async run(run) {
      const limit = units.inField('--limit', () => units.parseWhole(run.said.limit ?? '20', { least: 1 }));
      const site = await reads.site(run.rpc, coopSaid(run));
      const all = await historyOf(run.rpc, site, limit, (count) => progress(run, `${count} transactions read`)).finally(
        () => progress(run),
      );
      if (run.said.json)
        return out(
          plain(all.map((entry) => ('event' in entry ? { ...entry.event, signature: entry.signature } : entry))),
        );
      const names = await namesIn(run.rpc, site);
      for (const entry of all) {
        if ('missing' in entry)
          out(
            `     …  ${entry.missing} ${entry.missing === 1n ? 'thing' : 'things'} after number ${entry.after}: in no transaction that this node has`,
          );
        else
          out(
            `${(entry.seq?.toString() ?? '?').padStart(6)}  ${units.formatTime(entry.at)}  ${'event' in entry ? eventInWords(entry.event, names) : unloggedInWords(entry.unlogged, names)}  ${entry.signature}`,
          );
      }
    },
  },
};
