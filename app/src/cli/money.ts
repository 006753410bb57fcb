/** Commands that move money: pledging, paying, earning, taking out. */
import type { Address } from '@solana/kit';
import {
  binding,
  costOf,
  dueEverywhere,
  flows,
  packed,
  poolWords,
  reads,
  roundedFee,
  rules,
  units,
  type Due,
} from '../client';
import { ASSOCIATED_TOKEN } from '../client/addresses';
import { TOKEN_ACCOUNT } from '../client/needs';
import { serviceAt } from '../client/given';
import { triedApart } from '../client/parts';
import { addressOf, priceOf, valueOf } from './options';
import { act, actor, argument, sponsor } from './run';
import { type Run } from './given';
import { amountAt, flow, flowInParts, numberAt, type Command } from './command';
import { err, inTurn, out, type Part } from './printed';
import { memberIn } from './position';
import { bpsTold } from './voting';

/** The wallet of the member that a payment is for (`--for`). */
const buyer = ({ said }: Run): Address | undefined =>
  said.for === undefined ? undefined : addressOf(said.for, 'wallet');
/** The minimum price of capital (`--min-price`), in basis points: below it the program refuses. */
const minPrice = ({ said }: Run): number | undefined =>
  said['min-price'] === undefined ? undefined : priceOf(said['min-price'], 'min-price');

const claims = flow('', '', (c) => {
  memberIn(c.site, c.by.address);
  return flows.claimEverything(c);
});

/** The commands that move money. */
export const MONEY: Record<string, Command> = {
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
  'withdraw-pledge': flow(
    'POOL:index AMOUNT|all',
    'take a part of your pledge back, or all of it, to your own token account',
    async (c, run) => {
      const pool = numberAt(run, 0, 'POOL');
      if (argument(run, 1, 'AMOUNT or all') !== 'all')
        return flows.withdrawPledge(c, pool, amountAt(run, 1, 'AMOUNT', c.site, 1n));
      const member = memberIn(c.site, c.by.address);
      const amount = (await reads.poolFor(c.rpc, c.site.address, pool, member.address))?.pledge?.amount ?? 0n;
      if (amount === 0n) throw new Error(`you have pledged no money to pool ${pool}`);
      return flows.withdrawPledge(c, pool, amount);
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
      const made = instructions.some(
        ({ programAddress, accounts = [] }) =>
          programAddress === ASSOCIATED_TOKEN && accounts[1]?.address === paid.payout && paid.owner !== c.by.address,
      );
      if (made && !run.said.json) {
        const { deposits } = await costOf(c.rpc, [TOKEN_ACCOUNT]);
        err(
          `the owner of the service has no account for this token: your payment makes one, for a deposit of ${units.formatAmount(deposits, 9)} SOL, which belongs to the owner`,
        );
      }
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
      // amounts of a transaction are shown in one token, so each token gets transactions of its own
      const parts = [...new Set(due.map(({ mint }) => mint))].flatMap((mint) =>
        packed(
          payer ?? by,
          due.filter((one) => one.mint === mint),
        ),
      );
      if (parts.length === 0) return out(run.said.json ? '{"nothing":true}' : 'there is nothing to do');
      const told = (part: readonly Due[]): Part => ({
        what: part.map(({ what }) => what).join(', '),
        go: () =>
          act(
            run,
            payer ?? by,
            part[0]!.token,
            part.flatMap(({ instructions }) => instructions),
          ),
        instead: (failed) => triedApart(part, failed).map(told),
      });
      await inTurn(run, parts.map(told));
    },
  },
  'settle-pool': flow(
    'POOL:index',
    'settle a pool that is over: it starts, or everyone is refunded; it fails if the co-op has resolved to dissolve',
    (c, run) => flows.settlePool(c, numberAt(run, 0, 'POOL')),
  ),
  close: flow('', 'close the period, if it is over: leavers are paid, the surplus is shared', flows.close),
  settle: flowInParts(
    '[WALLET]',
    'book to everyone, or to one member, what the last close decided',
    async (c, run) => {
      const wallet = run.args[0] ? addressOf(run.args[0], 'wallet') : undefined;
      if (wallet) memberIn(await reads.site(c.rpc, c.site.address, wallet), wallet);
      return flows.settle(c, wallet);
    },
    ({ length }) => `settle ${length} ${length === 1 ? 'member' : 'members'}`,
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
      if (!run.said.json && c.site.member) {
        const its = await reads.pledgeOf(c.rpc, c.site.address, c.site.member);
        for (const told of binding.leaving(c.site, c.site.member, its?.pool, over !== undefined)) err(told);
      }
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
};
