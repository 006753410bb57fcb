/** Instructions of services, payments, periods and capital. */
import * as g from '../../generated';
import * as at from '../addresses';
import { buyerOf, coop, money, named, own, payerOf, pool, serviceAt, tokens } from '../given';
import { askPriceBps, feeOf } from '../rules/coop';
import { isMember } from '../rules/members';
import { freshPart } from '../rules/position';
import { link, shown, TEXTS } from '../texts';
import { verb } from './verb';

const INCOME = { income: g.IncomeKind.Income, sale: g.IncomeKind.Sale, gift: g.IncomeKind.Gift } as const;

export const PATRONAGE = {
  registerService: verb(
    { name: 'text', uri: 'text?', maxTakeRateBps: 'bps', minProviderBps: 'bps?', payout: 'account?' },
    async (c, v) =>
      g.getRegisterServiceInstruction({
        payer: payerOf(c),
        owner: c.by,
        ...coop(c),
        service: await at.serviceOf(c.site.address, c.site.coop.services),
        payout: v.payout ?? (await tokens(c)),
        name: shown('the name', v.name, TEXTS.name),
        uri: link('the link', v.uri ?? ''),
        maxTakeRateBps: v.maxTakeRateBps,
        minProviderBps: v.minProviderBps ?? c.site.coop.charter.providerBps,
        ...(isMember(c.site.member) ? { provider: c.site.member!.address } : {}),
      }),
  ),
  repriceService: verb({ service: 'index' }, async (c, v) => {
    const { service, provider } = await serviceAt(c, v.service);
    return g.getRepriceServiceInstruction({ caller: c.by, ...coop(c), service, ...named('provider', provider) });
  }),
  updatePayout: verb({ service: 'index', payout: 'account?' }, async (c, v) => {
    const { service, provider } = await serviceAt(c, v.service);
    return g.getUpdatePayoutInstruction({
      caller: c.by,
      ...coop(c),
      service,
      payout: v.payout ?? (await tokens(c)),
      ...named('provider', provider),
    });
  }),
  retireService: verb({ service: 'index' }, async (c, v) => {
    const { service, provider, rentPayer } = await serviceAt(c, v.service);
    return g.getRetireServiceInstruction({
      caller: c.by,
      ...coop(c),
      service,
      rentPayer,
      ...named('provider', provider),
    });
  }),
  payService: verb({ service: 'index', amount: 'amount', maxFee: 'amount?', buyer: 'wallet?' }, async (c, v) => {
    const { service, provider, data } = await serviceAt(c, v.service);
    if (data.payout === (await tokens(c)))
      throw new Error('the service is paid to the very account that you would pay from');
    return g.getPayServiceInstruction({
      payer: c.by,
      ...money(c),
      service,
      source: await tokens(c),
      payout: data.payout,
      amount: v.amount,
      maxFee: v.maxFee ?? feeOf(data, v.amount, c.site.now),
      ...(await buyerOf(c, v.buyer)),
      ...named('provider', provider),
    });
  }),
  payCoop: verb({ amount: 'amount', buyer: 'wallet?' }, async (c, v) =>
    g.getPayCoopInstruction({
      payer: c.by,
      ...money(c),
      source: await tokens(c),
      amount: v.amount,
      ...(await buyerOf(c, v.buyer)),
    }),
  ),
  bookIncome: verb({ amount: 'amount', kind: 'income?' }, async (c, v) =>
    g.getBookIncomeInstruction({
      payer: c.by,
      ...money(c),
      source: await tokens(c),
      amount: v.amount,
      kind: INCOME[v.kind ?? 'income'],
    }),
  ),
  closePeriod: verb({ number: 'index?' }, async (c, v) => {
    const number = v.number ?? c.site.coop.period.number;
    return g.getClosePeriodInstruction({
      payer: payerOf(c),
      ...coop(c),
      period: await at.periodOf(c.site.address, number),
      number,
    });
  }),
  settlePatronage: verb({ wallet: 'wallet?', period: 'index?', member: 'account?' }, async (c, v) => {
    const member = v.member ?? (await own(c, v.wallet));
    const number = v.period ?? (await g.fetchMember(c.rpc, member)).data.unsettledPeriod;
    return g.getSettlePatronageInstruction({ ...coop(c), member, period: await at.periodOf(c.site.address, number) });
  }),
  reclaimPeriod: verb({ period: 'index' }, async (c, v) => {
    const period = await at.periodOf(c.site.address, v.period);
    const { data } = await g.fetchPeriod(c.rpc, period);
    return g.getReclaimPeriodInstruction({ ...coop(c), period, rentPayer: data.rentPayer });
  }),
  claimDividends: verb({ wallet: 'wallet?' }, async (c, v) =>
    g.getClaimDividendsInstruction({
      caller: c.by,
      ...money(c),
      member: await own(c, v.wallet),
      destination: await tokens(c, v.wallet),
    }),
  ),
  askBack: verb({ amount: 'amount', minPriceBps: 'bps?' }, async (c, v) =>
    g.getAskBackInstruction({
      wallet: c.by,
      ...coop(c),
      member: await own(c),
      amount: v.amount,
      minPriceBps: v.minPriceBps ?? askPriceBps(c.site.coop, freshPart(c.site, v.amount)),
    }),
  ),
  withdrawShares: verb({ amount: 'amount', minPriceBps: 'bps?' }, async (c, v) =>
    g.getWithdrawSharesInstruction({
      wallet: c.by,
      ...coop(c),
      member: await own(c),
      amount: v.amount,
      minPriceBps: v.minPriceBps ?? askPriceBps(c.site.coop, 0n),
    }),
  ),
  syncVault: verb({}, async (c) => g.getSyncVaultInstruction({ ...coop(c), vault: c.site.vault })),
  sweep: verb({ stray: 'account?' }, async (c, v) =>
    g.getSweepInstruction({ ...money(c), stray: v.stray ?? (await tokens(c, c.site.address)) }),
  ),
  sweepLamports: verb({ pool: 'index?' }, async (c, v) => {
    const { tokenProgram } = c.site;
    if (v.pool === undefined)
      return g.getSweepLamportsInstruction({
        ...coop(c),
        tokens: c.site.vault,
        rentPayer: c.site.coop.rentPayer,
        tokenProgram,
      });
    const its = await pool(c, v.pool);
    const { data } = await g.fetchPool(c.rpc, its.pool);
    return g.getSweepLamportsInstruction({
      ...coop(c),
      pool: its.pool,
      tokens: its.escrow,
      rentPayer: data.rentPayer,
      tokenProgram,
    });
  }),
} as const;
