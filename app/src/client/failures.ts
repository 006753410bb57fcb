/** What went wrong, as a sentence that names the rule. */
import {
  isSolanaError, SOLANA_ERROR__ACCOUNTS__ACCOUNT_NOT_FOUND, SOLANA_ERROR__JSON_RPC__SERVER_ERROR_NODE_UNHEALTHY, SOLANA_ERROR__RPC__TRANSPORT_HTTP_ERROR, type Signature,
} from '@solana/kit';

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

  /** Of one that was sent and failed: its fee is paid. Without, nothing was sent. */
  declare readonly signature?: Signature;
}

/** What was given is wrong in itself: found before anything was signed. `field`: of what, as forms and actions name it. */
export class WrongInput extends Error {
  constructor(readonly field: string, message: string) {
    super(message);
    this.name = 'WrongInput';
  }
}

const TOLD = {
  expired: (signature: string) => `the network did not take it in time; it can be done no more, and nothing was done (${signature})`,
  unknown: (signature: string) => `it was signed and sent, and the network does not say what became of it: look at ${signature} before you do it again`,
  earlier: (signature: string) => `the same was signed before, and it is not known yet what became of it: look at ${signature} first. Nothing was sent now`,
  landed: (signature: string) => `what you signed before was done after all, as ${signature}. Nothing was sent now; do it once more if you want it twice`,
};

/** What was signed and did not come to be known as done: it has expired, it is unknown what became of it, or an earlier one was found done. */
export class Unsettled extends Error {
  constructor(
    readonly outcome: 'expired' | 'unknown' | 'landed',
    readonly signature: Signature,
    /** The same that was signed before; nothing was signed now. */
    readonly earlier = false,
  ) {
    super(TOLD[earlier && outcome === 'unknown' ? 'earlier' : outcome](signature));
    this.name = 'Unsettled';
  }
}

/** Whether something failed because the network did not answer. */
export const isNetwork = (thrown: unknown): boolean =>
  (thrown instanceof TypeError && /fetch|network|load failed|terminated/i.test(thrown.message)) || (thrown instanceof DOMException && /TimeoutError|AbortError/.test(thrown.name))
  || isSolanaError(thrown, SOLANA_ERROR__RPC__TRANSPORT_HTTP_ERROR) || isSolanaError(thrown, SOLANA_ERROR__JSON_RPC__SERVER_ERROR_NODE_UNHEALTHY);

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
  if (isNetwork(thrown)) return 'the network does not answer';
  if (thrown instanceof Error) return thrown.message;
  return String(thrown);
}
