/** The public networks: this list alone has the hashes of their first blocks. It needs no package, as `tools/publish` takes it too. */

/** A public network. */
export type Cluster = 'mainnet-beta' | 'devnet' | 'testnet';
/** By the hash of the first block: a tunnel to one of them, or a node of any other name, is one of them. */
export const CLUSTERS: Readonly<Partial<Record<string, Cluster>>> = {
  '5eykt4UsFv8P8NJdTREpY1vzqKqZKvdpKuc147dw2N9d': 'mainnet-beta',
  EtWTRABZaYq6iMfeYKouRu166VU2xqa1wcaWoxPkrZBG: 'devnet',
  '4uhcVJyU9pJkvQyS88uRDiswHXSCkY3zQawwpjk2NsNY': 'testnet',
};
