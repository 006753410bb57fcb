/** Typed reads. Each is one request: views are quick, and a slow network is felt once. */
import {
  getAddressDecoder,
  getAddressEncoder,
  getBase58Decoder,
  getBase64Encoder,
  getU32Encoder,
  type Address,
  type Base58EncodedBytes,
  type Decoder,
  type ReadonlyUint8Array,
  type Rpc,
  type SolanaRpcApi,
} from '@solana/kit';
import * as g from '../generated';
import { ACCOUNT_BY_BYTES, PLACES } from '../generated/accountTable';
import { KINDS } from '../generated/actionTable';
import { metadataOf, mintIn, tokenAt, type Mint, type Token } from './tokens';
import { CHOICE, OBJECTS } from '../generated/constants';
import {
  ballotsOf,
  CLOCK,
  coopOf,
  FINAL_LOADER,
  memberOf,
  PAGE,
  pledgeOf as pledgeAt,
  poolOf,
  programDataOf,
  TOKEN,
  TOKEN_2022,
  vaultOf,
} from './addresses';
import { hex } from './units';

/** A connection to a node, as `createSolanaRpc` of kit makes it. */
export type Reader = Rpc<SolanaRpcApi>;
/** An account's fields, with its address. */
export type At<T> = T & { address: Address };

/** A co-op and all that every instruction on it needs to know. */
export interface Site {
  address: Address;
  coop: g.Coop;
  vault: Address;
  mint: Address;
  tokenProgram: Address;
  /** How amounts of its token are written, at `now`. */
  token: Token;
  /** Base units that the vault holds; above the books if someone sent money unasked. */
  vaultBalance: bigint;
  /** Whoever may freeze accounts of the mint has frozen it: nothing can be paid in or out. */
  vaultFrozen: boolean;
  /** The chain's clock, unix seconds. */
  now: bigint;
  /** The reader's own membership, if it has one. */
  member?: At<g.Member>;
  /** The one that was moved from its wallet to another. */
  moved?: At<g.Member>;
}

type Encoded = readonly [string, string];
type Account = { data: unknown; owner: Address; lamports: bigint } | null | undefined;

/** The bytes of an account that was asked for in base64. */
export const bytesOf = (data: unknown): Uint8Array => new Uint8Array(getBase64Encoder().encode((data as Encoded)[0]));
const isOurs = (account: Account): account is NonNullable<Account> => account?.owner === g.COOP_PROGRAM_ADDRESS;

/** Decodes an account of one kind; nothing if it is of another kind. */
function decoded<T>(account: Account, discriminator: ArrayLike<number>, decoder: Decoder<T>): T | undefined {
  if (!isOurs(account)) return undefined;
  const bytes = bytesOf(account.data);
  return Array.from(discriminator).every((byte, i) => bytes[i] === byte) ? decoder.decode(bytes) : undefined;
}

function time(account: Account): bigint {
  const data = account?.data as { parsed: { info?: { unixTimestamp?: number | bigint } } | null } | Encoded | undefined;
  // one's own clock may be hours off: only the chain's counts
  if (!data) throw new Error('this node did not say what time it is on the chain: try again, or name another node');
  if ('parsed' in data) return BigInt(data.parsed?.info?.unixTimestamp ?? 0);
  return new DataView(bytesOf(data).buffer).getBigInt64(32, true);
}

/** A co-op, or, of one that is over, who inherits from it; nothing if there was none. */
export async function coopAt(rpc: Reader, address: Address): Promise<{ coop: g.Coop } | { heir: Address } | undefined> {
  const { value } = await rpc.getAccountInfo(address, { encoding: 'base64', commitment: 'confirmed' }).send();
  const coop = decoded(value as Account, g.COOP_DISCRIMINATOR, g.getCoopDecoder());
  if (coop) return { coop };
  const over = isOurs(value) ? decodeAny(bytesOf(value.data)) : undefined;
  return over?.kind === 'Tombstone' ? (over.fields as { heir: Address }) : undefined;
}

/** Co-ops as they were read last: what their accounts name is asked for together with what does not need them. */
const seen = new WeakMap<Reader, Map<Address, Site>>();
/** A co-op as it was read last, or, if it was not, as it is. */
export const lastSite = async (rpc: Reader, address: Address): Promise<Site> =>
  seen.get(rpc)?.get(address) ?? site(rpc, address);

