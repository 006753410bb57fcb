/** What becomes of what is sent. */
import type * as k from '@solana/kit';
import type { CoopEvent } from '../generated/eventTable';

/** What was done: as the confirmed transaction says. */
export interface Outcome {
  signature: k.Signature;
  units: bigint;
  events: CoopEvent[];
  /** Whether the transaction could be read; if not, it was done all the same, and `events` are not known. */
  read: boolean;
}

/** What became of what was signed; nothing while it may still be done, or nobody answers. The signature, where it was looked for. */
export type Fate =
  | (({ fate: 'landed' } | { fate: 'failed'; err: unknown } | { fate: 'expired' }) & { signature?: k.Signature })
  | undefined;
