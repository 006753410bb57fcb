/** Nodes that nobody here has chosen: a link named them. What they say of what was signed is not enough to do it again. */
import type { Reader } from './reads/accounts';

export interface Doubt {
  /** Whether the person has agreed to use it. Before that, nothing that it says of what was signed counts. */
  agreed: () => boolean;
  /** A node that is known by its address, of the network with this hash of the first block; nothing where there is none. */
  witness: (network: string) => Reader | undefined;
}

const doubts = new WeakMap<Reader, Doubt>();
/** From now on a node's word alone is not enough; `node`: one of `nodesOf`. */
export const doubt = (node: Reader, what: Doubt): void => void doubts.set(node, what);
export const doubtOf = (node: Reader): Doubt | undefined => doubts.get(node);