/** Mints as they were read last: what they are called is asked for once. */
const mints = new WeakMap<Reader, Map<Address, Mint>>();
/** A mint, and what it is called; `account`: as it was read just now, with what its amounts are multiplied by. */
async function mintOf(rpc: Reader, mint: Address, account?: Account): Promise<Mint> {
  const all = mints.get(rpc) ?? new Map<Address, Mint>();
  const known = all.get(mint);
  const again = known && account && mintIn(mint, account);
  let found: Mint | undefined = again
    ? { ...again, calledItself: again.calledItself ?? known.calledItself }
    : undefined;
  if (!found) {
    const { value } = await rpc
      .getMultipleAccounts([mint, await metadataOf(mint)], { encoding: 'jsonParsed', commitment: 'confirmed' })
      .send();
    const [at, meta] = value as readonly Account[];
    found = mintIn(
      mint,
      at,
      meta && Array.isArray(meta.data) ? { owner: meta.owner, bytes: bytesOf(meta.data) } : undefined,
    );
  }
  if (!found) throw new Error(`there is no token ${mint} on this network`);
  mints.set(rpc, all.set(mint, found));
  return found;
}

/** A co-op, its vault, its token, the clock and one's own membership: one request, and the first time a second one for the token. */
export async function site(rpc: Reader, address: Address, wallet?: Address): Promise<Site> {
  const vault = await vaultOf(address);
  const own = wallet && (await memberOf(address, wallet));
  const last = seen.get(rpc)?.get(address)?.mint;
  const asked = [address, vault, CLOCK, ...(last ? [last] : []), ...(own ? [own] : [])];
  const { value } = await rpc.getMultipleAccounts(asked, { encoding: 'jsonParsed', commitment: 'confirmed' }).send();
  const coop = decoded(value[0], g.COOP_DISCRIMINATOR, g.getCoopDecoder());
  if (!coop) throw new Error(`there is no co-op at ${address} on this network`);
  const held = value[1]?.data as unknown as { parsed: { info: { tokenAmount: { amount: string }; state: string } } };
  const { tokenAmount: amount, state } = held.parsed.info;
  const [member, mint] = await Promise.all([
    own && memberIn(rpc, value.at(-1), own),
    mintOf(rpc, coop.mint, last === coop.mint ? value[3] : undefined),
  ]);
  const now = time(value[2]);
  const read: Site = {
    address,
    coop,
    vault,
    mint: coop.mint,
    tokenProgram: value[1]!.owner,
    token: tokenAt(mint, now),
    vaultBalance: BigInt(amount.amount),
    vaultFrozen: state === 'frozen',
    now,
    ...(member ? { [member.wallet === wallet ? 'member' : 'moved']: member } : {}),
  };
  seen.set(rpc, (seen.get(rpc) ?? new Map<Address, Site>()).set(address, read));
  return read;
}

/** The membership in an account, or the one that it points to: of a wallet to which a membership was moved. */
async function memberIn(rpc: Reader, account: Account, address: Address): Promise<At<g.Member> | undefined> {
  const member = decoded(account, g.MEMBER_DISCRIMINATOR, g.getMemberDecoder());
  if (member) return { ...member, address };
  const redirect = decoded(account, g.REDIRECT_DISCRIMINATOR, g.getRedirectDecoder());
  if (!redirect) return undefined;
  const { value } = await rpc.getAccountInfo(redirect.member, { encoding: 'base64', commitment: 'confirmed' }).send();
  const moved = decoded(value as Account, g.MEMBER_DISCRIMINATOR, g.getMemberDecoder());
  return moved && { ...moved, address: redirect.member };
}

/** A wallet's membership; nothing if it has none. */
export async function memberAt(rpc: Reader, coop: Address, wallet: Address): Promise<At<g.Member> | undefined> {
  const address = await memberOf(coop, wallet);
  const { value } = await rpc.getAccountInfo(address, { encoding: 'base64', commitment: 'confirmed' }).send();
  return memberIn(rpc, value, address);
}

/** Where a wallet's membership is, or would be. */
export const membershipOf = async (rpc: Reader, coop: Address, wallet: Address): Promise<Address> =>
  (await memberAt(rpc, coop, wallet))?.address ?? memberOf(coop, wallet);
