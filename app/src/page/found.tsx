/** Founding: a name, a token, statutes, who shares in the surplus, the other terms, and the pool that decides whether it starts. */
import { useEffect, useRef, useState } from 'react';
import { address, isAddress, type Address } from '@solana/kit';
import { actions, flows, multiplied, reads, stablecoinsOf, texts, units, words } from '../client';
import { Refusal, TAKEN, Unsettled, WrongInput } from '../client/failures';
import { isLocal, rpc } from './chain';
import { write } from './drafting';
import * as drafts from './drafts';
import { addressIn, documentOf, Field, FileAndLink, Form, Text } from './forms';
import { signerOf } from './signer';
import { useRead, useShared } from './state';
import { GROUPS } from './terms';
import { CharterFields, charterOf, Terms } from './charterFields';
import { PoolFields, poolOf } from './poolFields';
import { Sharing } from './sharing';

const HEIR = actions.fieldsOf('Amend').find(({ name }) => name === 'heir')!;

export function Found() {
  const { act, connected, say } = useShared();
  useEffect(() => {
    document.title = 'Found a co-operative · Coop';
    return () => {
      document.title = 'Coop';
    };
  }, []);
  const id = useRef<HTMLInputElement>(null);
  const [named] = useState(() => new URLSearchParams(location.search).get('mint') ?? '');
  const [mint, setMint] = useState(named);
  // amounts of the charter are in the token's units, so the token has to be chosen first
  const { data: token, error } = useRead(
    async () => {
      if (!isAddress(mint)) return undefined;
      const wallet = connected?.address;
      const [found, accounts, lamports] = await Promise.all([
        reads.token(rpc, mint),
        wallet && reads.tokenAccounts(rpc, wallet),
        wallet && rpc.getBalance(wallet, { commitment: 'confirmed' }).send(),
      ]);
      return {
        ...found,
        held: wallet && accounts && lamports ? await reads.payable(wallet, found, accounts, lamports.value) : 0n,
      };
    },
    mint,
    connected?.address,
    60,
  );
  const { data: coins = [] } = useRead(() => stablecoinsOf(rpc), 'stablecoins', '', 3_600);
  const choose = (mint: string, form: HTMLFormElement | null) => {
    const field = form?.elements.namedItem('mint');
    if (!(field instanceof HTMLInputElement)) return;
    field.value = mint;
    field.dispatchEvent(new Event('input', { bubbles: true }));
  };
  const measure = token ?? 6;
  const charter = words.usualCharter(measure);
  return (
    <section aria-labelledby="found">
      <h1 id="found">Found a co-operative</h1>
      <p className="lead">
        You and your co-founders pledge money and use. If there is enough of both in time, the co-op starts. If not,
        every unit is refunded.
      </p>
      <Form
        button="Found it"
        label="Found a co-operative"
        draft={{ name: 'founding', means: 'founding', made: String(token?.decimals) }}
        onSubmit={async (said) => {
          if (token === undefined)
            throw new WrongInput(
              'mint',
              isAddress(mint)
                ? (error ?? 'The token is being read: try again in a moment')
                : `“${mint}” is not an address: the token is named by the address of its mint`,
            );
          const terms = charterOf(said, token);
          const heir = said('heir') && addressIn(said('heir'));
          const statutes = await documentOf(said, 'statutes');
          // the pool opens a minute after the founding: members can pledge as soon as they are admitted
          const pool = poolOf(said, token, (await reads.clock(rpc)) + 60n);
          // one form founds one co-op: sent again, even from its draft after a reload, it has the same address
          if (id.current?.value === '') write(id.current, String(Date.now()));
          const number = BigInt(id.current!.value);
          let coop: Address | undefined;
          const did = await act('Founding', async (founder) => {
            const made = await flows.found(rpc, signerOf(founder), {
              id: number,
              name: said('name'),
              mint: address(mint),
              statutesUri: statutes?.uri ?? '',
              statutesHash: statutes?.hash ?? new Uint8Array(32),
              charter: terms,
              pool,
              about: said('about'),
              ...(heir ? { heir } : {}),
            });
            coop = made.coop;
            return [made.instructions, made.then];
          });
          // if the description was not sent, or its outcome is unknown, the co-op's own form offers it
          // of a founding from before, which was found to be the same, the address is another one
          const its = did.failed instanceof Unsettled ? (did.failed.signed.coop ?? coop) : coop;
          if (its && drafts.isLeftOver(did) && said('about'))
            drafts.handOn(connected?.address, `${its} describe`, { about: said('about') });
          if (did.done && coop) location.hash = `#/coop/${coop}`;
          if (coop && did.failed instanceof Refusal && did.failed.message === TAKEN)
            say({
              kind: 'failed',
              text: 'This form has founded a co-op before: look at it first. To found another one, discard the draft and fill in the form anew. Nothing was sent now',
              coop,
            });
          return did;
        }}
      >
        <input ref={id} name="id" defaultValue="" hidden />
        <fieldset className="card">
          <legend>Who you are</legend>
          <div className="grid">
            <Text name="name" label="Name" required most={texts.TEXTS.name} />
            <Field
              name="mint"
              label="Token it counts in (mint)"
              required
              defaultValue={named}
              onInput={(event) => setMint(event.currentTarget.value.trim())}
              hint={
                mint !== '' && (error || !isAddress(mint)) ? (
                  <span className="wrong">{error ?? 'This is not an address.'}</span>
                ) : token ? (
                  `A token with ${token.decimals} decimal places, written as ${token.symbol}${connected ? `; you can pay up to ${units.showAmount(token.held, token)}` : ''}. It can never be changed. ${multiplied(token) ?? ''}`
                ) : isLocal ? (
                  'The local network prints one'
                ) : (
                  'For example a stablecoin; it can never be changed'
                )
              }
            />
            <Text
              name="about"
              label="What it is about"
              most={texts.TEXTS.about}
              long
              hint="In a few sentences. It is written in a second transaction"
            />
          </div>
          {coins.length > 0 && (
            <p>
              Known stablecoins, each as its issuer names it:{' '}
              {coins.map((coin) => (
                <span key={coin.symbol}>
                  <button
                    type="button"
                    className={coin.mint === mint ? undefined : 'quiet'}
                    aria-pressed={coin.mint === mint}
                    onClick={(event) => choose(coin.mint, event.currentTarget.form)}
                  >
                    {coin.symbol}
                  </button>{' '}
                  <a href={coin.source} target="_blank" rel="noreferrer">
                    {coin.name}
                  </a>{' '}
                </span>
              ))}
            </p>
          )}
          <FileAndLink
            name="statutes"
            label="Statutes, a file"
            most={texts.TEXTS.statutesLink}
            hint="Applicants sign them. Only their fingerprint is kept on the chain"
          />
        </fieldset>
        <Sharing key={`sharing ${token?.decimals ?? ''}`} charter={charter} token={measure} />
        <details className="card">
          <summary>Pioneers: a capped bonus that fades</summary>
          <p>
            Members who use a young co-op carry more risk than those who come later. Dividends of the first surpluses
            make pioneer units, and so does a share of the founding pool that is still held on the pioneers' date. From
            that date on they are paid, each up to a cap, and no new ones are made. These terms can never be changed.
          </p>
          <Terms key={token?.decimals} charter={charter} token={measure} keys={GROUPS[1]![1]} />
        </details>
        <fieldset className="card">
          <legend>The pool that decides whether it starts</legend>
          <PoolFields key={token?.decimals} token={measure} founding />
        </fieldset>
        <details className="card">
          <summary>The rest of the charter: its promises, and the direction in which each can change</summary>
          <p>These are usual terms; a co-op can begin with them.</p>
          <CharterFields key={token?.decimals} charter={charter} token={measure} from={2} />
          <Field
            name="heir"
            label={HEIR.label}
            placeholder="none"
            hint={`${HEIR.hint!}: one of the same token that is at work, and a year old`}
          />
        </details>
      </Form>
    </section>
  );
}
