/** The network that the page talks to, and the wallets that the browser has. */
import { getWallets } from '@wallet-standard/app';
import type { Wallet, WalletAccount } from '@wallet-standard/base';
import {
  address, createSolanaRpcFromTransport, getTransactionDecoder, getTransactionEncoder, SOLANA_ERROR__RPC__TRANSPORT_HTTP_ERROR, SolanaError, type Address, type RpcTransport,
  type TransactionModifyingSigner,
} from '@solana/kit';
import { useSyncExternalStore } from 'react';
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

const registry = getWallets();
let wallets: readonly Wallet[] = registry.get();
const subscribe = (changed: () => void) => {
  const update = () => {
    wallets = registry.get();
    changed();
  };
  const [added, gone] = [registry.on('register', update), registry.on('unregister', update)];
  update();
  return () => (added(), gone());
};

/** The browser's wallets that can sign for Solana. */
export function useWallets(): Wallet[] {
  const all = useSyncExternalStore(subscribe, () => wallets);
  return all.filter((wallet) => 'standard:connect' in wallet.features && 'solana:signTransaction' in wallet.features);
}

export interface Connected {
  wallet: Wallet;
  account: WalletAccount;
  address: Address;
}

/** Whether the account says that it is for this network. */
export const suitsChain = ({ account }: Connected): boolean => account.chains.includes(chain);

type Connect = { connect(input?: { silent?: boolean }): Promise<{ accounts: readonly WalletAccount[] }> };
type Sign = { signTransaction(...inputs: { account: WalletAccount; chain: string; transaction: Uint8Array }[]): Promise<readonly { signedTransaction: Uint8Array }[]> };
const feature = <T,>(wallet: Wallet, name: string) => wallet.features[name as keyof typeof wallet.features] as unknown as T;

export async function connect(wallet: Wallet, silent = false): Promise<Connected | undefined> {
  const { accounts } = await feature<Connect>(wallet, 'standard:connect').connect(silent ? { silent } : undefined);
  const account = accounts[0];
  if (!account) return undefined;
  localStorage.setItem('coop wallet', wallet.name);
  return { wallet, account, address: address(account.address) };
}

/** Calls back when the wallet switches to another account, or to none. */
export function onSwitch({ wallet, account }: Connected, become: (c: Connected | undefined) => void): () => void {
  const events = feature<{ on(event: 'change', tell: (change: { accounts?: readonly WalletAccount[] }) => void): () => void } | undefined>(wallet, 'standard:events');
  return events?.on('change', ({ accounts }) => {
    if (!accounts || accounts.some(({ address }) => address === account.address)) return;
    const next = accounts[0];
    become(next && { wallet, account: next, address: address(next.address) });
  }) ?? (() => {});
}

export function disconnect({ wallet }: Connected): void {
  localStorage.removeItem('coop wallet');
  void feature<{ disconnect(): Promise<void> } | undefined>(wallet, 'standard:disconnect')?.disconnect();
}

/** A signer that asks the wallet. */
export function signerOf({ wallet, account }: Connected): TransactionModifyingSigner {
  return {
    address: address(account.address),
    async modifyAndSignTransactions(transactions) {
      if (!account.chains.includes(chain)) throw new Error(`the wallet's account is not for this network (${chain.slice(7)}): change the network in the wallet`);
      const encoder = getTransactionEncoder();
      const inputs = transactions.map((transaction) => ({ account, chain, transaction: new Uint8Array(encoder.encode(transaction as never)) }));
      const signed = await feature<Sign>(wallet, 'solana:signTransaction').signTransaction(...inputs);
      return signed.map(({ signedTransaction }, i) => ({
        ...getTransactionDecoder().decode(signedTransaction),
        lifetimeConstraint: (transactions[i] as unknown as { lifetimeConstraint: unknown }).lifetimeConstraint,
      })) as never;
    },
  };
}
