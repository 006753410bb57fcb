/** Nodes that a link named, not the user. Their answer about a signed transaction is not enough to send it again. */
import type { Reader } from './reads/accounts';

export interface Doubt {
  /** Whether the user has agreed to use the node. Before that, its answers about signed transactions do not count. */
  agreed: () => boolean;
  /** A well-known node of the network with this hash of the first block, if there is one. */
  witness: (network: string) => Reader | undefined;
}

const doubts = new WeakMap<Reader, Doubt>();
/** From now on the answers of `node`, one of `nodesOf`, are not enough alone. */
export const doubt = (node: Reader, what: Doubt): void => void doubts.set(node, what);
export const doubtOf = (node: Reader): Doubt | undefined => doubts.get(node);
