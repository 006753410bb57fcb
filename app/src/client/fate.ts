/** Finds out what became of a signed transaction. */
import { doubtOf, type Doubt } from './doubts';
import type { Fate } from './outcomes';
import type * as k from '@solana/kit';
import type { Reader } from './reads/accounts';
import { networkOf, nodesOf, pause, timely } from './transport';
import { fateBySearch } from './walletSends';
import type { Certain, Signed } from './kept';

/**
 * What became of a signed transaction; undefined while it may still be done. It has expired only if a node that has finalized a
 * later block, with history from before it was signed, does not find it three times; a node that is behind or on a fork proves
 * nothing. A node that a link named is believed about success, if the user agreed to use it; failure takes another node.
 */
export async function fateOf(rpc: Reader, signed: Signed): Promise<Fate> {
  const nodes = nodesOf(rpc).map((node) => ({ node, doubted: doubtOf(node) }));
  if (signed.byWallet) {
    const fate = await fateBySearch(rpc, signed); // any of the nodes may answer the search
    return nodes.every(({ doubted }) => believes(fate, doubted)) ? fate : undefined;
  }
  const { signature } = signed as Certain;
  const asked = await Promise.allSettled(nodes.map(({ node }) => statusOf(node, signature)));
  const answers = asked.flatMap((one, i) => (one.status === 'fulfilled' ? [{ ...one.value, ...nodes[i]! }] : []));
  if (answers.length === 0) throw (asked[0] as PromiseRejectedResult).reason;
  const known = answers.filter((one) => one.known);
  const believed = known.filter(({ fate, doubted }) => believes(fate, doubted));
  if (believed.length > 0) return believed.find(({ fate }) => fate)?.fate;
  const chosen = answers.filter(({ doubted }) => !doubted).map(({ node }) => node);
  const witness = chosen.length === 0 ? answers[0]!.doubted?.witness(signed.network) : undefined;
  // history and height have to come from the same node, and from a node of the same network
  for (const node of witness ? [witness] : chosen) {
    const over = networkOf(node).then((of) => (of === signed.network ? longOver(node, signed as Certain) : undefined));
    const fate = await (witness ? over.catch(() => undefined) : over);
    // a transaction that any node has may still be done
    if (fate && (known.length === 0 || fate.fate !== 'expired')) return fate;
  }
  return undefined;
}

/** Whether a node's answer is enough. */
const believes = (fate: Fate, doubted: Doubt | undefined): boolean =>
  !doubted || (fate?.fate === 'landed' && doubted.agreed());

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

/** What a node answers about a transaction now. */
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
