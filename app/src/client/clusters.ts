/** The public networks and the hashes of their first blocks. It imports nothing, as `tools/publish` uses it too. */

/** A public network. */
export type Cluster = 'mainnet-beta' | 'devnet' | 'testnet';
/** By the hash of the first block, which identifies a network whatever the address of the node. */
export const CLUSTERS: Readonly<Partial<Record<string, Cluster>>> = {
  '5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d': 'mainnet-beta',
  EtWTRABZaYq6iMfeYKouRu166VU2xqa1wcaWoxPkrZBG: 'devnet',
  '4uhcVJyU9pJkvQyS88uRDiswHXSCkY3zQawwpjk2NsNY': 'testnet',
};
