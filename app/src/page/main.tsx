/** The page: finding or founding a co-op, and taking part in it with a wallet. */
import { lazy, StrictMode, useEffect, useReducer, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { address, isAddress } from '@solana/kit';
import { bare } from '../client/units';
import { Boundary } from './boundary';
import { areChosen, badRpc, chain, choose, hosts, isLocal, NETWORKS, settleChain, strangers, url } from './chain';
import { Home } from './home';
import { offerMobileWallets } from './mobile';
import { SharedContext, useShare } from './state';
import { networksOf, suitsChain, useConnecting, useWallets, type Connected } from './wallets';
import { Menu, Who } from './who';
import './style.css';

if (import.meta.env.VITE_TEST_WALLET) await (await import('./burner')).registerTestWallet();
void offerMobileWallets();

// what a visitor sees first needs neither forms nor instructions: the rest is fetched on demand
const Found = lazy(() => import('./found').then(({ Found }) => ({ default: Found })));
const CoopPage = lazy(() => import('./coop').then(({ CoopPage }) => ({ default: CoopPage })));
const Nowhere = lazy(() => import('./nowhere').then(({ Nowhere }) => ({ default: Nowhere })));
const Stranger = lazy(() => import('./stranger').then(({ Stranger }) => ({ default: Stranger })));
const Local = lazy(() => import('./local').then(({ Local }) => ({ default: Local })));

/** Moves the keyboard's focus to the content, also from a button that is about to vanish. */
const toContent = (preventScroll = false) => document.getElementById('main')?.focus({ preventScroll });

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
  const { shared, message, dismiss, check, forget, stop } = useShare(connected);
  const does = useConnecting(wallets, connected, setConnected, shared.tell);
  const route = useRoute();
  const [, settled] = useReducer((times: number) => times + 1, 0);
  // if the node does not answer now, it is asked again before anything is signed
  useEffect(() => void settleChain().then(settled, () => {}), []);
  return (
    <SharedContext value={shared}>
      <a
        className="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          toContent();
        }}
      >
        To the content
      </a>
      <header className="top">
        <a className="brand" href="#/">
          Coop
        </a>
        <Networks />
        <Who
          wallets={wallets}
          connected={connected}
          does={{ ...does, disconnect: () => (stop(), does.disconnect()) }}
        />
      </header>
      <main id="main" tabIndex={-1}>
        {connected && strangers().length > 0 && (
          <Boundary what="Who runs the node of this page">
            <Stranger agreed={settled} />
          </Boundary>
        )}
        {connected && !suitsChain(connected) && (
          <p className="down" role="alert">
            This wallet's account is not for this network: it is for {networksOf(connected)}, and this page is on{' '}
            {chain.slice(7)}. Change the network in the wallet, or that of this page at its top. Until then it cannot
            sign.
          </p>
        )}
        <Boundary key={route.slice(0, 2).join('/')} what="This page" wait="One moment…">
          {badRpc !== undefined ? (
            <p className="down" role="alert">
              “{bare(badRpc)}” in the address of this page (<code>?rpc=</code>) is not a node: a node's address begins
              with https://. Nothing was read; choose a network at the top.
            </p>
          ) : route[0] === 'coop' && isAddress(route[1] ?? '') ? (
            <CoopPage at={address(route[1]!)} view={route.slice(2).join('/')} />
          ) : route[0] === 'found' && route.length === 1 ? (
            <Found />
          ) : route[0] === '' ? (
            <Home />
          ) : (
            <Nowhere route={route} />
          )}
        </Boundary>
        {isLocal && !badRpc && (
          <Boundary>
            <Local />
          </Boundary>
        )}
      </main>
      <div
        className={`message ${message?.kind ?? ''}`}
        role="status"
        aria-live="polite"
        onClick={({ target }) => target instanceof HTMLButtonElement && toContent(true)}
      >
        {message && (
          <>
            <span>{message.text}</span>{' '}
            {message.link && (
              <a href={message.link} target="_blank" rel="noreferrer">
                Transaction
              </a>
            )}{' '}
            {message.coop && message.kind !== 'unknown' && <a href={`#/coop/${message.coop}`}>The co-op</a>}{' '}
            {message.canStop && (
              <button className="quiet" onClick={stop}>
                Stop waiting
              </button>
            )}{' '}
            {message.kind === 'unknown' && (
              <>
                <button className="quiet" onClick={() => check()}>
                  Check again
                </button>{' '}
                {message.signature && (
                  <button className="quiet" onClick={forget} title="You have looked, and know what became of it">
                    Forget it
                  </button>
                )}
              </>
            )}{' '}
            <button className="quiet" aria-label="Dismiss" onClick={dismiss}>
              ×
            </button>
          </>
        )}
      </div>
    </SharedContext>
  );
}

/** The network that the page uses, and links to others. */
function Networks() {
  const to = (rpc: string) => `?${new URLSearchParams({ rpc })}`;
  return (
    <Menu says={[chain.slice(7), ...hosts].join(' · ')} title={url}>
      {Object.entries(NETWORKS).map(([name, rpc]) => (
        <a key={name} href={to(rpc)} aria-current={rpc === url ? 'true' : undefined}>
          {name}
        </a>
      ))}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const said = new FormData(event.currentTarget).get('rpc') as string;
          choose(said);
          location.search = to(said);
        }}
      >
        <label className="field">
          <span>Another, by its RPC address</span>
          <input name="rpc" type="url" required defaultValue={areChosen() ? url : undefined} />
        </label>
        <button className="quiet">Go</button>
      </form>
    </Menu>
  );
}

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <Page />
  </StrictMode>,
);
