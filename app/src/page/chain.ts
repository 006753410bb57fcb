/** The network that the page uses. */
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
/** What `?rpc=` names that is no usable address; then no other node is read in its place. */
export const badRpc: string | undefined = asked.find((said) => !isUrl(said));
/** The nodes named by `?rpc=` in the address, in order of preference; without it, the devnet's. */
export const urls: readonly string[] = asked.length > 0 && !badRpc ? asked : [NETWORKS.devnet];
export const url = urls[0]!;
const own = isOwnMachine(url);
/** Whether this is a local network: known once its node was asked, as a local address may be a tunnel to a public network. */
export let isLocal = false;
const host = new URL(url).hostname;
const known = (Object.keys(NETWORKS) as (keyof typeof NETWORKS)[]).find((name) => NETWORKS[name] === url);
/** The network, as wallets name it: from the node's address until the node is asked. */
export let chain: `solana:${string}` = own
  ? 'solana:localnet'
  : `solana:${known ?? /devnet|testnet/.exec(host)?.[0] ?? 'mainnet'}`;
/** Asks a node of unknown address for its network, as its name may be misleading. Nothing is signed before that. */
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
/** Time limits: a view soon reports that it could not be read, and tries again. `COOP_PATIENCE` of the window overrides them. */
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

/** The host of a node that is neither public nor on this machine; it is shown wherever the network is. */
const hostIn = (one: string) =>
  isOwnMachine(one) || Object.values<string>(NETWORKS).includes(one) ? undefined : new URL(one).host;
export const hosts: readonly string[] = [...new Set(urls.map(hostIn).filter((one) => one !== undefined))];
/** Hosts of nodes that a link named and the user has not agreed to use: nothing is signed based on their answers. */
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

/** Requests that only a local network accepts: for gifts, and to move time. */
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
