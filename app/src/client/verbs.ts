/**
 * Every instruction of the program by its name, with the parameters a person gives; everything else (addresses,
 * token accounts, who gets rent back) is found here. The table drives the command line as well.
 */
import type { Address, Instruction } from '@solana/kit';
import * as g from '../generated';
import { ACTIONS, subjectOf } from './actions';
import * as at from './addresses';
import { NONE } from './addresses';
import {
  buyerOf,
  coop,
  itsPledge,
  money,
  named,
  onBallots,
  onCall,
  onMember,
  onProposal,
  own,
  passing,
  payerOf,
  payment,
  pledged,
  pool,
  proposalAt,
  serviceAt,
  signed,
  stored,
  targeted,
  tokens,
  whyAndDocument,
  withCall,
  type Context,
} from './given';
import { pinnedBy } from './reads';
import { feeOf, isMember, newcomersBps, priceBps, waitsForSettlement } from './rules';
import { link, shown, TEXTS } from './texts';

export { callOf, payerOf, whyAndDocument, type Context } from './given';

/** Kinds of parameters. Money is in base units here; the command line reads token units. */
export interface Kinds {
  amount: bigint;
  id: bigint;
  index: number;
  bps: number;
  wallet: Address;
  account: Address;
  text: string;
  hash: Uint8Array;
  choice: 'yes' | 'no' | 'abstain';
  income: 'income' | 'sale' | 'gift';
  flag: boolean;
  charter: g.CharterTermsArgs;
  terms: g.PoolTermsArgs;
  action: g.ActionArgs;
}
type Kind = keyof Kinds | `${keyof Kinds}?`;
type Shape = Readonly<Record<string, Kind>>;
type Base<K> = K extends `${infer N extends keyof Kinds}?` ? N : K extends keyof Kinds ? K : never;
/** The values of a verb's parameters; those marked `?` may be left out. */
export type Values<P extends Shape> = {
  [K in keyof P as P[K] extends `${string}?` ? never : K]: Kinds[Base<P[K]>];
} & { [K in keyof P as P[K] extends `${string}?` ? K : never]?: Kinds[Base<P[K]>] | undefined };

export interface Verb<P extends Shape> {
  params: P;
  build: (context: Context, values: Values<P>) => Promise<Instruction>;
}
const verb = <const P extends Shape>(
  params: P,
  build: (c: Context, v: Values<P>) => Promise<Instruction>,
): Verb<P> => ({ params, build });

const CHOICES = { yes: g.Choice.Yes, no: g.Choice.No, abstain: g.Choice.Abstain } as const;

const INCOME = { income: g.IncomeKind.Income, sale: g.IncomeKind.Sale, gift: g.IncomeKind.Gift } as const;

