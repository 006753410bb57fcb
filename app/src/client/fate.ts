/** Finds out what became of a signed transaction. */
import { doubtOf, type Doubt } from './doubts';
import type { Fate } from './outcomes';
import type * as k from '@solana/kit';
import type { Reader } from './reads/accounts';
import { networkOf, nodesOf, pause, timely } from './transport';
import { fateBySearch } from './walletSends';
import type { Certain, Signed } from './kept';

/**
 * Asks for the outcome of a signed transaction. It has expired only if a node that has finalized a block after its last valid
 * one does not have it in three answers, and has a history that reaches back to before the signing. A node that lags or is on
 * another fork decides nothing. If several nodes are chosen, each has to confirm that it expired. A node that only a link
 * named, once the user has agreed to it, is believed that a transaction landed, but not that it failed or expired.
 */
export async function fateOf(rpc: Reader, signed: Signed): Promise<Fate> {
  const nodes = nodesOf(rpc).map((node) => ({ node, doubted: doubtOf(node) }));
  if (signed.byWallet) {
    const fate = await fateBySearch(rpc, signed); // any of the nodes may answer the search
    return isBelieved(rpc, fate) ? fate : undefined;
  }
  const { signature } = signed as Certain;
  const asked = await Promise.allSettled(nodes.map(({ node }) => statusOf(node, signature)));
  const answers = asked.flatMap((one, i) => (one.status === 'fulfilled' ? [{ ...one.value, ...nodes[i]! }] : []));
  if (answers.length === 0) throw (asked[0] as PromiseRejectedResult).reason;
  const known = answers.filter((one) => one.known);
  const believed = known.filter(({ fate, doubted }) => believes(fate, doubted));
  if (believed.length > 0) return settledBy(believed.map(({ fate }) => fate));
  const chosen = nodes.filter(({ doubted }) => !doubted).map(({ node }) => node);
  const witness = chosen.length === 0 ? answers[0]!.doubted?.witness(signed.network) : undefined;
  // what one node says of its history, and how far it is, says nothing of another's, and nothing at all if it is of another network
  const said = await Promise.allSettled(
    (witness ? [witness] : chosen).map((node) => longOver(node, signed as Certain)),
  );
  const failed = said.find((one) => one.status === 'rejected');
  if (failed && !witness && said.every((one) => one.status === 'rejected')) throw failed.reason;
  const told = said
    .map((one) => (one.status === 'fulfilled' ? one.value : undefined))
    .filter((one) => one !== ELSEWHERE);
  // a transaction that any of them has may yet be done, and one that does not answer may have it
  const expired = known.length === 0 && told.length > 0 && told.every((fate) => fate?.fate === 'expired');
  return expired ? told[0] : settledBy(told);
}

/** What any of them knows to have happened. */
const settledBy = (fates: readonly Fate[]): Fate =>
  fates.find((fate) => fate?.fate === 'landed') ?? fates.find((fate) => fate?.fate === 'failed');

/** Whether a node's word is enough. */
const believes = (fate: Fate, doubted: Doubt | undefined): boolean =>
  !doubted || (fate?.fate === 'landed' && doubted.agreed());

/** Whether what any of these nodes says is enough. */
export const isBelieved = (rpc: Reader, fate: Fate): boolean =>
  nodesOf(rpc).every((node) => believes(fate, doubtOf(node)));

/** A node of another network, which cannot know it. */
const ELSEWHERE = 'elsewhere';
async function longOver(rpc: Reader, { signature, until, since, network }: Certain): Promise<Fate | typeof ELSEWHERE> {
  if ((await networkOf(rpc)) !== network) return ELSEWHERE;
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
