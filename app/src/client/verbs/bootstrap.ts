/** Instructions of pools, pledges and promises of use. */
import * as g from '../../generated';
import { ACTIONS } from '../actions/table';
import * as at from '../addresses';
import { coop, itsPledge, onBallots, own, payerOf, pledged, pool, proposalAt, tokens } from '../given';
import { verb } from './verb';

export const BOOTSTRAP = {
  openPool: verb({ terms: 'terms' }, async (c, v) => {
    ACTIONS.OpenPool.check?.(v as never);
    const { pool: address, ...rest } = await pool(c, c.site.coop.pools);
    return g.getOpenPoolInstructionAsync({
      payer: payerOf(c),
      founder: c.by,
      ...rest,
      founderMember: await own(c),
      pool: address,
      terms: v.terms,
    });
  }),
  makePledge: verb({ pool: 'index', amount: 'amount', useAmount: 'amount', charterVersion: 'index?' }, async (c, v) =>
    g.getMakePledgeInstruction({
      payer: payerOf(c),
      wallet: c.by,
      ...(await pool(c, v.pool)),
      ...(await pledged(c, v.pool)),
      source: await tokens(c),
      amount: v.amount,
      useAmount: v.useAmount,
      charterVersion: v.charterVersion ?? c.site.coop.charterVersion, // refused if the charter was amended since it was read
    }),
  ),
  withdrawPledge: verb({ pool: 'index', amount: 'amount' }, async (c, v) =>
    g.getWithdrawPledgeInstruction({
      wallet: c.by,
      ...(await pool(c, v.pool)),
      ...(await pledged(c, v.pool)),
      destination: await tokens(c),
      amount: v.amount,
    }),
  ),
  cancelPool: verb({ pool: 'index' }, async (c, v) =>
    g.getCancelPoolInstruction({ founder: c.by, ...coop(c), pool: await at.poolOf(c.site.address, v.pool) }),
  ),
  settlePool: verb({ pool: 'index', ending: 'index?' }, async (c, v) =>
    g.getSettlePoolInstruction({
      ...(await pool(c, v.pool)),
      vault: c.site.vault,
      ...(v.ending === undefined ? {} : { ending: await proposalAt(c, v.ending) }),
    }),
  ),
  claimShares: verb({ pool: 'index', wallet: 'wallet?' }, async (c, v) =>
    g.getClaimSharesInstruction(await pledged(c, v.pool, v.wallet)),
  ),
  refundPledge: verb({ pool: 'index', wallet: 'wallet?' }, async (c, v) =>
    g.getRefundPledgeInstruction({
      ...(await pool(c, v.pool)),
      ...(await pledged(c, v.pool, v.wallet)),
      destination: await tokens(c, v.wallet),
    }),
  ),
  settleUse: verb({ wallet: 'wallet?' }, async (c, v) =>
    g.getSettleUseInstruction({ ...coop(c), member: await own(c, v.wallet) }),
  ),
  release: verb({ proposal: 'index', wallet: 'wallet?' }, async (c, v) => {
    const given = await onBallots(c, v.proposal, v.wallet);
    const { pledge: _, ...itsPool } = await itsPledge(c, given.member);
    return g.getReleaseInstruction({ ...given, ...itsPool });
  }),
  reclaimPledge: verb({ pool: 'index', wallet: 'wallet?' }, async (c, v) => {
    const { member: _, ...rest } = await pledged(c, v.pool, v.wallet);
    const { data } = await g.fetchPledge(c.rpc, rest.pledge);
    return g.getReclaimPledgeInstruction({ ...rest, rentPayer: data.rentPayer });
  }),
  reclaimPool: verb({ pool: 'index' }, async (c, v) => {
    const its = await pool(c, v.pool);
    const { data } = await g.fetchPool(c.rpc, its.pool);
    return g.getReclaimPoolInstruction({ ...its, vault: c.site.vault, rentPayer: data.rentPayer });
  }),
} as const;
