/** Instructions as the message of one transaction, and whether they fit in one. */
import * as k from '@solana/kit';
import { budgeted, MOST, type Budget } from './budget';

export type Signer = k.TransactionSigner;
export type Blockhash = Parameters<typeof k.setTransactionMessageLifetimeUsingBlockhash>[0];

export const message = (
  payer: Signer,
  instructions: readonly k.Instruction[],
  blockhash: Blockhash,
  budget: Budget,
  version: 0 | 'legacy' = 0,
) =>
  k.pipe(
    k.createTransactionMessage({ version: version as 0 }), // without lookup tables, both versions have the same instructions
    (m) => k.setTransactionMessageFeePayerSigner(payer, m),
    (m) => k.setTransactionMessageLifetimeUsingBlockhash(blockhash, m),
    (m) => k.appendTransactionMessageInstructions(instructions, m),
    (m) => budgeted(m, budget),
  );

/** The most bytes that a transaction can have. */
const MOST_BYTES = 1_232;
/** Bytes that a durable nonce adds: its instruction and three accounts that may be new. */
const NONCE_BYTES = 8 + 3 * 33;
/** Whether instructions fit in one transaction with a sponsor, a compute budget and a durable nonce. */
export function fits(payer: Signer, instructions: readonly k.Instruction[]): boolean {
  const priced = message(payer, instructions, ANY_BLOCKHASH, { ...MOST, price: 1n });
  try {
    return (
      k.getBase64Encoder().encode(k.getBase64EncodedWireTransaction(k.compileTransaction(priced))).length +
        NONCE_BYTES <=
      MOST_BYTES
    );
  } catch {
    return false;
  }
}

// the simulation replaces it
export const ANY_BLOCKHASH = { blockhash: '11111111111111111111111111111111' as k.Blockhash, lastValidBlockHeight: 0n };
