/** The network that the page talks to. */
import { CLUSTERS } from '../client/clusters';
import { doubt } from '../client/doubts';
import { clusterOf, connect, isOwnMachine, nodesOf, transactionLink, type Patience } from '../client/transport';
import { trust, trustIn } from './nodes';

export const NETWORKS = {
  localnet: 'http://127.0.0.1:8899',
  devnet: 'https://api.devnet.solana.com',
  testnet: 'https://api.testnet.solana.com',
  mainnet: 'https://api.mainnet-beta.solana.com',
} as const;

const asked = new URLSearchParams(location.search)
  .getAll('rpc')
  .flatMap((said) => said.split(','))
  .filter((said) => said !== '');
export const isUrl = (said: string) => /^https?:\/\//.test(said) && URL.canParse(said);
/** What `?rpc=` names and cannot be asked; then nothing is read from anywhere else in its place. */
export const badRpc: string | undefined = asked.find((said) => !isUrl(said));
/** The nodes named in the address as `?rpc=`, the first as long as it answers; else the devnet's. */
export const urls: readonly string[] = asked.length > 0 && !badRpc ? asked : [NETWORKS.devnet];
export const url = urls[0]!;
const own = isOwnMachine(url);
/** A network of one's own machine: once its node has been asked, as behind such an address may be a tunnel to a public one. */
export let isLocal = false;
const host = new URL(url).hostname;
const known = (Object.keys(NETWORKS) as (keyof typeof NETWORKS)[]).find((name) => NETWORKS[name] === url);
/** The network, as wallets name it: by the node's address, until the node is asked. */
export let chain: `solana:${string}` = own
  ? 'solana:localnet'
  : `solana:${known ?? /devnet|testnet/.exec(host)?.[0] ?? 'mainnet'}`;
/** Asks a node that is not known by its address what network it is of, for its name may say anything. Nothing is signed before. */
export async function settleChain(): Promise<void> {
  if (known && !own) return;
  const cluster = await clusterOf(rpc);
  isLocal = own && !cluster;
  if (isLocal) return;
  chain =
    cluster === 'mainnet-beta'
      ? 'solana:mainnet'
      : cluster
        ? `solana:${cluster}`
        : /testnet/.test(host)
          ? 'solana:testnet'
          : 'solana:localnet';
}
/** How long is waited for what; a view says soon that it could not be read, and is read again. `COOP_PATIENCE` of the page's own window says otherwise. */
export const patience: Partial<Patience> = {
  question: 6,
  ...(globalThis as { COOP_PATIENCE?: Partial<Patience> }).COOP_PATIENCE,
};
export const rpc = connect(
  urls,
  'with ?rpc=https://… in the address of this page, or in the menu at its top',
  patience,
);

export const explorer = (signature: string): string =>
  transactionLink(
    signature,
    url,
    chain === 'solana:mainnet' ? 'mainnet-beta' : own && chain === 'solana:localnet' ? undefined : chain.slice(7),
  );

/** The hosts of nodes that are neither public ones nor on this machine: they are named wherever the network is. */
const hostIn = (one: string) =>
  isOwnMachine(one) || Object.values<string>(NETWORKS).includes(one) ? undefined : new URL(one).host;
export const hosts: readonly string[] = [...new Set(urls.map(hostIn).filter((one) => one !== undefined))];
/** Those that came with a link, and that the person has not agreed to use: nothing is signed on what they say. */
export const strangers = (): string[] => hosts.filter((one) => trustIn(one) === undefined);
/** Whether the person has written all of them itself. */
export const areChosen = (): boolean => hosts.every((one) => trustIn(one) === 'chosen');
/** The person has written the address itself, which may be several with commas between them. */
export const choose = (said: string): void =>
  said.split(',').forEach((one) => {
    const named = isUrl(one) && hostIn(one);
    if (named) trust(named, 'chosen');
  });
nodesOf(rpc).forEach((node, i) => {
  const named = hostIn(urls[i]!);
  if (named && trustIn(named) !== 'chosen')
    doubt(node, {
      agreed: () => trustIn(named) !== undefined,
      witness: (network) =>
        CLUSTERS[network] && connect([`https://api.${CLUSTERS[network]}.solana.com`], undefined, patience),
    });
});

/** What only a network of one's own can do: gifts, and time. */
export async function cheat(method: string, params: unknown[]): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    signal: AbortSignal.timeout(20_000),
  });
  const { error } = (await answer.json()) as { error?: { message: string } };
  if (error) throw new Error(error.message);
}
