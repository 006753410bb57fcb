/** The page: find or found a co-op, and live in it with a wallet. */
import { lazy, StrictMode, Suspense, useEffect, useRef, useState, type ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { address, isAddress } from '@solana/kit';
import { sentence } from '../client/failures';
import * as units from '../client/units';
import { chain, connect, disconnect, isLocal, NETWORKS, onSwitch, suitsChain, url, useWallets, type Connected } from './chain';
import { Home } from './home';
import { SharedContext, useShare, type Shared } from './state';
import './style.css';

if (import.meta.env.VITE_TEST_WALLET) await (await import('./burner')).registerTestWallet();

// what a visitor sees first needs neither forms nor instructions: the rest is fetched when it is wanted
const Found = lazy(() => import('./found').then(({ Found }) => ({ default: Found })));
const CoopPage = lazy(() => import('./coop').then(({ CoopPage }) => ({ default: CoopPage })));
const Nowhere = lazy(() => import('./nowhere').then(({ Nowhere }) => ({ default: Nowhere })));
const Local = lazy(() => import('./local').then(({ Local }) => ({ default: Local })));

function useRoute(): string[] {
  const [hash, set] = useState(location.hash);
  useEffect(() => {
    const changed = () => set(location.hash);
    addEventListener('hashchange', changed);
    return () => removeEventListener('hashchange', changed);
  }, []);
  return hash.replace(/^#\/?/, '').split('/');
}

function Page() {
  const wallets = useWallets();
  const [connected, setConnected] = useState<Connected>();
  const { shared, message, dismiss, check, forget } = useShare(connected);
  const route = useRoute();
  useEffect(() => {
    const known = wallets.find(({ name }) => name === localStorage.getItem('coop wallet'));
    if (known && !connected) connect(known, true).then(setConnected, () => {});
  }, [wallets.length]); // eslint-disable-line react-hooks/exhaustive-deps
  useEffect(() => (connected ? onSwitch(connected, setConnected) : undefined), [connected]);
  return (
    <SharedContext value={shared}>
      <a className="skip" href="#main" onClick={(event) => { event.preventDefault(); document.getElementById('main')?.focus(); }}>To the content</a>
      <header className="top">
        <a className="brand" href="#/">Coop</a>
        <Networks />
        <Who wallets={wallets} connected={connected} become={setConnected} say={shared.say} />
      </header>
      <main id="main" tabIndex={-1}>
        {connected && !suitsChain(connected) && <p className="down" role="alert">This wallet's account is not for this network ({chain.slice(7)}): change the network in the wallet, or of this page at its top. Until then it cannot sign.</p>}
        <Suspense fallback={<p className="empty" aria-busy="true">One moment…</p>}>
          {route[0] === 'coop' && isAddress(route[1] ?? '') ? <CoopPage at={address(route[1]!)} view={route[2] ?? ''} /> : route[0] === 'found' ? <Found /> : route[0] === '' ? <Home /> : <Nowhere route={route} />}
          {isLocal && <Local />}
        </Suspense>
      </main>
      <div className={`message ${message?.kind ?? ''}`} role="status" aria-live="polite">
        {message && <><span>{message.text}</span> {message.link && <a href={message.link} target="_blank" rel="noreferrer">Transaction</a>} {message.kind === 'unknown' && <><button className="quiet" onClick={check}>Check again</button> {message.signature && <button className="quiet" onClick={forget} title="You have looked, and know what became of it">Forget it</button>}</>} <button className="quiet" aria-label="Dismiss" onClick={dismiss}>×</button></>}
      </div>
    </SharedContext>
  );
}

/** A menu that closes with Escape, and with a click elsewhere. */
function Menu({ className = '', says, title, children }: { className?: string; says: string; title?: string; children: ReactNode }) {
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
  return <details className={`menu ${className}`} ref={box}><summary title={title}>{says}</summary><div>{children}</div></details>;
}

/** Which network the page talks to, and the way to another. */
function Networks() {
  const to = (rpc: string) => `?${new URLSearchParams({ rpc })}`;
  return (
    <Menu says={chain.slice(7)} title={url}>
        {Object.entries(NETWORKS).map(([name, rpc]) => <a key={name} href={to(rpc)} aria-current={rpc === url ? 'true' : undefined}>{name}</a>)}
        <form onSubmit={(event) => { event.preventDefault(); location.search = to(String(new FormData(event.currentTarget).get('rpc'))); }}>
          <label className="field"><span>Another, by its RPC address</span><input name="rpc" type="url" required defaultValue={url} /></label><button className="quiet">Go</button>
        </form>
    </Menu>
  );
}

/** The wallet, or how to get one. */
function Who({ wallets, connected, become, say }: { wallets: ReturnType<typeof useWallets>; connected: Connected | undefined; become(c: Connected | undefined): void; say: Shared['say'] }) {
  if (connected) return <span className="who"><code data-testid="wallet" title={connected.address}>{units.short(connected.address)}</code> <button className="quiet" onClick={() => { disconnect(connected); become(undefined); }}>Disconnect</button></span>;
  if (wallets.length > 0) return <span className="who">{wallets.map((wallet) => <button key={wallet.name} onClick={() => connect(wallet).then(become, (failed: unknown) => say({ kind: 'failed', text: sentence(failed) }))}>Connect {wallet.name}</button>)}</span>;
  return (
    <Menu className="who" says="No wallet in this browser">
        <p>A wallet is a program in your browser that keeps your key and asks you before it signs. You can look around without one.</p>
        <p>To join, install any wallet for Solana from your browser's own store, then load this page again.</p>
        {isLocal && <p>On a network of your own you need none: <code>cargo xtask up</code> prints the address of a second page, with a wallet for trying built in.</p>}
    </Menu>
  );
}

createRoot(document.getElementById('root')!).render(<StrictMode><Page /></StrictMode>);
