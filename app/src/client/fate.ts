/** What became of what was signed. */
import type { Fate } from './outcomes';
import type * as k from '@solana/kit';
import type { Reader } from './reads/accounts';
import { networkOf, nodesOf, pause, timely } from './transport';
import { fateBySearch } from './walletSends';
import type { Certain, Signed } from './kept';

/**
 * Asks what became of it. It is over only if a node that knows a finalized block behind its last one does not know it, asked three times with its
 * history, which reaches back far enough; a node that is behind, or on another fork, says nothing.
 */
export async function fateOf(rpc: Reader, signed: Signed): Promise<Fate> {
  if (signed.byWallet) return fateBySearch(rpc, signed);
  const nodes = nodesOf(rpc);
  const { signature } = signed as Certain;
  const asked = await Promise.allSettled(nodes.map((node) => statusOf(node, signature)));
  const [first, ...known] = asked.flatMap((one) =>
    one.status === 'fulfilled' && one.value.known ? [one.value.fate] : [],
  );
  if (asked.some((one) => one.status === 'fulfilled' && one.value.known))
    return first ?? known.find((fate) => fate !== undefined);
  const answering = nodes.filter((_, i) => asked[i]!.status === 'fulfilled');
  if (answering.length === 0) throw (asked[0] as PromiseRejectedResult).reason;
  // what one node says of its history, and how far it is, says nothing of another's, and nothing at all if it is of another network
  for (const node of answering) {
    if ((await networkOf(node)) !== signed.network) continue;
    const fate = await longOver(node, signed as Certain);
    if (fate) return fate;
  }
  return undefined;
}

async function longOver(rpc: Reader, { signature, until, since }: Certain): Promise<Fate> {
  const over = await rpc.getEpochInfo({ commitment: 'finalized' }).send(timely());
  for (let times = 0; times < 3; times++) {
    if (times > 0) await pause(2_000);
    const { fate, known, slot } = await statusOf(rpc, signature, true);
    if (known) return fate;
    if (over.blockHeight <= BigInt(until) || slot < over.absoluteSlot) return undefined;
  }
  return (await rpc.getFirstAvailableBlock().send(timely())) <= BigInt(since) ? { fate: 'expired' } : undefined;
}

/** What a node says of it by now. */
export async function statusOf(
  rpc: Reader,
  signature: k.Signature,
  searchTransactionHistory = false,
): Promise<{ fate: Fate; known: boolean; slot: bigint }> {
  const { context, value } = await rpc.getSignatureStatuses([signature], { searchTransactionHistory }).send(timely());
  const status = value[0];
  const sure =
    status?.confirmationStatus === 'confirmed' ||
    status?.confirmationStatus === 'finalized' ||
    status?.confirmations === null;
  return {
    fate: !sure ? undefined : status.err ? { fate: 'failed', err: status.err } : { fate: 'landed' },
    known: !!status,
    slot: context.slot,
  };
}
