/** Instructions of proposals, ballots, panels, mandates, and the execution of resolutions. */
import * as g from '../../generated';
import { subjectOf } from '../actions';
import { ACTIONS } from '../actions/table';
import * as at from '../addresses';
import { NONE } from '../addresses';
import {
  coop,
  money,
  named,
  onBallots,
  onCall,
  onMember,
  onProposal,
  own,
  payerOf,
  payment,
  pool,
  proposalAt,
  stored,
  targeted,
  tokens,
  whyAndDocument,
  withCall,
} from '../given';
import { pinnedBy } from '../reads/proposals';
import { verb } from './verb';

const CHOICES = { yes: g.Choice.Yes, no: g.Choice.No, abstain: g.Choice.Abstain } as const;

export const GOVERNANCE = {
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
      ...(other === NONE || other === c.site.coop.heir ? {} : { heir: other }),
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
    const redirect = await at.memberOf(c.site.address, v.wallet);
    const { data } = await g.fetchRedirect(c.rpc, redirect);
    return g.getReclaimRedirectInstruction({ ...coop(c), redirect, member: data.member, rentPayer: data.rentPayer });
  }),
} as const;
