/** Proposing, carrying out what was resolved, and acting in another co-op. */
import {
  createNoopSigner,
  isOption,
  isSignerRole,
  isWritableRole,
  unwrapOption,
  type Address,
  type Instruction,
} from '@solana/kit';
import { ACTIONS } from '../actions/table';
import { executionOf, fieldsOf, KINDS } from '../actions';
import { agentOf, mandateOf, NONE, proposalOf } from '../addresses';
import { WrongInput } from '../failures';
import { checkPayee } from '../payees';
import { ballotPages } from '../reads/proposals';
import { membersAt } from '../reads/members';
import { site } from '../reads/coops';
import { type At } from '../reads/accounts';
import { closing } from '../rules/coop';
import { isOver, isToLeave, proposalStatus, turnsWithClose } from '../rules/proposals';
import { fits } from '../message';
import { tokenAccountFor } from '../tokenAccounts';
import { hex, text } from '../units';
import { build, payerOf, whyAndDocument, type Context, type Kinds, type ParamsOf, type VerbName } from '../verbs';
import {
  fetchMandate,
  fetchProposal,
  getCharterTermsEncoder,
  getExplainInstruction,
  type Coop,
  type Member,
  type Proposal,
} from '../../generated';
import { claimedFirst, closedFirst, readyFirst, settledFirst } from './first';
import { dissolve } from './federation';

/** Votes, or changes a vote. */
export const vote = async (c: Context, proposal: number, choice: Kinds['choice']): Promise<Instruction[]> => [
  ...(await claimedFirst(c)),
  await build(c, 'castVote', { proposal, choice }),
];

/** Draws on a mandate. */
export async function drawMandate(c: Context, mandate: number, amount: bigint): Promise<Instruction[]> {
  const { data } = await fetchMandate(c.rpc, await mandateOf(c.site.address, mandate));
  const worker = await membersAt(c.rpc, data.worker === NONE ? [] : [data.worker]);
  const { instructions } = await readyFirst(c, worker);
  return [...instructions, await tokenAccountFor(c, c.by.address), await build(c, 'drawMandate', { mandate, amount })];
}

/** Closes the ballots of a proposal that is over, whose rent returns to its payers, and for its proposer also its account. */
export async function clearAway(c: Context, { index, address, proposer }: At<Proposal>): Promise<Instruction[]> {
  const pages = await ballotPages(c.rpc, address, c.site.coop.nextMember);
  const closed = pages.map((page) => build(c, 'reclaimBallots', { proposal: index, page }));
  return Promise.all([
    ...closed,
    ...(proposer === c.site.member?.address ? [build(c, 'reclaimProposal', { proposal: index })] : []),
  ]);
}

/** Why something is proposed, and a document that says more. */
export interface Reasons {
  why?: string;
  documentUri?: string;
  documentHash?: Uint8Array;
}

/** Whether all stands after an amendment as it stood before, but for the other open proposals, which it ends. */
function changesNothing({ charter, heir, statutes }: Extract<Kinds['action'], { __kind: 'Amend' }>, coop: Coop) {
  const terms = getCharterTermsEncoder();
  const anew = isOption(statutes) ? unwrapOption(statutes) : statutes;
  return (
    heir === coop.heir &&
    hex(terms.encode(coop.charter)) === hex(terms.encode(charter)) &&
    (!anew || (anew.uri === text(coop.statutesUri) && hex(Uint8Array.from(anew.hash)) === hex(coop.statutesHash)))
  );
}