/** Every instruction of the program by its name, with what a person gives it; `program` has what each is for, and all of its accounts. */
export const VERBS = {
  // charter
  found: verb(
    {
      id: 'id',
      name: 'text',
      mint: 'account',
      statutesUri: 'text',
      statutesHash: 'hash',
      charter: 'charter',
      heir: 'account?',
    },
    async (c, v) => {
      const address = await at.coopOf(c.by.address, v.id);
      return g.getFoundInstructionAsync({
        payer: payerOf(c),
        founder: c.by,
        mint: v.mint,
        coop: address,
        vault: await at.vaultOf(address),
        founderMember: await at.memberOf(address, c.by.address),
        tokenProgram: c.site.tokenProgram,
        id: v.id,
        name: shown('the name', v.name, TEXTS.name),
        statutesHash: v.statutesHash,
        statutesUri: link("the statutes' link", v.statutesUri, TEXTS.statutesLink),
        charter: v.charter,
        ...(v.heir ? { heir: v.heir } : {}),
      });
    },
  ),
  describe: verb({ about: 'text' }, async (c, v) =>
    g.getDescribeInstruction({
      founder: c.by,
      ...coop(c),
      about: shown('what the co-op is about', v.about, TEXTS.about),
    }),
  ),
  reclaimCoop: verb({}, async (c) => g.getReclaimCoopInstruction({ ...money(c), rentPayer: c.site.coop.rentPayer })),

  // membership
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
  withdrawVouch: verb({ candidate: 'wallet' }, async (c, v) => {
    const [voucher, candidate] = [await own(c), await own(c, v.candidate)];
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

  // bootstrap
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
      charterVersion: v.charterVersion ?? c.site.coop.charterVersion, // it is refused if the charter was amended since this was read
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
  settlePool: verb({ pool: 'index' }, async (c, v) =>
    g.getSettlePoolInstruction({ ...(await pool(c, v.pool)), vault: c.site.vault }),
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

  // patronage
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
  updatePayout: verb({ service: 'index', payout: 'account' }, async (c, v) => {
    const { service, provider } = await serviceAt(c, v.service);
    return g.getUpdatePayoutInstruction({
      caller: c.by,
      ...coop(c),
      service,
      payout: v.payout,
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
      minPriceBps: v.minPriceBps ?? priceBps(c.site.coop),
    }),
  ),
  withdrawShares: verb({ amount: 'amount', minPriceBps: 'bps?' }, async (c, v) =>
    g.getWithdrawSharesInstruction({
      wallet: c.by,
      ...coop(c),
      member: await own(c),
      amount: v.amount,
      minPriceBps: v.minPriceBps ?? priceBps(c.site.coop),
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

  // governance
  propose: verb({ action: 'action', why: 'text?', documentUri: 'text?', documentHash: 'hash?' }, async (c, v) => {
    ACTIONS[v.action.__kind].check?.(v.action);
    const subject = await subjectOf(v.action, c);
    const { number = 0, proposals = 0 } = c.site.member ?? {};
    return g.getProposeInstruction({
      payer: payerOf(c),
      wallet: c.by,
      ...coop(c),
      member: await own(c),
      proposal: await at.proposalOf(c.site.address, number, proposals),
      action: v.action,
      ...whyAndDocument(v),
      ...(subject ? { subject } : {}),
      ...(v.action.__kind === 'Rehome' ? { place: await at.memberOf(c.site.address, v.action.wallet) } : {}),
    });
  }),
  explain: verb({ proposal: 'index', why: 'text?', documentUri: 'text?', documentHash: 'hash?' }, async (c, v) =>
    g.getExplainInstruction({
      wallet: c.by,
      ...(await onProposal(c, v.proposal)),
      member: await own(c),
      ...whyAndDocument(v),
    }),
  ),
  castVote: verb({ proposal: 'index', choice: 'choice' }, async (c, v) => {
    return g.getCastVoteInstruction({
      payer: payerOf(c),
      wallet: c.by,
      ...(await onBallots(c, v.proposal)),
      choice: CHOICES[v.choice],
    });
  }),
  countProtest: verb({ proposal: 'index', wallet: 'wallet?' }, async (c, v) =>
    g.getCountProtestInstruction({ payer: payerOf(c), ...(await onBallots(c, v.proposal, v.wallet)) }),
  ),
  cancelProposal: verb({ proposal: 'index' }, async (c, v) =>
    g.getCancelProposalInstruction({
      wallet: c.by,
      ...(await onProposal(c, v.proposal)),
      member: await own(c),
      rentPayer: (await stored(c, v.proposal)).rentPayer,
    }),
  ),
  executeSpend: verb({ proposal: 'index', destination: 'account?' }, async (c, v) =>
    g.getExecuteSpendInstruction(await payment(c, v.proposal, v.destination)),
  ),
  executeGrant: verb({ proposal: 'index', destination: 'account?' }, async (c, v) =>
    g.getExecuteGrantInstruction(await payment(c, v.proposal, v.destination)),
  ),
  executeMandate: verb({ proposal: 'index' }, async (c, v) =>
    g.getExecuteMandateInstruction({
      payer: payerOf(c),
      ...(await onProposal(c, v.proposal)),
      mandate: await at.mandateOf(c.site.address, c.site.coop.mandates),
    }),
  ),
  executeRevokeMandate: verb({ proposal: 'index' }, async (c, v) => {
    const { target } = await stored(c, v.proposal);
    const { data } = await g.fetchMandate(c.rpc, target);
    return g.getExecuteRevokeMandateInstruction({
      ...(await onProposal(c, v.proposal)),
      mandate: target,
      rentPayer: data.rentPayer,
    });
  }),
  drawMandate: verb({ mandate: 'index', amount: 'amount', destination: 'account?' }, async (c, v) => {
    const mandate = await at.mandateOf(c.site.address, v.mandate);
    const { worker } = (await g.fetchMandate(c.rpc, mandate)).data;
    return g.getDrawMandateInstruction({
      holder: c.by,
      ...money(c),
      mandate,
      destination: v.destination ?? (await tokens(c)),
      amount: v.amount,
      ...named('worker', worker),
    });
  }),
  executeOpenPool: verb({ proposal: 'index' }, async (c, v) =>
    g.getExecuteOpenPoolInstructionAsync({
      payer: payerOf(c),
      ...(await onProposal(c, v.proposal)),
      ...(await pool(c, c.site.coop.pools)),
    }),
  ),
  executeSetTakeRate: verb({ proposal: 'index' }, async (c, v) =>
    g.getExecuteSetTakeRateInstruction(await onProposal(c, v.proposal)),
  ),
  executeExpel: verb({ proposal: 'index' }, async (c, v) =>
    g.getExecuteExpelInstruction(await onMember(c, v.proposal)),
  ),
  executeReadmit: verb({ proposal: 'index' }, async (c, v) =>
    g.getExecuteReadmitInstruction(await onMember(c, v.proposal)),
  ),
  executeRehome: verb({ proposal: 'index' }, async (c, v) => {
    const { other } = await stored(c, v.proposal);
    return g.getExecuteRehomeInstruction({
      payer: payerOf(c),
      ...(await targeted(c, v.proposal)),
      redirect: await at.memberOf(c.site.address, other),
    });
  }),
  vetoRehome: verb({ proposal: 'index' }, async (c, v) =>
    g.getVetoRehomeInstruction({ wallet: c.by, ...(await targeted(c, v.proposal)) }),
  ),
  undoRehome: verb({}, async (c) =>
    g.getUndoRehomeInstruction({ wallet: c.by, ...coop(c), member: c.site.moved?.address ?? (await own(c)) }),
  ),
  executeAmend: verb({ proposal: 'index' }, async (c, v) => {
    const { other } = await stored(c, v.proposal);
    return g.getExecuteAmendInstruction({
      ...(await onProposal(c, v.proposal)),
      ...(other === NONE ? {} : { heir: other }),
    });
  }),
  executeCoverLoss: verb({ proposal: 'index' }, async (c, v) =>
    g.getExecuteCoverLossInstruction(await onProposal(c, v.proposal)),
  ),
  executeDescribe: verb({ proposal: 'index' }, async (c, v) =>
    g.getExecuteDescribeInstruction(await onProposal(c, v.proposal)),
  ),
  executeSell: verb({ proposal: 'index' }, async (c, v) =>
    g.getExecuteSellInstruction(await onProposal(c, v.proposal)),
  ),
  executeInvoke: verb({ proposal: 'index' }, async (c, v) => {
    const { target, flag } = await stored(c, v.proposal);
    const call = {
      ...(await onCall(c, v.proposal, target)),
      ...(flag === 0 ? {} : named('programData', await pinnedBy(c.rpc, target))),
    };
    return withCall(c, g.getExecuteInvokeInstruction(call), call.proposal);
  }),
  executeRepresent: verb({ proposal: 'index' }, async (c, v) => {
    const call = await onCall(c, v.proposal, g.COOP_PROGRAM_ADDRESS);
    return withCall(c, g.getExecuteRepresentInstruction(call), call.proposal);
  }),
  executeCollect: verb({ proposal: 'index?' }, async (c, v) => {
    const agent = await at.agentOf(c.site.address);
    return g.getExecuteCollectInstruction({
      ...money(c),
      agent,
      source: await tokens(c, agent),
      ...(v.proposal === undefined ? {} : { proposal: await proposalAt(c, v.proposal) }),
    });
  }),
  callPanel: verb({ proposal: 'index' }, async (c, v) => g.getCallPanelInstruction(await onProposal(c, v.proposal))),
  seatPanel: verb({ proposal: 'index' }, async (c, v) =>
    g.getSeatPanelInstruction({ ...(await onProposal(c, v.proposal)), slotHashes: at.SLOT_HASHES }),
  ),
  object: verb({ proposal: 'index' }, async (c, v) =>
    g.getObjectInstruction({ payer: payerOf(c), wallet: c.by, ...(await onBallots(c, v.proposal)) }),
  ),
  reclaimProposal: verb({ proposal: 'index' }, async (c, v) => {
    const { proposer, rentPayer } = await stored(c, v.proposal);
    return g.getReclaimProposalInstruction({ caller: c.by, ...(await onProposal(c, v.proposal)), proposer, rentPayer });
  }),
  reclaimBallots: verb({ proposal: 'index', page: 'index' }, async (c, v) => {
    const proposal = await proposalAt(c, v.proposal);
    const ballots = await at.ballotsOf(proposal, v.page * at.PAGE);
    const { data } = await g.fetchBallotPage(c.rpc, ballots);
    return g.getReclaimBallotsInstruction({ ...coop(c), proposal, ballots, rentPayer: data.rentPayer });
  }),
  reclaimMandate: verb({ mandate: 'index' }, async (c, v) => {
    const mandate = await at.mandateOf(c.site.address, v.mandate);
    const { data } = await g.fetchMandate(c.rpc, mandate);
    return g.getReclaimMandateInstruction({ ...coop(c), mandate, rentPayer: data.rentPayer });
  }),
  reclaimRedirect: verb({ wallet: 'wallet' }, async (c, v) => {
    const redirect = await own(c, v.wallet);
    const { data } = await g.fetchRedirect(c.rpc, redirect);
    return g.getReclaimRedirectInstruction({ ...coop(c), redirect, member: data.member, rentPayer: data.rentPayer });
  }),

  // federation
  executeJoinFederation: verb({ proposal: 'index' }, async (c, v) =>
    g.getExecuteJoinFederationInstruction(await onProposal(c, v.proposal)),
  ),
  executeAcceptFederation: verb({ proposal: 'index' }, async (c, v) =>
    g.getExecuteAcceptFederationInstruction({
      ...(await onProposal(c, v.proposal)),
      joining: (await stored(c, v.proposal)).target,
    }),
  ),
  executeLeaveFederation: verb({ proposal: 'index' }, async (c, v) =>
    g.getExecuteLeaveFederationInstruction(await onProposal(c, v.proposal)),
  ),
  remitSolidarity: verb({}, async (c) => {
    const { federation } = c.site.coop;
    return g.getRemitSolidarityInstruction({ ...money(c), federation, federationVault: await at.vaultOf(federation) });
  }),
  dissolve: verb({ proposal: 'index?', period: 'index?' }, async (c, v) => {
    const { heir, period } = c.site.coop;
    return g.getDissolveInstruction({
      payer: payerOf(c),
      ...coop(c),
      period: await at.periodOf(c.site.address, v.period ?? period.number),
      ...(v.proposal === undefined ? {} : { proposal: await proposalAt(c, v.proposal) }),
      ...(heir === NONE ? {} : { heir }),
    });
  }),
  drawCapital: verb({ wallet: 'wallet?' }, async (c, v) =>
    g.getDrawCapitalInstruction({
      ...money(c),
      member: await own(c, v.wallet),
      destination: await tokens(c, v.wallet),
    }),
  ),
  // one step: it passes over an heir that is gone, or pays; `flows.passOn` does all of them
  finishDissolution: verb({}, async (c) => (await passing(c))[0]!),
} as const;

/** The name of an instruction of the program. */
export type VerbName = keyof typeof VERBS;
/** What a person gives an instruction. */
export type ParamsOf<N extends VerbName> = (typeof VERBS)[N] extends Verb<infer P> ? Values<P> : never;

/** Builds one instruction by its name. */
export const build = <N extends VerbName>(context: Context, name: N, values: ParamsOf<N>): Promise<Instruction> =>
  (VERBS[name] as unknown as { build: (c: Context, v: ParamsOf<N>) => Promise<Instruction> }).build(context, values);
