/** `coop position`: a member's capital, and what binds it. */
import { binding, endings, linesShown, reads, rules, units, type At, type program, type Site } from '../client';
import { coopSaid, walletIn } from './run';
import { read, type Command } from './command';

/** The membership of the wallet that the co-op was read for; throws if there is none, or if it was moved. */
export function memberIn({ member, moved, redirect, now }: Site, wallet: string): At<program.Member> {
  if (moved?.rehomedAt === 0n && redirect)
    throw new Error(`the wallet ${moved.wallet} took back the membership that was moved to ${wallet}`);
  if (moved)
    throw new Error(
      `the membership of ${wallet} was moved to ${moved.wallet}${rules.mayTakeBack(moved, wallet, now) ? `; until ${units.formatTime(rules.takenBackUntil(moved))} \`coop undo-rehome\` takes it back` : ''}`,
    );
  if (!member) throw new Error(`${wallet} is no member of this co-op, and no candidate`);
  return member;
}

/** A member's capital in its three states, what it would get if it left, and what binds it. */
export const POSITION: Command = read(
  '[WALLET]',
  "a member's capital: locked, paid at the next close, paid; and what it did with the co-op",
  async (run) => {
    const wallet = await walletIn(run);
    const site = await reads.site(run.rpc, coopSaid(run), wallet);
    const { coop, token, now } = site;
    const member = memberIn(site, wallet);
    const waits = rules.waitsForSettlement(member, coop.period.number);
    const period = waits
      ? (await reads.periods(run.rpc, coopSaid(run))).find(({ number }) => number === member.unsettledPeriod)
      : undefined;
    const withHome = (p: rules.Position) => ({
      ...p,
      ifHome: p.toCome > 0n ? endings.ifAllComesHome(coop, p, now) : 0n,
    });
    return {
      decimals: token.decimals,
      token,
      who: units.person(member),
      takenBackUntil: now < rules.quietUntil(member) ? rules.takenBackUntil(member) : 0n,
      standing: rules.standing(member),
      elector: rules.isElector(member),
      status: rules.coopStatus(coop),
      openPeriod: coop.period.number,
      binds: binding.bindings(site, member),
      atAgent: coop.books.atAgent,
      ...withHome(rules.position(coop, member, now, period)),
    };
  },
  (
    p: {
      token: units.Measure;
      who: string;
      takenBackUntil: bigint;
      standing: string;
      elector: boolean;
      status: string;
      openPeriod: number;
      binds: string[];
      atAgent: bigint;
      ifHome: bigint;
    } & rules.Position,
  ) => {
    const amount = (n: bigint) => units.formatAmount(n, p.token);
    const line = (label: string, n: bigint, more = '') => `  ${label.padEnd(28)} ${amount(n)}${more}`;
    const row = (label: string, shown: string) =>
      `  ${label.padEnd(28)} ${shown} ${units.symbolOf(p.token) ?? ''}`.trimEnd();
    const capital = linesShown(
      [
        { label: '  shares', amount: p.shares },
        { label: '  kept dividends', amount: p.retained },
        { label: '  matured', amount: p.matured },
        { label: '  withdrawn', amount: p.withdrawn },
      ],
      p.token,
    );
    const patronage = [
      `patronage of period ${p.openPeriod}`,
      line('as a buyer and provider', p.done.units),
      line('as a worker', p.done.work),
    ];
    return [
      `${p.who}: ${p.standing}${p.elector ? ', elector' : ''}`,
      ...(p.takenBackUntil
        ? [
            `moved to this wallet: until ${units.formatTime(p.takenBackUntil)} the old one can take it back, and nothing is paid out or asked back`,
          ]
        : []),
      row('capital', capital.total),
      ...capital.lines.map(({ label, shown }) => row(label, shown)),
      line('locked', p.locked),
      ...(p.bonded ? [line('  answers for a promise', p.bonded)] : []),
      ...p.rests.map((rest) => line('  stays with a pool', rest.capital, ` until ${units.formatTime(rest.until)}`)),
      ...(p.fresh ? [line('  rests until the close', p.fresh)] : []),
      ...p.binds.map((told) => `  ${told}`),
      ...(p.atClose.at === undefined
        ? []
        : [
            line(
              'paid at the next close',
              p.atClose.worth,
              `, for ${amount(p.atClose.asked)} asked back, at ${units.formatBps(p.priceBps)} as it stands, from ${units.formatTime(p.atClose.at)}`,
            ),
          ]),
      line('paid', p.paid, ' can be claimed now'),
      ...patronage,
      ...(p.status === 'dissolving'
        ? [
            line('drawn of its claim', p.drawn),
            line('can be drawn now', p.drawable),
            line('left to come, at most', p.toCome),
            ...(p.toCome === 0n
              ? []
              : [
                  line(
                    "  if the agent's came home",
                    p.ifHome,
                    p.atAgent > 0n
                      ? `, of the ${amount(p.atAgent)} that it holds by the books`
                      : ', as nothing is at the agent',
                  ),
                ]),
          ]
        : [
            line('can be asked back', p.askable),
            line('shares to withdraw', p.withdrawable),
            ...(p.standing === 'member'
              ? [
                  line('who leaves now is paid', p.ifLeaving.worth, ' at the close'),
                  line('  and in cash', p.ifLeaving.cash),
                  line('  what waits', p.ifLeaving.waits),
                ]
              : []),
          ]),
    ];
  },
);
