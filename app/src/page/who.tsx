/** Who is connected: the wallet and its account, or how to get one. */
import { useEffect, useRef, useState, useSyncExternalStore, type ReactNode } from 'react';
import type { Wallet } from '@wallet-standard/base';
import * as units from '../client/units';
import { isLocal } from './chain';
import { copy } from './parts';
import { accountsOf, type Connected, type Connecting } from './wallets';

/** A menu that closes on Escape, and on a click elsewhere. */
export function Menu({
  className = '',
  says,
  title,
  children,
}: {
  className?: string;
  says: string;
  title?: string;
  children: ReactNode;
}) {
  const box = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = (event: Event) => {
      const menu = box.current;
      if (!menu?.open) return;
      if (event instanceof KeyboardEvent ? event.key !== 'Escape' : menu.contains(event.target as Node)) return;
      if (menu.contains(document.activeElement)) menu.querySelector('summary')!.focus();
      menu.open = false;
    };
    document.addEventListener('keydown', close);
    document.addEventListener('pointerdown', close);
    return () => (document.removeEventListener('keydown', close), document.removeEventListener('pointerdown', close));
  }, []);
  return (
    <details className={`menu ${className}`} ref={box}>
      <summary title={title}>{says}</summary>
      <div>{children}</div>
    </details>
  );
}

let called: string | undefined;
const listeners = new Set<() => void>();
/** Sets the name that the co-op shown has for the connected member. */
export const knownAs = (name: string | undefined): void => {
  called = name;
  listeners.forEach((tell) => tell());
};
const subscribe = (tell: () => void) => (listeners.add(tell), () => void listeners.delete(tell));

function Copy({ of }: { of: string }) {
  const [copied, set] = useState(false);
  const press = () =>
    void copy(of).then(
      () => {
        set(true);
        setTimeout(() => set(false), 2_000);
      },
      () => prompt('Copy the address', of),
    );
  return (
    <button className="quiet" title={of} onClick={press}>
      {copied ? 'Copied' : 'Copy'}
    </button>
  );
}

export function Who({
  wallets,
  connected,
  does,
}: {
  wallets: readonly Wallet[];
  connected: Connected | undefined;
  does: Connecting;
}) {
  const name = useSyncExternalStore(subscribe, () => called);
  if (connected) return <Here connected={connected} name={name} does={does} />;
  if (wallets.length === 0) return <Nobody />;
  const buttons = wallets.map((wallet) => (
    <button key={wallet.name} onClick={() => does.connect(wallet)}>
      Connect {wallet.name}
    </button>
  ));
  return wallets.length > 2 ? (
    <Menu className="who" says="Connect a wallet">
      {buttons}
    </Menu>
  ) : (
    <span className="who">{buttons}</span>
  );
}

function Here({
  connected: { wallet, account, address },
  name,
  does,
}: {
  connected: Connected;
  name: string | undefined;
  does: Connecting;
}) {
  const all = accountsOf(wallet.accounts);
  const label = (one: (typeof all)[number]) => [one.label, units.short(one.address)].filter(Boolean).join(' · ');
  return (
    <span className="who">
      {(wallet.icon as string | undefined) && <img src={wallet.icon} alt="" width="20" height="20" />}
      <span data-testid="wallet" title={`${address}, of ${wallet.name}`}>
        {name && <b>{name} </b>}
        {account.label && all.length < 2 && <>{account.label} </>}
        {all.length < 2 && <code>{units.short(address)}</code>} <small>{wallet.name}</small>
      </span>
      {all.length > 1 && (
        <select
          aria-label="Account"
          value={address}
          onChange={(event) => {
            const to = all.find((one) => one.address === event.target.value);
            if (to) does.choose(to);
          }}
        >
          {all.map((one) => (
            <option key={one.address} value={one.address}>
              {label(one)}
            </option>
          ))}
        </select>
      )}
      <Copy of={address} />
      <button className="quiet" onClick={does.disconnect}>
        Disconnect
      </button>
    </span>
  );
}

const Nobody = () => (
  <Menu className="who" says="No wallet in this browser">
    <p>
      A wallet is a program in your browser that keeps your key and asks you before it signs. You can look around
      without one.
    </p>
    <p>To join, install any wallet for Solana from your browser's own store, then load this page again.</p>
    <p>On an iPhone or iPad, install a wallet app and open this page in the browser inside that app.</p>
    {isLocal && (
      <p>
        On a network of your own you need none: <code>cargo xtask up</code> prints the address of a second page, with a
        wallet for trying built in.
      </p>
    )}
  </Menu>
);
