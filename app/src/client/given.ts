/** Fills in what nobody has to name for an instruction: memberships, token accounts, pools, pledges, pages of ballots. */
import { AccountRole, getBase64Encoder, type Address, type Instruction, type TransactionSigner } from '@solana/kit';
import * as g from '../generated';
import { KINDS } from './actions';
import * as at from './addresses';
import { NONE } from './addresses';
import { heirs, passable } from './endings';
import { callIn, proposalAt as findProposal } from './reads/proposals';
import { membershipOf } from './reads/members';
import { type At, type Reader } from './reads/accounts';
import { type Site } from './reads/coops';
import { isMember } from './rules/members';
import { link, shown, TEXTS } from './texts';

/** The wallet that acts, and the co-op that it acts on. */
export interface Context {
  site: Site;
  by: TransactionSigner;
  rpc: Reader;
  /** Pays fees and rent, and gets the rent back; by default `by`. */
  payer?: TransactionSigner | undefined;
  /** Members that are read already: where theirs are is not asked. */
  known?: readonly At<g.Member>[];
}
/** Who pays fees and rent. */
export const payerOf = (c: Pick<Context, 'by' | 'payer'>): TransactionSigner => c.payer ?? c.by;

/** Where the membership of a wallet is, or would be; it may have been moved from another wallet. The caller's own is read already. */
export async function own(c: Context, wallet: Address = c.by.address): Promise<Address> {
  const read = [c.site.member, ...(c.known ?? [])].find((one) => one?.wallet === wallet);
  if (read) return read.address;
  return wallet === c.by.address ? at.memberOf(c.site.address, wallet) : membershipOf(c.rpc, c.site.address, wallet);
}
/** The membership that a service, a proposal or a mandate names, where it names one: it must be given. */
export const named = <K extends string>(key: K, address: Address): { [N in K]?: Address } =>
  address === NONE ? {} : ({ [key]: address } as { [N in K]?: Address });
export const tokens = (c: Context, wallet?: Address) =>
  at.tokensOf(wallet ?? c.by.address, c.site.mint, c.site.tokenProgram);
export const coop = (c: Context) => ({ coop: c.site.address });
export const money = (c: Context) => ({
  ...coop(c),
  vault: c.site.vault,
  mint: c.site.mint,
  tokenProgram: c.site.tokenProgram,
});
export const proposalAt = (c: Context, index: number) => findProposal(c.rpc, c.site.address, index);
export const onProposal = async (c: Context, index: number) => ({ ...coop(c), proposal: await proposalAt(c, index) });
/** Reads a membership; the caller's own has been read already. */
const read = async (c: Context, member: Address): Promise<g.Member> =>
  c.site.member?.address === member ? c.site.member : (await g.fetchMember(c.rpc, member)).data;
/** A proposal, the member of the caller, and the page that keeps its ballot. */
export async function onBallots(c: Context, index: number, wallet?: Address) {
  const [proposal, member] = [await proposalAt(c, index), await own(c, wallet)];
  const { number } = await read(c, member);
  return { ...coop(c), proposal, member, ballots: await at.ballotsOf(proposal, number) };
}
export const stored = async (c: Context, index: number) =>
  (await g.fetchProposal(c.rpc, await proposalAt(c, index))).data;

export const onCall = async (c: Context, index: number, program: Address) => ({
  ...(await onProposal(c, index)),
  agent: await at.agentOf(c.site.address),
  program,
});
/** An execution with the accounts of the stored call appended. None signs here: in the program, the agent does. */
export async function withCall(c: Context, execution: Instruction, proposal: Address): Promise<Instruction> {
  const { accounts } = await callOf(c.rpc, proposal);
  const given = accounts.map(({ address, isWritable }) => ({
    address,
    role: isWritable ? AccountRole.WRITABLE : AccountRole.READONLY,
  }));
  return { ...execution, accounts: [...(execution.accounts ?? []), ...given] };
}

