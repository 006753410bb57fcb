/** Reads a co-op with all that its views need, and the list of all co-ops. */
import type { Address } from '@solana/kit';
import * as g from '../../generated';
import { metadataOf, mintIn, tokenAt, type Mint, type Token } from '../tokens';
import { CLOCK, coopOf, memberOf, NONE, vaultOf } from '../addresses';
import { clock, slotIn, timeIn } from './clock';
import {
  accountsAt,
  base58,
  bytesOf,
  decodeAny,
  decoded,
  isOurs,
  type Account,
  type At,
  type Reader,
} from './accounts';
import { memberIn } from './members';

/** A co-op, and all that is needed to build any instruction for it. */
export interface Site {
  address: Address;
  coop: g.Coop;
  vault: Address;
  mint: Address;
  tokenProgram: Address;
  /** How amounts of its token are written, at `now`. */
  token: Token;
  /** Base units that the vault holds; more than the books say if somebody sent money unasked. */
  vaultBalance: bigint;
  /** The mint's freeze authority has frozen the vault: nothing can be paid in or out. */
  vaultFrozen: boolean;
  /** The chain's clock, unix seconds. */
  now: bigint;
  /** The slot in which it was read. */
  slot: bigint;
  /** The reader's wallet. */
  wallet?: Address;
  /** Its lamports. */
  lamports?: bigint;
  /** The reader's own membership, if it has one. */
  member?: At<g.Member>;
  /** The membership that was moved from the reader's wallet to another, or to the reader's wallet, and is another's now. */
  moved?: At<g.Member>;
  /** The redirect of the reader's wallet, if a membership was ever moved to it. */
  redirect?: At<g.Redirect>;
}

/** A co-op that has ended: all that is left of it is a tombstone at its address. */
export class Ended extends Error {
  constructor(
    readonly coop: Address,
    /** The co-op that inherited from it, or would have; undefined: nobody was left. */
    readonly heir: Address | undefined,
  ) {
    super(
      `the co-op ${coop} has ended: its accounts are closed, and ${heir ? `its successor is the co-op ${heir}` : 'it has no successor'}`,
    );
    this.name = 'Ended';
  }
}
/** Who inherits from a co-op that is over, by what is left at its address; undefined if that is no tombstone. */
function heirIn(account: Account): Address | undefined {
  const over = isOurs(account) ? decodeAny(bytesOf(account.data)) : undefined;
  return over?.kind === 'Tombstone' ? (over.fields as { heir: Address }).heir : undefined;
}

/** A co-op, or if it is over, who inherits from it; undefined if there never was one. */
export async function coopAt(rpc: Reader, address: Address): Promise<{ coop: g.Coop } | { heir: Address } | undefined> {
  const { value } = await rpc.getAccountInfo(address, { encoding: 'base64', commitment: 'confirmed' }).send();
  const coop = decoded(value as Account, g.COOP_DISCRIMINATOR, g.getCoopDecoder());
  if (coop) return { coop };
  const heir = heirIn(value);
  return heir && { heir };
}

/** Co-ops as last read, so that what their accounts name can be requested together with what it does not depend on. */
const seen = new WeakMap<Reader, Map<Address, Site>>();
/** A co-op as last read; it is read now if it was not before. */
export const lastSite = async (rpc: Reader, address: Address): Promise<Site> =>
  seen.get(rpc)?.get(address) ?? site(rpc, address);

/** Mints as last read, so that their names are requested once. */
const mints = new WeakMap<Reader, Map<Address, Mint>>();
/** A mint with its name; `account`: as it was read just now, with its current multiplier. */
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

/**
 * A co-op, its vault, token, clock and the reader's membership: one request, the first time a second one for the token. Throws
 * {@link Ended} if the co-op is over.
 */
export async function site(rpc: Reader, address: Address, wallet?: Address): Promise<Site> {
  const vault = await vaultOf(address);
  const own = wallet && (await memberOf(address, wallet));
  const last = seen.get(rpc)?.get(address)?.mint;
  const asked = [address, vault, CLOCK, ...(last ? [last] : []), ...(own ? [wallet, own] : [])];
  const { value } = await rpc.getMultipleAccounts(asked, { encoding: 'jsonParsed', commitment: 'confirmed' }).send();
  const coop = decoded(value[0], g.COOP_DISCRIMINATOR, g.getCoopDecoder());
  const heir = heirIn(value[0]);
  if (heir) throw new Ended(address, heir === NONE ? undefined : heir);
  if (!coop) throw new Error(`there is no co-op at ${address} on this network`);
  const held = value[1]?.data as unknown as { parsed: { info: { tokenAmount: { amount: string }; state: string } } };
  const { tokenAmount: amount, state } = held.parsed.info;
  const [member, mint] = await Promise.all([
    own && memberIn(rpc, value.at(-1), own),
    mintOf(rpc, coop.mint, last === coop.mint ? value[3] : undefined),
  ]);
  const redirect = own && decoded(value.at(-1), g.REDIRECT_DISCRIMINATOR, g.getRedirectDecoder());
  const now = timeIn(value[2]);
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
    slot: slotIn(value[2]),
    ...(own ? { wallet, lamports: value.at(-2)?.lamports ?? 0n } : {}),
    ...(redirect ? { redirect: { ...redirect, address: own } } : {}),
    ...(member ? { [member.wallet === wallet ? 'member' : 'moved']: member } : {}),
  };
  seen.set(rpc, (seen.get(rpc) ?? new Map<Address, Site>()).set(address, read));
  return read;
}

/** Every co-op of the network. */
export async function coops(rpc: Reader): Promise<At<g.Coop>[]> {
  const filters = [{ memcmp: { offset: 0n, bytes: base58(g.COOP_DISCRIMINATOR), encoding: 'base58' as const } }];
  const found = await rpc
    .getProgramAccounts(g.COOP_PROGRAM_ADDRESS, { encoding: 'base64', commitment: 'confirmed', filters })
    .send();
  return found.map(({ pubkey, account }) => ({ ...g.getCoopDecoder().decode(bytesOf(account.data)), address: pubkey }));
}

/** The lowest number from 1 on with which a wallet has founded no co-op. */
export async function freeId(rpc: Reader, founder: Address): Promise<bigint> {
  for (let from = 1n; ; from += 100n) {
    const ids = Array.from({ length: 100 }, (_, i) => from + BigInt(i));
    const there = await accountsAt(rpc, await Promise.all(ids.map((id) => coopOf(founder, id))));
    const free = ids.find((_, i) => !there[i]);
    if (free !== undefined) return free;
  }
}

/** A token: its decimals, its program, its name, and its multiplier now. */
export async function token(rpc: Reader, mint: Address): Promise<Token> {
  const [found, now] = await Promise.all([mintOf(rpc, mint), clock(rpc)]);
  return tokenAt(found, now);
}
