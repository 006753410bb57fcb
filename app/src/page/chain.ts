/** The network that the page talks to. */
import { createSolanaRpcFromTransport, SOLANA_ERROR__RPC__TRANSPORT_HTTP_ERROR, SolanaError, type RpcTransport } from '@solana/kit';
import type { Reader } from '../client';

export const NETWORKS = {
  localnet: 'http://127.0.0.1:8899', devnet: 'https://api.devnet.solana.com', testnet: 'https://api.testnet.solana.com', mainnet: 'https://api.mainnet-beta.solana.com',
} as const;

const asked = new URLSearchParams(location.search).get('rpc');
/** Named in the address as `?rpc=`, else the devnet. */
export const url: string = asked && /^https?:\/\//.test(asked) ? asked : NETWORKS.devnet;
const host = new URL(url).hostname;
/** By its address: of one's own machine, named as a network of tests, or else the one with money that counts. */
export const isLocal = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(host);
export const chain: `solana:${string}` = isLocal ? 'solana:localnet' : /devnet/.test(host) ? 'solana:devnet' : /testnet/.test(host) ? 'solana:testnet' : 'solana:mainnet';
/**
 * Kit's own transport keeps integers above 2^53 exact by reading every answer letter by letter, a second for ten
 * thousand accounts. What is shown of an answer comes as text or bytes, so the browser's own parser does.
 */
const transport: RpcTransport = async <T,>({ payload, signal }: Parameters<RpcTransport>[0]): Promise<T> => {
  const body = JSON.stringify(payload, (_, value: unknown) => (typeof value === 'bigint' ? Number(value) : value)); // offsets, slots
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body, ...(signal ? { signal } : {}) });
  if (!answer.ok) throw new SolanaError(SOLANA_ERROR__RPC__TRANSPORT_HTTP_ERROR, { headers: answer.headers, message: answer.statusText, statusCode: answer.status });
  return (await answer.json()) as T;
};
export const rpc = createSolanaRpcFromTransport(transport) as unknown as Reader;

export const explorer = (signature: string): string =>
  `https://explorer.solana.com/tx/${signature}${isLocal ? `?cluster=custom&customUrl=${encodeURIComponent(url)}` : chain === 'solana:mainnet' ? '' : `?cluster=${chain.slice(7)}`}`;

/** What only a network of one's own can do: gifts, and time. */
export async function cheat(method: string, params: unknown[]): Promise<void> {
  const answer = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }) });
  const { error } = (await answer.json()) as { error?: { message: string } };
  if (error) throw new Error(error.message);
}
