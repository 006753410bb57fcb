/** The wallets that the browser has, and what they sign. */
import { getWallets } from '@wallet-standard/app';
import type { Wallet, WalletAccount } from '@wallet-standard/base';
import { address, getTransactionDecoder, getTransactionEncoder, type Address, type TransactionModifyingSigner } from '@solana/kit';
import { useSyncExternalStore } from 'react';
import { chain } from './chain';

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
