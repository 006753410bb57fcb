/** What becomes of transactions. */
import type * as k from '@solana/kit';
import type { CoopEvent } from '../generated/eventTable';

/** What a confirmed transaction did. */
export interface Outcome {
  signature: k.Signature;
  units: bigint;
  events: CoopEvent[];
  /** Whether the transaction could be read; if not, it was done all the same, and `events` are not known. */
  read: boolean;
}

/** What became of a signed transaction; undefined while that is open or nobody answers. `signature`: if it was searched for. */
export type Fate =
  | (({ fate: 'landed' } | { fate: 'failed'; err: unknown } | { fate: 'expired' }) & { signature?: k.Signature })
  | undefined;