/** Several accounts in one question; none without addresses. */
export async function accountsAt(rpc: Reader, asked: readonly Address[]): Promise<readonly Account[]> {
  if (asked.length === 0) return [];
  return (await rpc.getMultipleAccounts(asked, { encoding: 'base64', commitment: 'confirmed' }).send()).value;
}

/** Members by the addresses of their accounts; nothing where there is none. */
export async function membersAt(rpc: Reader, asked: readonly Address[]): Promise<(At<g.Member> | undefined)[]> {
  return (await accountsAt(rpc, asked)).map((account, i) => {
    const member = decoded(account, g.MEMBER_DISCRIMINATOR, g.getMemberDecoder());
    return member && { ...member, address: asked[i]! };
  });
}

/** What a program is pinned by: its data, or itself where it was deployed once and has none. */
export async function pinnedBy(rpc: Reader, program: Address): Promise<Address> {
  const { value } = await rpc.getAccountInfo(program, { encoding: 'base64', commitment: 'confirmed' }).send();
  return value?.owner === FINAL_LOADER ? program : programDataOf(program);
}

/** The chain's clock, unix seconds. */
export async function clock(rpc: Reader): Promise<bigint> {
  const { value } = await rpc.getAccountInfo(CLOCK, { encoding: 'base64', commitment: 'confirmed' }).send();
  return time(value);
}

const base58 = (...parts: ArrayLike<number>[]) =>
  getBase58Decoder().decode(Uint8Array.from(parts.flatMap((p) => Array.from(p)))) as unknown as Base58EncodedBytes;

/** All accounts of one kind that belong to a co-op; `also` narrows by another address, or other bytes, at an offset. */
async function listed<T, M = unknown>(
  rpc: Reader,
  coop: Address,
  discriminator: ArrayLike<number>,
  decoder: Decoder<T>,
  also?: { at: number; is: Address | ReadonlyUint8Array },
  more?: (bytes: Uint8Array, fields: T) => M,
): Promise<At<T & M>[]> {
  const encoder = getAddressEncoder();
  const filters = [
    { memcmp: { offset: 0n, bytes: base58(discriminator, encoder.encode(coop)), encoding: 'base58' as const } },
    ...(also
      ? [
          {
            memcmp: {
              offset: BigInt(also.at),
              bytes: base58(typeof also.is === 'string' ? encoder.encode(also.is) : also.is),
              encoding: 'base58' as const,
            },
          },
        ]
      : []),
  ];
  const found = await rpc
    .getProgramAccounts(g.COOP_PROGRAM_ADDRESS, { encoding: 'base64', commitment: 'confirmed', filters })
    .send();
  const all: At<T & M>[] = [];
  for (const { pubkey, account } of found) {
    const bytes = bytesOf(account.data);
    const fields = decoder.decode(bytes);
    all.push({ ...fields, address: pubkey, ...more?.(bytes, fields) } as At<T & M>);
    // a page stays awake while it decodes thousands
    if (all.length % 400 === 0) await new Promise((go) => setTimeout(go));
  }
  return all;
}

/** Everyone who is or was a member or applied, by member number. */
export const members = (rpc: Reader, coop: Address) =>
  listed(rpc, coop, g.MEMBER_DISCRIMINATOR, g.getMemberDecoder()).then((all) =>
    all.sort((a, b) => a.number - b.number || Number(a.appliedAt - b.appliedAt)),
  );
/** Who is who: members by their accounts and by their wallets. */
export const byAddress = (all: readonly At<g.Member>[]): ReadonlyMap<string, At<g.Member>> =>
  new Map(
    all.flatMap((m) => [
      [m.address as string, m],
      [m.wallet as string, m],
    ]),
  );
/** Pools, the latest first. */
export const pools = (rpc: Reader, coop: Address) =>
  listed(rpc, coop, g.POOL_DISCRIMINATOR, g.getPoolDecoder()).then((all) => all.sort((a, b) => b.index - a.index));
/** Services that are offered, by number. */
export const services = (rpc: Reader, coop: Address) =>
  listed(rpc, coop, g.SERVICE_DISCRIMINATOR, g.getServiceDecoder()).then((all) =>
    all.sort((a, b) => a.index - b.index),
  );
