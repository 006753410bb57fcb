/** Founding a co-op. */
import type { Address, Instruction, TransactionSigner } from '@solana/kit';
import { coopOf } from '../addresses';
import { token, type Site } from '../reads/coops';
import { type Reader } from '../reads/accounts';
import { fits } from '../message';
import { payerOf, VERBS, type Context, type Kinds } from '../verbs';

/** What a co-op is founded with. */
export interface Founding {
  id: bigint;
  name: string;
  mint: Address;
  statutesUri: string;
  statutesHash: Uint8Array;
  charter: Kinds['charter'];
  heir?: Address;
  /** What the co-op is about; sent in a transaction of its own, since it does not fit beside a charter. */
  about?: string;
  /** The founding pool, opened in the same transaction. */
  pool?: Kinds['terms'];
}

/** Founds a co-op and opens its founding pool with it. `then`: the next transaction, which describes what it is about. */
export async function found(
  rpc: Reader,
  by: TransactionSigner,
  founding: Founding,
  payer?: TransactionSigner,
): Promise<{ coop: Address; instructions: Instruction[]; then: Instruction[] }> {
  const counted = await token(rpc, founding.mint);
  const address = await coopOf(by.address, founding.id);
  const site = {
    address,
    mint: founding.mint,
    tokenProgram: counted.tokenProgram,
    token: counted,
    coop: { pools: 0 },
  } as Site;
  const c: Context = { site, by, rpc, payer };
  const { pool, about, ...said } = founding;
  const instructions = [await VERBS.found.build(c, said)];
  const later = about ? [await VERBS.describe.build(c, { about })] : [];
  if (pool) {
    const opens = await VERBS.openPool.build(c, { terms: pool });
    if (fits(payerOf(c), [...instructions, opens])) instructions.push(opens);
    else later.unshift(opens);
  }
  return { coop: address, instructions, then: later };
}
