/** What went wrong, as a sentence that names the rule. */
import { isSolanaError, SOLANA_ERROR__ACCOUNTS__ACCOUNT_NOT_FOUND } from '@solana/kit';

/** A transaction that the chain refuses or would refuse. Nothing of it was done. */
export class Refusal extends Error {
  constructor(
    message: string,
    /** The program's error: its number and name. */
    readonly code?: number,
    readonly rule?: string,
    /** Which of the transaction's instructions, counted from 0. */
    readonly instruction?: number,
    readonly logs: readonly string[] = [],
  ) {
    super(message);
    this.name = 'Refusal';
  }
}

/** What the system program says where an account is made that is there already. */
export const TAKEN = 'an account is there already';

/** What is made by a running number (services, pools, mandates) fails so if someone else took the number first: nothing was done, and the next number is free. */
const isRaced = (failed: unknown): boolean => failed instanceof Refusal && (failed.rule === 'InvalidSeeds' || failed.message === TAKEN);

/** Does it again, from what the chain says then, if someone else took the number first; up to so many times. */
export async function trying<T>(attempt: () => Promise<T>, times = 5): Promise<T> {
  for (;;) {
    try {
      return await attempt();
    } catch (failed) {
      if (!isRaced(failed) || --times === 0) throw failed;
    }
  }
}

/** Whatever was thrown, as one sentence for people. */
export function sentence(thrown: unknown): string {
  if (thrown instanceof Refusal) return thrown.message;
  if (isSolanaError(thrown, SOLANA_ERROR__ACCOUNTS__ACCOUNT_NOT_FOUND)) return `there is nothing at ${thrown.context.address}: the number or the wallet is of nobody here`;
  if (isSolanaError(thrown) && /fetch|HTTP/i.test(thrown.message)) return `the network does not answer: ${thrown.message}`;
  if (thrown instanceof DOMException && thrown.name === 'TimeoutError') return 'the network does not answer; what was sent may still be done';
  if (thrown instanceof TypeError && /fetch/i.test(thrown.message)) return 'the network does not answer; nothing was lost, try again';
  if (thrown instanceof Error) {
    if (/reject|declin|denied|cancel/i.test(thrown.message)) return 'the wallet did not sign; nothing was sent';
    return thrown.message;
  }
  return String(thrown);
}