/** A pool, and what a member pledged to it, if it did; nothing if there is no such pool. */
export async function poolFor(
  rpc: Reader,
  coop: Address,
  index: number,
  member: Address,
): Promise<{ pool: At<g.Pool>; pledge?: At<g.Pledge> } | undefined> {
  const address = await poolOf(coop, index);
  const at = await pledgeAt(address, member);
  const [one, other] = await accountsAt(rpc, [address, at]);
  const [pool, pledge] = [
    decoded(one, g.POOL_DISCRIMINATOR, g.getPoolDecoder()),
    decoded(other, g.PLEDGE_DISCRIMINATOR, g.getPledgeDecoder()),
  ];
  return pool && { pool: { ...pool, address }, ...(pledge ? { pledge: { ...pledge, address: at } } : {}) };
}
/** The pool that holds a member's pledge, and the pledge; nothing if it has none. */
export async function pledgeOf(
  rpc: Reader,
  coop: Address,
  { address, pledgedIn }: At<g.Member>,
): Promise<{ pool: At<g.Pool>; pledge: At<g.Pledge> } | undefined> {
  const its = pledgedIn === 0 ? undefined : await poolFor(rpc, coop, pledgedIn - 1, address);
  return its?.pledge && { pool: its.pool, pledge: its.pledge };
}
/** Closed periods whose account is not closed yet, by number. */
export const periods = (rpc: Reader, coop: Address) =>
  listed(rpc, coop, g.PERIOD_DISCRIMINATOR, g.getPeriodDecoder()).then((all) =>
    all.sort((a, b) => a.number - b.number),
  );
/** The call of another program that an `Invoke` makes. */
export interface Call {
  accounts: { address: Address; isSigner: boolean; isWritable: boolean }[];
  data: ReadonlyUint8Array;
}

/** The call that stands behind the fields of a proposal's account; of other actions it is empty. */
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

