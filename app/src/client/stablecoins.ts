/**
 * Stablecoins in which a co-op can be founded, with the page where the issuer names the mint. The program refuses mints whose
 * issuer can take, tax or block what members hold (`programs/coop/src/instructions/charter/mint.rs`).
 */
import { address, type Address } from '@solana/kit';
import type { Reader } from './reads/accounts';
import type { Cluster } from './clusters';
import { clusterOf } from './transport';

export interface Stablecoin {
  symbol: string;
  name: string;
  mint: Address;
  cluster: Cluster;
  /** Where its issuer names the mint. */
  source: string;
}
const USDC = 'https://developers.circle.com/stablecoins/usdc-contract-addresses';
const EURC = 'https://developers.circle.com/stablecoins/eurc-contract-addresses';

export const STABLECOINS: readonly Stablecoin[] = [
  {
    symbol: 'USDC',
    name: 'USD Coin, of Circle',
    mint: address('EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v'),
    cluster: 'mainnet-beta',
    source: USDC,
  },
  {
    symbol: 'EURC',
    name: 'Euro Coin, of Circle',
    mint: address('HzwqbKZw8HxMN6bF2yFZNrht3c2iXXzpKcFu7uBEDKtr'),
    cluster: 'mainnet-beta',
    source: EURC,
  },
  {
    symbol: 'USDC',
    name: 'USD Coin for tests, of Circle',
    mint: address('4zMMC9srt5Ri5X14GAgXhaHii3GnPAEERYPJgZJDncDU'),
    cluster: 'devnet',
    source: USDC,
  },
  {
    symbol: 'EURC',
    name: 'Euro Coin for tests, of Circle',
    mint: address('HzwqbKZw8HxMN6bF2yFZNrht3c2iXXzpKcFu7uBEDKtr'),
    cluster: 'devnet',
    source: EURC,
  },
];

/** The stablecoins of the node's cluster. */
export async function stablecoinsOf(rpc: Reader): Promise<readonly Stablecoin[]> {
  const cluster = await clusterOf(rpc);
  return STABLECOINS.filter((coin) => coin.cluster === cluster);
}