/** Proposes, clearing away the member's last proposal if that is over. Throws if a payee is no wallet. See `proposeInParts`. */
export async function propose(c: Context, action: Kinds['action'], reasons: Reasons = {}): Promise<Instruction[]> {
  const { member, coop, now } = c.site;
  if (action.__kind === 'Amend' && changesNothing(action, coop))
    throw new WrongInput(
      'charter',
      'this amendment changes nothing: charter, heir and statutes are those in force. Change a term, the heir or the statutes',
    );
  for (const { name, kind } of fieldsOf(action.__kind))
    if (kind === 'wallet') await checkPayee(c.rpc, c.site, name, (action as unknown as Record<string, Address>)[name]!);
  const first = await claimedFirst(c);
  if (member?.openProposal === 1) {
    const { data } = await fetchProposal(c.rpc, await proposalOf(c.site.address, member.number, member.proposals - 1));
    if (isOver(proposalStatus(data, coop, now)))
      first.push(await build(c, 'reclaimProposal', { proposal: data.index }));
  }
  return [...first, await build(c, 'propose', { action, ...reasons })];
}

/** Proposes in as many transactions as it takes: reasons that do not fit beside the action follow in a second one. */
export async function proposeInParts(
  c: Context,
  action: Kinds['action'],
  reasons: Reasons = {},
): Promise<Instruction[][]> {
  const whole = await propose(c, action, reasons);
  const { member } = c.site;
  if (!member || fits(payerOf(c), whole)) return [whole];
  const proposal = await proposalOf(c.site.address, member.number, member.proposals);
  return [
    await propose(c, action),
    [
      getExplainInstruction({
        wallet: c.by,
        coop: c.site.address,
        member: member.address,
        proposal,
        ...whyAndDocument(reasons),
      }),
    ],
  ];
}

/** Carries out any resolution; a payee without a token account gets one. `people`: the members, if they were read already. */
export async function execute(
  c: Context,
  proposal: At<Proposal>,
  people?: readonly At<Member>[],
): Promise<Instruction[]> {
  const kind = KINDS[proposal.kind];
  if (!kind) throw new Error('this is an action of a newer program: use a newer client');
  if (kind === 'Dissolve') return dissolve(c, proposal.index);
  const { coop, now } = c.site;
  const { closes, pays, settles } = ACTIONS[kind].first ?? {};
  // a weighty resolution waits for a close, which may be the one that is overdue
  const turns = turnsWithClose(proposal, coop, now);
  const { instructions: first, open } =
    closes || turns || isToLeave(proposal) ? await closedFirst(c) : { instructions: [], open: coop.period.number };
  if (isToLeave(proposal)) {
    const closed = first.length > 0 ? closing(coop, now).federation : 0n;
    if (coop.books.federationDue + closed > 0n) first.push(await build(c, 'remitSolidarity', {}));
  }
  if (pays) first.push(await tokenAccountFor(c, proposal.target));
  const waits = settles === undefined || proposal[settles] === NONE ? undefined : proposal[settles];
  if (waits)
    first.push(
      ...(await settledFirst(
        c,
        [people?.find(({ address }) => address === waits) ?? (await membersAt(c.rpc, [waits]))[0]],
        open,
      )),
    );
  return [...first, await build(c, executionOf(kind) as 'executeSpend', { proposal: proposal.index })];
}

/** A resolution that asks capital back accepts the price on the day on which it is carried out. */
const ANY_PRICE: Partial<Record<VerbName, object>> = {
  askBack: { minPriceBps: 0 },
  withdrawShares: { minPriceBps: 0 },
};

/** Proposes that the co-op, as a member of another one, does there what members can: apply, vote, pay in shares, leave. */
export async function represent<N extends VerbName>(
  c: Context,
  other: Address,
  name: N,
  values: ParamsOf<N>,
  reasons: Reasons = {},
): Promise<Instruction[]> {
  const agent = await agentOf(c.site.address);
  const there: Context = { site: await site(c.rpc, other, agent), by: createNoopSigner(agent), rpc: c.rpc };
  const { accounts = [], data = new Uint8Array() } = await build(there, name, {
    ...ANY_PRICE[name as 'askBack'],
    ...values,
  });
  const metas = accounts.map(({ address, role }) => ({
    address,
    isSigner: isSignerRole(role),
    isWritable: isWritableRole(role),
  }));
  return propose(c, { __kind: 'Represent', coop: other, accounts: metas, data: Array.from(data) }, reasons);
}