/** What stands behind the fields of a proposal: the text of a description, or what a pool is for; and the statutes of an amendment. */
export interface Behind {
  call: Call;
  /** Of a description and of a pool. */
  words: string;
  /** Of an amendment that restates them. */
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

/** A proposal with what stands behind its fields. */
export type Proposed = At<g.Proposal & Behind>;

/** Where proposals are, by the co-op and its number of them: what was found once stays. */
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

/** The proposal that people call by this number. */
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
/** Its address. */
export const proposalAt = async (rpc: Reader, coop: Address, index: number): Promise<Address> =>
  placed.get(rpc)?.get(`${coop} ${index}`) ?? (await proposal(rpc, coop, index)).address;

/** What one says of a proposal: the number of the choice, 0 for none yet, and whether it objects as one of the panel. */
export type Ballot = { readonly choice: number; readonly objects: boolean };
/** A member's ballot on the page of its number. */
export function ballotIn(page: g.BallotPage, number: number): Ballot {
  const ballot = page.ballots[number % page.ballots.length]!;
  return { choice: ballot & CHOICE, objects: (ballot & OBJECTS) !== 0 };
}

/** Pages of ballots that one transaction closes, at most. */
export const CLOSED = 8;
/** Pages of ballots on a proposal that are there, of the first [`CLOSED`]. */
export async function ballotPages(rpc: Reader, proposal: Address, members: number): Promise<number[]> {
  const pages = Array.from({ length: Math.min(CLOSED, Math.ceil(members / PAGE)) }, (_, page) => page);
  const there = await accountsAt(rpc, await Promise.all(pages.map((page) => ballotsOf(proposal, page * PAGE))));
  return pages.filter((page) => there[page] !== null);
}

/** Every page of ballots of a co-op that is there, also of proposals whose account is closed. */
export const allBallots = (rpc: Reader, coop: Address) =>
  listed(rpc, coop, g.BALLOT_PAGE_DISCRIMINATOR, g.getBallotPageDecoder());

/** What the member with a number said to each of some proposals; nothing where its page is not there. */
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
/** Pledges to all pools of the co-op by one member. */
export const pledges = (rpc: Reader, coop: Address, member?: Address) =>
  listed(rpc, coop, g.PLEDGE_DISCRIMINATOR, g.getPledgeDecoder(), member && { at: PLACES.Pledge.member, is: member });
/** Vouches for one candidate. */
export const vouches = (rpc: Reader, coop: Address, candidate?: Address) =>
  listed(
    rpc,
    coop,
    g.VOUCH_DISCRIMINATOR,
    g.getVouchDecoder(),
    candidate && { at: PLACES.Vouch.candidate, is: candidate },
  );
/** Vouches that one member has given. */
export const vouchesBy = (rpc: Reader, coop: Address, voucher: Address) =>
  listed(rpc, coop, g.VOUCH_DISCRIMINATOR, g.getVouchDecoder(), { at: PLACES.Vouch.voucher, is: voucher });

/** Every co-op of the network. */
export async function coops(rpc: Reader): Promise<At<g.Coop>[]> {
  const filters = [{ memcmp: { offset: 0n, bytes: base58(g.COOP_DISCRIMINATOR), encoding: 'base58' as const } }];
  const found = await rpc
    .getProgramAccounts(g.COOP_PROGRAM_ADDRESS, { encoding: 'base64', commitment: 'confirmed', filters })
    .send();
  return found.map(({ pubkey, account }) => ({ ...g.getCoopDecoder().decode(bytesOf(account.data)), address: pubkey }));
}

/** The memberships that a wallet has, in all co-ops. */
export async function memberships(rpc: Reader, wallet: Address): Promise<At<g.Member>[]> {
  const filters = [
    { memcmp: { offset: 0n, bytes: base58(g.MEMBER_DISCRIMINATOR), encoding: 'base58' as const } },
    {
      memcmp: {
        offset: BigInt(PLACES.Member.wallet),
        bytes: base58(getAddressEncoder().encode(wallet)),
        encoding: 'base58' as const,
      },
    },
  ];
  const found = await rpc
    .getProgramAccounts(g.COOP_PROGRAM_ADDRESS, { encoding: 'base64', commitment: 'confirmed', filters })
    .send();
  return found.map(({ pubkey, account }) => ({
    ...g.getMemberDecoder().decode(bytesOf(account.data)),
    address: pubkey,
  }));
}

/** The lowest number from 1 on under which a wallet has founded no co-op. */
export async function freeId(rpc: Reader, founder: Address): Promise<bigint> {
  for (let from = 1n; ; from += 100n) {
    const ids = Array.from({ length: 100 }, (_, i) => from + BigInt(i));
    const there = await accountsAt(rpc, await Promise.all(ids.map((id) => coopOf(founder, id))));
    const free = ids.find((_, i) => !there[i]);
    if (free !== undefined) return free;
  }
}

/** A token: its decimals, its program, what it is called, and what its amounts are multiplied by now. */
export async function token(rpc: Reader, mint: Address): Promise<Token> {
  const [found, now] = await Promise.all([mintOf(rpc, mint), clock(rpc)]);
  return tokenAt(found, now);
}

/** Base units of every token that a wallet holds, by mint. */
export async function purse(rpc: Reader, wallet: Address): Promise<Map<Address, bigint>> {
  const held = new Map<Address, bigint>();
  const answers = await Promise.all(
    [TOKEN, TOKEN_2022].map((programId) =>
      rpc.getTokenAccountsByOwner(wallet, { programId }, { encoding: 'jsonParsed', commitment: 'confirmed' }).send(),
    ),
  );
  for (const { account } of answers.flatMap(({ value }) => value)) {
    const { mint, tokenAmount } = account.data.parsed.info;
    held.set(mint, (held.get(mint) ?? 0n) + BigInt(tokenAmount.amount));
  }
  return held;
}

/** Base units in a token account; 0 if there is none. */
export async function balance(rpc: Reader, account: Address): Promise<bigint> {
  const { value } = await rpc.getAccountInfo(account, { encoding: 'base64', commitment: 'confirmed' }).send();
  if (!value) return 0n;
  return new DataView(bytesOf(value.data).buffer).getBigUint64(64, true);
}

/** Any account of the program, with its kind. */
export function decodeAny(data: Uint8Array): { kind: string; fields: object } | undefined {
  const known = (ACCOUNT_BY_BYTES as Partial<typeof ACCOUNT_BY_BYTES>)[
    hex(data.slice(0, 8)) as keyof typeof ACCOUNT_BY_BYTES
  ];
  if (!known) return undefined;
  const { discriminator: _, ...fields } = (known[1] as () => Decoder<{ discriminator: unknown }>)().decode(data);
  return { kind: known[0], fields };
}
