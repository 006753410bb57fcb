/** What strangers sent to addresses of a co-op, on purpose or by mistake: found here; anyone can sweep it to where it belongs. */
import type { Address } from '@solana/kit';
import { agentOf, escrowOf, poolOf, RENT, tokensOf, vaultOf, WRAPPED_SOL } from './addresses';
import { isFrozen } from './locks';
import { accountsAt, bytesOf, type Reader } from './reads/accounts';
import { lastSite } from './reads/coops';

export interface Strays {
  /** Tokens in the associated account of the co-op's or its vault's address: they go to the reserve. */
  tokens: { address: Address; of: 'co-op' | 'vault'; amount: bigint }[];
  /** Lamports above the rent of the co-op and its vault, or of a pool and its escrow: they go to whoever paid that rent. */
  lamports: { pool?: number; amount: bigint }[];
  /** What the co-op's agent holds in its own account. It is no stray: in a dissolving co-op anyone brings it home. */
  atAgent: bigint;
}

/** How many pools to check, the latest: as many as one request has room for. */
const POOLS = 40;

type Read = Awaited<ReturnType<typeof accountsAt>>[number];
const balanceIn = (account: Read): bigint =>
  account ? new DataView(bytesOf(account.data).buffer).getBigUint64(64, true) : 0n;

/** Lamports of an account above its rent, at the network's rate. */
function aboveRent(rent: Read, account: Read): bigint {
  if (!account) return 0n;
  const sysvar = rent ? new DataView(bytesOf(rent.data).buffer) : undefined;
  const perByte = sysvar ? Number(sysvar.getBigUint64(0, true)) * sysvar.getFloat64(8, true) : 6_960;
  const least = BigInt(Math.trunc((128 + bytesOf(account.data).length) * perByte));
  return account.lamports > least ? account.lamports - least : 0n;
}

/** Finds strays in one request, with addresses from the co-op as last read; pools opened since are checked the next time. */
export async function strays(rpc: Reader, coop: Address): Promise<Strays> {
  const {
    mint,
    tokenProgram,
    coop: { pools },
  } = await lastSite(rpc, coop);
  const indexes = Array.from({ length: Math.min(POOLS, pools) }, (_, i) => pools - 1 - i);
  const vault = await vaultOf(coop);
  const [ofCoop, ofVault, ofAgent] = await Promise.all(
    [coop, vault, await agentOf(coop)].map((owner) => tokensOf(owner, mint, tokenProgram)),
  );
  const pairs = await Promise.all(
    indexes.map(async (index) => {
      const pool = await poolOf(coop, index);
      return [pool, await escrowOf(pool)];
    }),
  );
  const [rent, own, purse, atCoop, atVault, atAgent, ...ofPools] = await accountsAt(rpc, [
    RENT,
    coop,
    vault,
    ofCoop!,
    ofVault!,
    ofAgent!,
    ...pairs.flat(),
  ]);
  const above = (holder: Read, tokens: Read) =>
    aboveRent(rent, holder) + (mint === WRAPPED_SOL ? 0n : aboveRent(rent, tokens));
  const found = [
    { amount: above(own, purse) },
    ...indexes.map((pool, i) => ({ pool, amount: ofPools[2 * i] ? above(ofPools[2 * i], ofPools[2 * i + 1]) : 0n })),
  ];
  const sent = [
    { address: ofCoop!, of: 'co-op', in: atCoop },
    { address: ofVault!, of: 'vault', in: atVault },
  ] as const;
  return {
    tokens: sent
      .filter((one) => !one.in || !isFrozen(bytesOf(one.in.data)))
      .map((one) => ({ address: one.address, of: one.of, amount: balanceIn(one.in) }))
      .filter(({ amount }) => amount > 0n),
    lamports: found.filter(({ amount }) => amount > 0n),
    atAgent: balanceIn(atAgent),
  };
}