export async function pool(c: Context, index: number) {
  const address = await at.poolOf(c.site.address, index);
  return {
    ...coop(c),
    pool: address,
    escrow: await at.escrowOf(address),
    mint: c.site.mint,
    tokenProgram: c.site.tokenProgram,
  };
}
export async function pledged(c: Context, index: number, wallet?: Address) {
  const { pool: address } = await pool(c, index);
  const member = await own(c, wallet);
  return { ...coop(c), pool: address, member, pledge: await at.pledgeOf(address, member) };
}
/** The pool with a member's pledge, and the pledge, which an instruction by which it leaves needs; empty if it has none. */
export async function itsPledge(c: Context, member: Address): Promise<{ pool?: Address; pledge?: Address }> {
  const { pledgedIn } = await read(c, member);
  if (pledgedIn === 0) return {};
  const address = await at.poolOf(c.site.address, pledgedIn - 1);
  return { pool: address, pledge: await at.pledgeOf(address, member) };
}
export async function payment(c: Context, index: number, destination?: Address) {
  const { target, other, kind, flag } = await stored(c, index);
  const worker = KINDS[kind] === 'Spend' && flag === (g.Purpose.Work as number) ? other : NONE;
  return {
    ...money(c),
    proposal: await proposalAt(c, index),
    destination: destination ?? (await tokens(c, target)),
    ...named('worker', worker),
  };
}
export async function serviceAt(c: Context, index: number) {
  const service = await at.serviceOf(c.site.address, index);
  const { data } = await g.fetchService(c.rpc, service);
  return { service, provider: data.provider, rentPayer: data.rentPayer, data };
}
/** The member that a payment is for: the wallet named, else the payer if it is a member. */
export const buyerOf = async (c: Context, wallet?: Address): Promise<{ buyer?: Address }> =>
  wallet ? { buyer: await own(c, wallet) } : isMember(c.site.member) ? { buyer: c.site.member!.address } : {};
/** The name that an applicant asks for, and the statutes it signs: by default those in force when the co-op was read. */
export const signed = (c: Context, v: { name?: string | undefined; statutesHash?: Uint8Array | undefined }) => ({
  name: shown('the name', v.name ?? '', TEXTS.name),
  statutesHash: v.statutesHash ?? c.site.coop.statutesHash,
});
/** Why something is proposed, and the document that says more. */
export const whyAndDocument = (v: {
  why?: string | undefined;
  documentUri?: string | undefined;
  documentHash?: Uint8Array | undefined;
}) => ({
  why: shown('the reason', v.why ?? '', TEXTS.why),
  document:
    v.documentUri && v.documentHash ? { uri: link("the document's link", v.documentUri), hash: v.documentHash } : null,
});
export const targeted = async (c: Context, index: number) => ({
  ...(await onProposal(c, index)),
  member: (await stored(c, index)).target,
});
/** The same for an action that may end the membership. */
export async function onMember(c: Context, index: number) {
  const given = await targeted(c, index);
  return { ...given, ...(await itsPledge(c, given.member)) };
}

/** Passes on a dissolving co-op's money: a step for each heir that has ended itself, then the payment, if there is any. */
export async function passing(c: Context): Promise<Instruction[]> {
  const { gone, heir } = await heirs(c.rpc, c.site);
  const step = (successor?: Address, successorVault?: Address) =>
    g.getFinishDissolutionInstruction({
      ...money(c),
      ...(successor ? { successor } : {}),
      ...(successorVault ? { successorVault } : {}),
    });
  const pays = gone.length === 0 || passable(c.site.coop, c.site.now) !== undefined;
  return [...gone.map((one) => step(one)), ...(pays ? [step(heir, heir && (await at.vaultOf(heir)))] : [])];
}

/** The call stored after the fields of a proposal's account. */
export async function callOf(rpc: Reader, proposal: Address) {
  const { value } = await rpc.getAccountInfo(proposal, { encoding: 'base64', commitment: 'confirmed' }).send();
  if (!value) throw new Error(`there is no proposal at ${proposal}`);
  return callIn(getBase64Encoder().encode(value.data[0]));
}
