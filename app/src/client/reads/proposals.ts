/** Proposals with what is stored behind their fields, ballots, and mandates. */
import { getAddressDecoder, getU32Encoder, type Address, type ReadonlyUint8Array } from '@solana/kit';
import * as g from '../../generated';
import { PLACES } from '../../generated/accountTable';
import { KINDS } from '../../generated/actionTable';
import { CHOICE, OBJECTS, PROTESTS } from '../../generated/constants';
import { ballotsOf, FINAL_LOADER, PAGE, programDataOf } from '../addresses';
import { accountsAt, decoded, listed, type At, type Reader } from './accounts';

/** The account whose hash pins a program's code: its program data, or the program itself if it cannot be upgraded. */
export async function pinnedBy(rpc: Reader, program: Address): Promise<Address> {
  const { value } = await rpc.getAccountInfo(program, { encoding: 'base64', commitment: 'confirmed' }).send();
  return value?.owner === FINAL_LOADER ? program : programDataOf(program);
}
/** The call of another program that an `Invoke` makes. */
export interface Call {
  accounts: { address: Address; isSigner: boolean; isWritable: boolean }[];
  data: ReadonlyUint8Array;
}

/** The call stored after the fields of a proposal's account; only for actions that make one. */
export function callIn(account: ReadonlyUint8Array): Call {
  const behind = account.slice(g.getProposalSize());
  const count = behind[0] ?? 0;
  const accounts = Array.from({ length: count }, (_, i) => {
    const from = 1 + i * 33;
    const flags = behind[from + 32]!;
    return {
      address: getAddressDecoder().decode(behind.slice(from, from + 32)),
      isSigner: (flags & 1) === 1,
      isWritable: (flags & 2) === 2,
    };
  });
  return { accounts, data: behind.slice(1 + count * 33) };
}

/** What is stored after the fields of a proposal's account. */
export interface Behind {
  call: Call;
  /** The text of a description, or what a pool is for. */
  words: string;
  /** Of an amendment that restates the statutes. */
  statutes?: { hash: ReadonlyUint8Array; uri: string };
}
function behind(bytes: ReadonlyUint8Array, { kind }: g.Proposal): Behind {
  const [name, rest] = [KINDS[kind], bytes.slice(g.getProposalSize())];
  const said = (from: number) => new TextDecoder().decode(Uint8Array.from(rest.slice(from)));
  return {
    call: name === 'Invoke' || name === 'Represent' ? callIn(bytes) : { accounts: [], data: new Uint8Array() },
    words: name === 'Describe' || name === 'OpenPool' ? said(0) : '',
    ...(name === 'Amend' && rest.length >= 32 ? { statutes: { hash: rest.slice(0, 32), uri: said(32) } } : {}),
  };
}

/** A proposal with what is stored after its fields. */
export type Proposed = At<g.Proposal & Behind>;

/** Addresses of proposals by co-op and number, as found so far. */
const placed = new WeakMap<Reader, Map<string, Address>>();
function remember(rpc: Reader, coop: Address, found: readonly Proposed[]): readonly Proposed[] {
  const known = placed.get(rpc) ?? new Map<string, Address>();
  placed.set(rpc, known);
  for (const { index, address } of found) known.set(`${coop} ${index}`, address);
  return found;
}

/** Proposals, the latest first. */
export const proposals = async (rpc: Reader, coop: Address): Promise<Proposed[]> =>
  [
    ...remember(
      rpc,
      coop,
      await listed(rpc, coop, g.PROPOSAL_DISCRIMINATOR, g.getProposalDecoder(), undefined, behind),
    ),
  ].sort((a, b) => b.index - a.index);

/** The proposal with this number, by which people name it. */
export async function proposal(rpc: Reader, coop: Address, index: number): Promise<Proposed> {
  const is = getU32Encoder().encode(index);
  const [found] = remember(
    rpc,
    coop,
    await listed(
      rpc,
      coop,
      g.PROPOSAL_DISCRIMINATOR,
      g.getProposalDecoder(),
      { at: PLACES.Proposal.index, is },
      behind,
    ),
  );
  if (!found)
    throw new Error(`there is no proposal ${index} in this co-op: it was never made, or its account is closed`);
  return found;
}
/** The address of the proposal with this number. */
export const proposalAt = async (rpc: Reader, coop: Address, index: number): Promise<Address> =>
  placed.get(rpc)?.get(`${coop} ${index}`) ?? (await proposal(rpc, coop, index)).address;

/** What one says of a proposal: the number of the choice, 0 for none yet, whether it objects as one of the panel, and whether its protest is counted. */
export type Ballot = { readonly choice: number; readonly objects: boolean; readonly protests: boolean };
/** A member's ballot on the page of its number. */
export function ballotIn(page: g.BallotPage, number: number): Ballot {
  const ballot = page.ballots[number % page.ballots.length]!;
  return { choice: ballot & CHOICE, objects: (ballot & OBJECTS) !== 0, protests: (ballot & PROTESTS) !== 0 };
}

/** The most pages of ballots that one transaction closes. */
export const CLOSED = 8;
/** Which of the first {@link CLOSED} pages of ballots on a proposal exist. */
export async function ballotPages(rpc: Reader, proposal: Address, members: number): Promise<number[]> {
  const pages = Array.from({ length: Math.min(CLOSED, Math.ceil(members / PAGE)) }, (_, page) => page);
  const there = await accountsAt(rpc, await Promise.all(pages.map((page) => ballotsOf(proposal, page * PAGE))));
  return pages.filter((page) => there[page] !== null);
}

/** Every page of ballots of a co-op that exists, also of closed proposals. */
export const allBallots = (rpc: Reader, coop: Address) =>
  listed(rpc, coop, g.BALLOT_PAGE_DISCRIMINATOR, g.getBallotPageDecoder());

/** The ballots of the member with this number on some proposals; undefined where its page does not exist. */
export async function ballots(
  rpc: Reader,
  proposed: readonly Address[],
  number: number,
): Promise<(Ballot | undefined)[]> {
  return (await accountsAt(rpc, await Promise.all(proposed.map((one) => ballotsOf(one, number))))).map((account) => {
    const page = decoded(account, g.BALLOT_PAGE_DISCRIMINATOR, g.getBallotPageDecoder());
    return page && ballotIn(page, number);
  });
}
/** Mandates: who may draw how much in a period. */
export const mandates = (rpc: Reader, coop: Address) =>
  listed(rpc, coop, g.MANDATE_DISCRIMINATOR, g.getMandateDecoder());
