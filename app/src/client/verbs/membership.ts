/** Instructions by which people join, vouch, and leave. */
import * as g from '../../generated';
import * as at from '../addresses';
import { coop, itsPledge, money, own, payerOf, signed, tokens } from '../given';
import { newcomersBps } from '../rules/coop';
import { waitsForSettlement } from '../rules/members';
import { shown, TEXTS } from '../texts';
import { verb } from './verb';

export const MEMBERSHIP = {
  apply: verb({ name: 'text?', statutesHash: 'hash?' }, async (c, v) =>
    g.getApplyInstruction({ payer: payerOf(c), wallet: c.by, ...coop(c), member: await own(c), ...signed(c, v) }),
  ),
  reapply: verb({ name: 'text?', statutesHash: 'hash?' }, async (c, v) =>
    g.getReapplyInstruction({ wallet: c.by, ...coop(c), member: await own(c), ...signed(c, v) }),
  ),
  setName: verb({ name: 'text' }, async (c, v) =>
    g.getSetNameInstruction({
      wallet: c.by,
      ...coop(c),
      member: await own(c),
      name: shown('the name', v.name, TEXTS.name),
    }),
  ),
  withdrawApplication: verb({ wallet: 'wallet?' }, async (c, v) =>
    g.getWithdrawApplicationInstruction({ wallet: c.by, ...coop(c), member: await own(c, v.wallet) }),
  ),
  vouchFor: verb({ candidate: 'wallet' }, async (c, v) => {
    const [voucher, candidate] = [await own(c), await own(c, v.candidate)];
    return g.getVouchForInstruction({
      payer: payerOf(c),
      wallet: c.by,
      ...coop(c),
      voucher,
      candidate,
      vouch: await at.vouchOf(candidate, voucher),
    });
  }),
  withdrawVouch: verb({ candidate: 'wallet', voucher: 'wallet?' }, async (c, v) => {
    const [voucher, candidate] = [await own(c, v.voucher), await own(c, v.candidate)];
    const vouch = await at.vouchOf(candidate, voucher);
    const { data } = await g.fetchVouch(c.rpc, vouch);
    return g.getWithdrawVouchInstruction({
      wallet: c.by,
      ...coop(c),
      voucher,
      candidate,
      vouch,
      rentPayer: data.rentPayer,
    });
  }),
  reclaimVouch: verb({ candidate: 'wallet', voucher: 'wallet' }, async (c, v) => {
    const [voucher, candidate] = [await own(c, v.voucher), await own(c, v.candidate)];
    const vouch = await at.vouchOf(candidate, voucher);
    const { data } = await g.fetchVouch(c.rpc, vouch);
    return g.getReclaimVouchInstruction({ ...coop(c), candidate, vouch, rentPayer: data.rentPayer });
  }),
  admit: verb({ wallet: 'wallet' }, async (c, v) =>
    g.getAdmitInstruction({ ...coop(c), member: await own(c, v.wallet) }),
  ),
  subscribe: verb({ amount: 'amount', minSolvencyBps: 'bps?' }, async (c, v) =>
    g.getSubscribeInstruction({
      wallet: c.by,
      ...money(c),
      member: await own(c),
      source: await tokens(c),
      amount: v.amount,
      minSolvencyBps: v.minSolvencyBps ?? newcomersBps(c.site.coop),
    }),
  ),
  enrol: verb({ wallet: 'wallet?' }, async (c, v) =>
    g.getEnrolInstruction({ caller: c.by, ...coop(c), member: await own(c, v.wallet) }),
  ),
  suspend: verb({ wallet: 'wallet' }, async (c, v) =>
    g.getSuspendInstruction({ ...coop(c), member: await own(c, v.wallet) }),
  ),
  resign: verb({ ask: 'flag', protest: 'flag?', period: 'index?' }, async (c, v) => {
    const {
      member,
      coop: { period },
    } = c.site;
    const waits =
      v.period ?? (member && waitsForSettlement(member, period.number) ? member.unsettledPeriod : undefined);
    return g.getResignInstruction({
      wallet: c.by,
      ...coop(c),
      member: await own(c),
      ask: v.ask,
      protest: v.protest ?? false,
      ...(waits === undefined ? {} : { period: await at.periodOf(c.site.address, waits) }),
      ...(await itsPledge(c, await own(c))),
    });
  }),
  reclaimMember: verb({ wallet: 'wallet?' }, async (c, v) => {
    const member = await own(c, v.wallet);
    const { data } = await g.fetchMember(c.rpc, member);
    return g.getReclaimMemberInstruction({ ...coop(c), member, rentPayer: data.rentPayer });
  }),
} as const;
