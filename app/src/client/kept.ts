/** Signed transactions, kept until their outcome is known. */
import type * as k from '@solana/kit';
import { isAsked, Unsettled } from './failures';

/** The list of signed transactions whose outcome is not known yet: one for all tabs, or for all commands. */
export interface Kept {
  /** All that is kept, with what is over; {@link openIn} has what is not. */
  list: () => Signed[];
  /** Adds one. If it cannot be stored, the transaction is sent all the same. */
  add: (signed: Signed) => void;
  /** Removes one whose outcome is known. */
  drop: (signature: string) => void;
  /** Called when one is found to be done as the same is about to be sent again, so that it is no longer shown as unknown. */
  landed?: (signed: Signed) => void;
  /**
   * For how many seconds a repeated request is answered with "already done"; after that it counts as a new request. 0 if a person reads
   * the answer: one report is enough. With scripts, requests that are harmless to repeat (`deed.ts`) are never refused, and all others
   * need `again` during this time.
   */
  tellsFor: number;
}

/** Stands for the signature of a transaction that a wallet was asked to sign and send, until the signature is known. */
export type Asked = `asked ${string}`;

/** What a transaction does, and on which network. */
export interface Mark {
  /** Equal for transactions that do the same (`deed.ts`). */
  deed: string;
  /** The hash of the network's first block, which identifies the network: one list is for several. */
  network: string;
  /** Of a token whose amounts are not shown as they are stored: what it does but for its amounts, and these (`likeness` in `written.ts`). */
  written?: { deed: string; amounts: readonly string[] };
  /** The co-op that it founds, to find it once that is done. */
  coop?: k.Address;
  /** Equal for transactions that set the same thing, to whatever value: the last one counts. */
  sets?: string;
}

/** A transaction that was signed, or that a wallet was asked to sign and send itself. */
export interface Signed extends Mark {
  signature: k.Signature | Asked;
  /** What stood for the signature before the wallet returned it. */
  was?: Asked;
  payer: k.Address;
  /** The last block height at which it can be done. */
  until: string;
  /** A slot before it was signed: a node whose history begins later cannot have it. */
  since: string;
  /** When it was told first that it was done, in milliseconds of this machine's clock. */
  told?: number;
  /** When it was done and told, by the same clock: no longer open, and kept for whoever was preparing the same at that moment. */
  over?: number;
  /** Somebody who wished the same was told that its outcome is unknown, and has to be told that it was done. */
  awaited?: true | undefined;
  /** What it set was set otherwise since: that it was done is no reason to send nothing. */
  overtaken?: true;
  /** The wallet sends it: its signature is the wallet's word only, and it is looked for in the payer's history. */
  byWallet?: true;
  /** If the wallet sends it: what the payer had already sent since that slot when the wallet was asked. */
  seen?: string[];
}

/** One whose signature was made here, and is no claim of a wallet. */
export type Certain = Signed & { signature: k.Signature };

/** Whether it was told long enough that it was done: what does the same is a new wish from then on. */
export const wasTold = ({ told }: Signed, { tellsFor }: Kept): boolean =>
  told !== undefined && Date.now() - told > tellsFor * 1_000;

/** For how long a wallet may ask somebody about what was prepared before the same was done elsewhere. */
const OVER_LASTS = 3_600_000;
/** What is kept and not over; what has been over for an hour is removed. */
export const openIn = (kept: Kept): Signed[] =>
  kept.list().filter(({ over, signature }) => {
    // a time to come is of a clock that was wrong
    const since = Date.now() - (over ?? 0);
    if (over !== undefined && (since > OVER_LASTS || since < 0)) kept.drop(signature);
    return over === undefined;
  });
/** To be called once this is signed: to set again what it sets otherwise is a new wish from now on. */
export function overtake(kept: Kept | undefined, { sets, deed, network }: Signed): void {
  for (const other of (sets && kept?.list()) || []) {
    if (other.sets !== sets || other.network !== network || other.deed === deed) continue;
    if (other.told === undefined && other.over === undefined) kept?.add({ ...other, overtaken: true });
    else kept?.drop(other.signature);
  }
}
/** Records that it was done, as this transaction. */
export function isOver(kept: Kept | undefined, signed: Signed, signature = signed.signature): void {
  kept?.add({ ...signed, signature, over: Date.now() });
  if (signature !== signed.signature) kept?.drop(signed.signature);
}
/** What is stored of it now, perhaps under the signature that the wallet has given meanwhile. */
const stored = (kept: Kept | undefined, { signature }: Signed): Signed | undefined =>
  kept?.list().find((one) => one.signature === signature || one.was === signature);
/** Whether somebody else was told that its outcome is unknown, and not yet that it was done. */
export function isAwaited(kept: Kept | undefined, signed: Signed): boolean {
  const one = stored(kept, signed);
  return one?.awaited === true && one.over === undefined && one.told === undefined;
}
/** Records that it was done, by whoever sent it: over, unless somebody was told meanwhile that it is unknown, who is to be told this as well. */
export function wasDone(kept: Kept | undefined, signed: Signed, signature = signed.signature): void {
  const was = signature === signed.signature ? undefined : signed.signature;
  const named = { ...signed, signature, ...(was && isAsked(was) ? { was } : {}) };
  // another command was told so already, and is told for a day
  if (kept && kept.tellsFor > 0 && stored(kept, signed)?.told !== undefined) return;
  if (isAwaited(kept, signed))
    kept?.add({ ...named, awaited: true, ...(kept.tellsFor > 0 ? { told: Date.now() } : {}) });
  else isOver(kept, named);
  if (was) kept?.drop(was);
}
/**
 * What does the same as what is about to be sent, and came first, from another tab or command: nothing is sent now. If its outcome
 * is unknown, whoever asks later is told it. A script is told for as long as it is told of what it signed itself.
 */
export function faster(kept: Kept | undefined, other: Signed): Unsettled {
  // it may have been done, or given up, since it was read
  const one = stored(kept, other);
  const { over, ...its } = one ?? other;
  if (over === undefined && its.told === undefined) {
    if (one) kept?.add({ ...one, awaited: true });
    return new Unsettled('unknown', one ?? other, true);
  }
  if (over !== undefined && kept && kept.tellsFor > 0) kept.add({ ...its, told: Date.now() });
  return new Unsettled('landed', one ?? other, true);
}
