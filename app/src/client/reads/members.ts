/** Members, their memberships in several co-ops, and vouches. */
import { getAddressEncoder, type Address } from '@solana/kit';
import * as g from '../../generated';
import { PLACES } from '../../generated/accountTable';
import { memberOf } from '../addresses';
import { mayTakeBack } from '../rules/members';
import { accountsAt, base58, bytesOf, decoded, listed, type Account, type At, type Reader } from './accounts';
import { clock } from './clock';

/** The membership in an account, or the one that it points to if a membership was moved to its wallet. */
export async function memberIn(rpc: Reader, account: Account, address: Address): Promise<At<g.Member> | undefined> {
  const member = decoded(account, g.MEMBER_DISCRIMINATOR, g.getMemberDecoder());
  if (member) return { ...member, address };
  const redirect = decoded(account, g.REDIRECT_DISCRIMINATOR, g.getRedirectDecoder());
  if (!redirect) return undefined;
  const { value } = await rpc.getAccountInfo(redirect.member, { encoding: 'base64', commitment: 'confirmed' }).send();
  const moved = decoded(value as Account, g.MEMBER_DISCRIMINATOR, g.getMemberDecoder());
  return moved && { ...moved, address: redirect.member };
}

/**
 * A wallet's membership, also one that was moved from it to another wallet; undefined if it has none. One that was moved to it, and
 * has left it again, is not its own.
 */
export async function memberAt(rpc: Reader, coop: Address, wallet: Address): Promise<At<g.Member> | undefined> {
  const address = await memberOf(coop, wallet);
  const { value } = await rpc.getAccountInfo(address, { encoding: 'base64', commitment: 'confirmed' }).send();
  const found = await memberIn(rpc, value, address);
  return found && (found.address === address || found.wallet === wallet) ? found : undefined;
}

/** The address where a wallet's membership is, or would be. */
export const membershipOf = async (rpc: Reader, coop: Address, wallet: Address): Promise<Address> =>
  (await memberAt(rpc, coop, wallet))?.address ?? memberOf(coop, wallet);

/** Members by the addresses of their accounts; undefined where there is none. */
export async function membersAt(rpc: Reader, asked: readonly Address[]): Promise<(At<g.Member> | undefined)[]> {
  return (await accountsAt(rpc, asked)).map((account, i) => {
    const member = decoded(account, g.MEMBER_DISCRIMINATOR, g.getMemberDecoder());
    return member && { ...member, address: asked[i]! };
  });
}

/** Everyone who is or was a member or applied, by member number. */
export const members = (rpc: Reader, coop: Address) =>
  listed(rpc, coop, g.MEMBER_DISCRIMINATOR, g.getMemberDecoder()).then((all) =>
    all.sort((a, b) => a.number - b.number || Number(a.appliedAt - b.appliedAt)),
  );
/** Looks up members by account and by wallet. */
export const byAddress = (all: readonly At<g.Member>[]): ReadonlyMap<string, At<g.Member>> =>
  new Map(
    all.flatMap((m) => [
      [m.address as string, m],
      [m.wallet as string, m],
    ]),
  );
/** Vouches for one candidate, or all of the co-op. */
export const vouches = (rpc: Reader, coop: Address, candidate?: Address) =>
  listed(
    rpc,
    coop,
    g.VOUCH_DISCRIMINATOR,
    g.getVouchDecoder(),
    candidate && { at: PLACES.Vouch.candidate, is: candidate },
  );
/** Redirects, from wallets to the memberships that moved to them. */
export const redirects = (rpc: Reader, coop: Address) =>
  listed(rpc, coop, g.REDIRECT_DISCRIMINATOR, g.getRedirectDecoder());
/** Vouches that one member has given. */
export const vouchesBy = (rpc: Reader, coop: Address, voucher: Address) =>
  listed(rpc, coop, g.VOUCH_DISCRIMINATOR, g.getVouchDecoder(), { at: PLACES.Vouch.voucher, is: voucher });

/** The memberships of all co-ops that have this wallet at an offset. */
async function everywhere(rpc: Reader, at: number, wallet: Address): Promise<At<g.Member>[]> {
  const filters = [
    { memcmp: { offset: 0n, bytes: base58(g.MEMBER_DISCRIMINATOR), encoding: 'base58' as const } },
    {
      memcmp: {
        offset: BigInt(at),
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
/** The memberships that a wallet has, in all co-ops. */
export const memberships = (rpc: Reader, wallet: Address) => everywhere(rpc, PLACES.Member.wallet, wallet);
/** The memberships that were moved from a wallet, in all co-ops, as long as it can take them back. */
export async function movedFrom(rpc: Reader, wallet: Address): Promise<At<g.Member>[]> {
  const [found, now] = await Promise.all([everywhere(rpc, PLACES.Member.formerWallet, wallet), clock(rpc)]);
  return found.filter((member) => mayTakeBack(member, wallet, now));
}
