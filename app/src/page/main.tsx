/** The page: find or found a co-op, and live in it with a wallet. */
import { lazy, StrictMode, Suspense, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { address, isAddress } from '@solana/kit';
import { sentence } from '../client/failures';
import * as reads from '../client/reads';
import * as rules from '../client/rules';
import * as units from '../client/units';
import { chain, cheat, connect, disconnect, isLocal, rpc, url, useWallets, type Connected } from './chain';
import { SharedContext, useRead, useShare, useShared } from './state';
import './style.css';

if (import.meta.env.VITE_TEST_WALLET) await (await import('./burner')).registerTestWallet();

// what a visitor sees first needs neither forms nor instructions: the rest is fetched when it is wanted
const Found = lazy(() => import('./found').then(({ Found }) => ({ default: Found })));
const CoopPage = lazy(() => import('./coop-page').then(({ CoopPage }) => ({ default: CoopPage })));

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
  const { shared, message, dismiss } = useShare(connected);
  const route = useRoute();
  useEffect(() => {
    const known = wallets.find(({ name }) => name === localStorage.getItem('coop wallet'));
    if (known && !connected) connect(known, true).then(setConnected, () => {});
  }, [wallets.length]); // eslint-disable-line react-hooks/exhaustive-deps
  return (
    <SharedContext value={shared}>
      <a className="skip" href="#main" onClick={(event) => { event.preventDefault(); document.getElementById('main')?.focus(); }}>To the content</a>
      <header className="top">
        <a className="brand" href="#/">Coop</a>
        <span className="network" title={url}>{chain.slice(7)}</span>
        {connected ? (
          <span className="who"><code data-testid="wallet" title={connected.address}>{units.short(connected.address)}</code> <button className="quiet" onClick={() => { disconnect(connected); setConnected(undefined); }}>Disconnect</button></span>
        ) : wallets.length === 0 ? <span className="who">No Solana wallet found in this browser</span> : (
          <span className="who">{wallets.map((wallet) => <button key={wallet.name} onClick={() => connect(wallet).then(setConnected, (failed: unknown) => shared.say({ kind: 'failed', text: sentence(failed) }))}>Connect {wallet.name}</button>)}</span>
        )}
      </header>
      <main id="main" tabIndex={-1}>
        <Suspense fallback={<p aria-busy="true">One moment…</p>}>
          {route[0] === 'coop' && isAddress(route[1] ?? '') ? <CoopPage at={address(route[1]!)} view={route[2] ?? ''} /> : route[0] === 'found' ? <Found /> : <Home />}
        </Suspense>
        {isLocal && <Local />}
      </main>
      <div className={`message ${message?.kind ?? ''}`} role="status" aria-live="polite">
        {message && <><span>{message.text}</span> {message.link && <a href={message.link} target="_blank" rel="noreferrer">Transaction</a>} <button className="quiet" aria-label="Dismiss" onClick={dismiss}>×</button></>}
      </div>
    </SharedContext>
  );
}

function Home() {
  const [sought, seek] = useState('');
  const { data, error } = useRead(() => reads.coops(rpc), ['coops']);
  const shown = data?.filter((coop) => units.text(coop.name).toLowerCase().includes(sought.toLowerCase()) || coop.address === sought);
  return (
    <section aria-labelledby="home">
      <h1 id="home">Co-operatives whose promises are kept by software</h1>
      <p>Members are vouched for by members. A co-op starts only when enough money, people and promised use are there. What is left over is shared by use. One member, one vote, and terms that can only get better for members.</p>
      <p><a className="button" href="#/found">Found a co-operative</a></p>
      <h2>Find one</h2>
      <label className="field"><span>Name or address</span><input value={sought} onChange={(event) => seek(event.target.value.trim())} /></label>
      {isAddress(sought) && shown?.length === 0 && <p><a href={`#/coop/${sought}`}>Go to {units.short(sought)}</a></p>}
      {!shown && (error ? <p className="wrong" role="alert">{error}. Trying again…</p> : <p aria-busy="true">Looking…</p>)}
      {shown?.length === 0 && <p>There is none here yet.</p>}
      <ul className="plain">{shown?.map((coop) => <li key={coop.address}><a href={`#/coop/${coop.address}`}><b>{units.text(coop.name)}</b></a> {rules.coopStatus(coop)}, {coop.members} {coop.members === 1 ? 'member' : 'members'}</li>)}</ul>
    </section>
  );
}

/** Gifts and time, on a network of one's own. */
function Local() {
  const { connected, say } = useShared();
  const mint = new URLSearchParams(location.search).get('mint');
  const tried = (what: string, make: () => Promise<void>) => void make().then(() => say({ kind: 'done', text: `${what}: done` }), (failed: unknown) => say({ kind: 'failed', text: `${what}: ${sentence(failed)}` }));
  const pass = async (days: number) => {
    const now = Number(await reads.clock(rpc));
    await cheat('surfnet_timeTravel', [{ absoluteTimestamp: (now + days * units.DAY) * 1000 }]);
  };
  return (
    <aside className="local" aria-label="Local network">
      <b>Your own network</b>
      {connected && mint && <button className="quiet" onClick={() => tried('Gift', async () => {
        await cheat('requestAirdrop', [connected.address, 10_000_000_000]);
        await cheat('surfnet_setTokenAccount', [connected.address, mint, { amount: 5_000_000_000 }]);
      })}>Give me SOL and 5 000 tokens</button>}
      {[1, 7, 31].map((days) => <button key={days} className="quiet" onClick={() => tried(`${days} days pass`, () => pass(days))}>Let {days} {days === 1 ? 'day' : 'days'} pass</button>)}
    </aside>
  );
}

createRoot(document.getElementById('root')!).render(<StrictMode><Page /></StrictMode>);
