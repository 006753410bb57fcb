/** The browser's wallets, and which account of which wallet is in use. */
import { useCallback, useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { getWallets } from '@wallet-standard/app';
import type { Wallet, WalletAccount } from '@wallet-standard/base';
import type {
  StandardConnectFeature,
  StandardDisconnectFeature,
  StandardEventsFeature,
} from '@wallet-standard/features';
import type {
  SolanaSignAndSendTransactionFeature,
  SolanaSignTransactionFeature,
} from '@solana/wallet-standard-features';
import { address, isAddress, type Address } from '@solana/kit';
import * as units from '../client/units';
import { chain } from './chain';
import type { Message } from './state';

export const SIGNS = 'solana:signTransaction';
export const SENDS = 'solana:signAndSendTransaction';
/** The features of wallets that are used. */
type Features = StandardConnectFeature &
  StandardDisconnectFeature &
  StandardEventsFeature &
  SolanaSignTransactionFeature &
  SolanaSignAndSendTransactionFeature;
export const feature = <N extends keyof Features>(wallet: Wallet, name: N) =>
  (wallet.features as Partial<Features>)[name];

const registry = getWallets();
let wallets: readonly Wallet[] = registry.get();
const subscribe = (changed: () => void) => {
  const heard = new Map<Wallet, (() => void) | undefined>();
  const update = () => {
    wallets = [...registry.get()];
    for (const wallet of wallets)
      if (!heard.has(wallet)) heard.set(wallet, feature(wallet, 'standard:events')?.on('change', update)); // what it can do may change too
    changed();
  };
  const [added, gone] = [registry.on('register', update), registry.on('unregister', update)];
  update();
  return () => (added(), gone(), heard.forEach((off) => off?.()));
};

/** The browser's wallets that can sign, or sign and send, for Solana; those that register later too. */
export function useWallets(): Wallet[] {
  const all = useSyncExternalStore(subscribe, () => wallets);
  return useMemo(
    () => all.filter(({ features }) => 'standard:connect' in features && (SIGNS in features || SENDS in features)),
    [all],
  );
}

export interface Connected {
  wallet: Wallet;
  account: WalletAccount;
  address: Address;
}

/** The account's networks; some wallets name none. */
const chainsOf = ({ chains }: { chains?: readonly string[] | null }) => chains ?? [];
const isSolana = (chain: string) => chain.startsWith('solana:');
/** A wallet's accounts on Solana, without those on other chains. */
export const accountsOf = (accounts: readonly WalletAccount[]): WalletAccount[] =>
  accounts.filter((account) => {
    const chains = chainsOf(account);
    return isAddress(account.address) && (chains.length === 0 || chains.some(isSolana));
  });
/** The account's networks, by name. */
export const networksOf = ({ account }: Connected): string =>
  chainsOf(account)
    .filter(isSolana)
    .map((one) => one.slice(7))
    .join(', ') || 'none of Solana';
/** Whether the account supports this network. */
export const suitsChain = ({ account }: Connected): boolean => chainsOf(account).includes(chain);

const at = (wallet: Wallet, account: WalletAccount): Connected => ({
  wallet,
  account,
  address: address(account.address),
});

/** Asks the wallet to connect; also what it throws at once is a rejection. */
const asked = async (wallet: Wallet, how?: { silent: true }) => feature(wallet, 'standard:connect')!.connect(how);

/** If the browser stores nothing for the page, the user connects anew each time. */
const remember = (connected: Connected | undefined) => {
  try {
    if (connected) {
      localStorage.setItem('coop wallet', connected.wallet.name);
      localStorage.setItem('coop account', connected.address);
    } else {
      localStorage.removeItem('coop wallet');
      localStorage.removeItem('coop account');
    }
  } catch {
    /* not stored */
  }
};
const remembered = (what: 'wallet' | 'account') => {
  try {
    return localStorage.getItem(`coop ${what}`);
  } catch {
    return null;
  }
};

export interface Connecting {
  connect: (wallet: Wallet) => void;
  choose: (account: WalletAccount) => void;
  disconnect: () => void;
}

/** Connects, and follows the wallet: it may switch accounts, withdraw one, disconnect, or register late. */
export function useConnecting(
  wallets: readonly Wallet[],
  connected: Connected | undefined,
  become: (to: (was: Connected | undefined) => Connected | undefined) => void,
  say: (message: Message | undefined) => void,
): Connecting {
  const latest = useRef(0);
  /** Wallets that are not connected automatically, as they have been tried or used already. */
  const tried = useRef(new Set<Wallet>());
  const using = useCallback(
    (to: Connected) => (tried.current.add(to.wallet), remember(to), become(() => to)),
    [become],
  );
  useEffect(() => {
    const known = wallets.find(({ name }) => name === remembered('wallet'));
    if (!known || connected || tried.current.has(known)) return;
    tried.current.add(known);
    const mine = ++latest.current;
    // without asking the user; a wallet that insists on it is connected with its button
    asked(known, { silent: true }).then(
      ({ accounts }) => {
        const all = accountsOf(accounts);
        const account = all.find(({ address }) => address === remembered('account')) ?? all[0];
        if (account && mine === latest.current) become((was) => was ?? at(known, account));
      },
      () => {},
    );
  }, [wallets, connected, become]);

  useEffect(() => {
    if (!connected) return undefined;
    const { wallet, address: was } = connected;
    const follow = (accounts: readonly WalletAccount[]) => {
      const all = accountsOf(accounts);
      const same = all.find(({ address }) => address === was);
      if (same) return become((now) => (now?.wallet === wallet && now.account !== same ? at(wallet, same) : now));
      if (!all[0]) {
        become(() => undefined);
        return say({ kind: 'failed', text: `${wallet.name} has disconnected ${units.short(was)} from this page` });
      }
      using(at(wallet, all[0]));
      say({
        kind: 'done',
        text: `${wallet.name} has switched from ${units.short(was)} to ${units.short(all[0].address)}: the page now shows that account`,
      });
    };
    return feature(wallet, 'standard:events')?.on('change', ({ accounts }) => follow(accounts ?? wallet.accounts));
  }, [connected, become, using, say]);

  return {
    connect: (wallet) => {
      const mine = ++latest.current;
      say({ kind: 'working', text: `${wallet.name} is asked to connect: look into it` });
      asked(wallet)
        .then(({ accounts }) => {
          if (mine !== latest.current) return;
          const [first] = accountsOf(accounts);
          if (!first)
            return say({ kind: 'failed', text: `${wallet.name} shows no Solana account: choose one in the wallet` });
          using(at(wallet, accountsOf(accounts).find(({ address }) => address === remembered('account')) ?? first));
          say(undefined);
        })
        .catch(async (failed: unknown) => {
          const { remedy, saidNo, wordsOf } = await import('../client/walletWords');
          if (mine !== latest.current) return;
          const said = wordsOf(failed);
          say({
            kind: 'failed',
            text: saidNo(failed)
              ? `You did not connect ${wallet.name}`
              : `${wallet.name} did not connect${said ? `: “${said}”` : ''}. ${remedy(failed)}`,
          });
        });
    },
    choose: (account) => connected && using(at(connected.wallet, account)),
    disconnect: () => {
      latest.current++;
      remember(undefined);
      const wallet = connected?.wallet;
      become(() => undefined);
      // once the page has stopped listening, so that it does not look as if the wallet disconnected
      setTimeout(() => {
        void Promise.resolve(wallet && feature(wallet, 'standard:disconnect')?.disconnect()).catch(() => undefined);
      });
    },
  };
}
