/** Founding: a name, a token, statutes, who shares in what is left over, the other terms, and the pool that decides whether it starts. */
import { useState, type ReactNode } from 'react';
import { address, isAddress } from '@solana/kit';
import { flows, multiplied, reads, stablecoinsOf, texts, units, words, type Kinds } from '../client';
import { RATCHETS } from '../client/rules/ratchets';
import { WrongInput } from '../client/failures';
import * as math from '../generated/math';
import { isLocal, rpc } from './chain';
import * as drafts from './drafts';
import { documentOf, Field, FileAndLink, Form, Text, type Said } from './forms';
import { signerOf } from './signer';
import { useRead, useShared } from './state';
import { POOL } from './poolTerms';
import { GROUPS, type Key } from './terms';

const WAY = { down: 'can only fall', up: 'can only rise', fixed: 'fixed for ever' } as const;

const shownAs = (charter: Kinds['charter'], key: Key, token: units.Measure): string => {
  const { shape } = words.CHARTER.find((term) => term.key === key)!;
  const value = charter[key];
  return shape === 'money'
    ? units.plainAmount(BigInt(value), token)
    : shape === 'bps'
      ? String(Number(value) / 100)
      : shape === 'duration'
        ? units.plainDays(value)
        : String(value);
};

/** The fields of some terms of a charter, named as the terms; each says its bounds, and which way it may change. */
function Terms({ charter, token, keys }: { charter: Kinds['charter']; token: units.Measure; keys: readonly Key[] }) {
  const symbol = units.symbolOf(token);
  return (
    <div className="grid">
      {keys
        .map((key) => words.CHARTER.find((term) => term.key === key)!)
        .map(({ key, label, help, shape }) => {
          const unit = {
            money: symbol ? `, ${symbol}` : '',
            bps: ', %',
            duration: ', days',
            count: '',
          }[shape];
          const way = RATCHETS[key];
          const [plain, ratchet] = help.split(/; (?=can only|fixed for)/);
          return (
            <Field
              key={key}
              name={key}
              label={`${label}${unit}`}
              defaultValue={shownAs(charter, key, token)}
              inputMode="decimal"
              required
              hint={
                <>
                  {plain}
                  {way && (
                    <>
                      ; <b className="ratchet">{ratchet ?? WAY[way]}</b>
                    </>
                  )}
                </>
              }
            />
          );
        })}
    </div>
  );
}

/** The fields of a whole charter. */
export function CharterFields({
  charter,
  token,
  from = 0,
}: {
  charter: Kinds['charter'];
  token: units.Measure;
  from?: number;
}) {
  return GROUPS.slice(from).map(([title, keys]) => (
    <fieldset key={title} className="terms-of">
      <legend>{title}</legend>
      <Terms charter={charter} token={token} keys={keys} />
    </fieldset>
  ));
}

/** A charter from its fields. */
export function charterOf(said: Said, token: units.Measure): Kinds['charter'] {
  const read = {
    money: (text: string) => units.parseAmount(text, token),
    bps: units.parsePercent,
    duration: units.parseDays,
    count: (text: string) => units.parseWhole(text),
  };
  return Object.fromEntries(
    words.CHARTER.map(({ key, label, shape }) => [key, units.inField(label, () => read[shape](said(key)))]),
  ) as unknown as Kinds['charter'];
}

/** The terms of a pool from its fields, days counted from `opens`. */
export function poolOf(said: Said, token: units.Measure, opens: bigint): Kinds['terms'] {
  const read = <T,>(key: keyof Kinds['terms'], of: (text: string) => T, field: string = key): T =>
    units.inField(words.POOL.find((term) => term.key === key)!.label, () => of(said(field)));
  const amount = (text: string) => units.parseAmount(text || '0', token);
  const share = (text: string) => units.parsePercent(text || '0');
  const after = (text: string) => opens + BigInt(units.parseDays(text));
  return {
    minRaise: read('minRaise', amount),
    maxRaise: read('maxRaise', amount),
    minMembers: read('minMembers', (text) => units.parseWhole(text)),
    minUse: read('minUse', amount),
    maxPledge: read('maxPledge', amount),
    maxUse: read('maxUse', amount),
    opens,
    withdrawUntil: read('withdrawUntil', after, 'withdrawDays'),
    deadline: read('deadline', after, 'deadlineDays'),
    stay: read('stay', units.parseDays),
    useBondBps: read('useBondBps', share, 'useBond'),
    minSolvencyBps: read('minSolvencyBps', share, 'minSolvency'),
    purpose: read('purpose', (text) => texts.shown('the text', text, texts.TEXTS.purpose)),
  };
}

const days = (seconds: number) => seconds / Number(math.DAY);
/** `founding`: the pool that starts the co-op, of which nothing has a price yet. */
export function PoolFields({ token, founding }: { token: units.Measure; founding?: boolean }) {
  const usual = (tokens: number) => units.plainAmount(words.usual(tokens, token), token);
  return (
    <div className="grid">
      <Text {...POOL.purpose} most={texts.TEXTS.purpose} long hint="Shown to everyone who pledges" />
      <Field
        {...POOL.minRaise}
        defaultValue={usual(300)}
        inputMode="decimal"
        required
        hint="Gate 1: with less than this, every pledge is refunded"
      />
      <Field
        {...POOL.maxRaise}
        defaultValue={usual(1_000)}
        inputMode="decimal"
        required
        hint="Anything above this is refunded in proportion"
      />
      <Field
        {...POOL.minMembers}
        defaultValue="3"
        inputMode="numeric"
        required
        hint="Gate 2: pledgers who have not left"
      />
      <Field
        {...POOL.minUse}
        defaultValue="0"
        inputMode="decimal"
        hint="Gate 3: the turnover that members promise, as payments made or received through the co-op, while their capital rests"
      />
      <Field {...POOL.maxPledge} defaultValue={usual(500)} inputMode="decimal" required />
      <Field {...POOL.maxUse} defaultValue={usual(1_000)} inputMode="decimal" />
      <Field
        name="useBond"
        label={`${POOL.useBondBps.label}, %`}
        defaultValue="10"
        inputMode="decimal"
        hint={`As a part of the promised use: ${math.MIN_USE_BOND_BPS / 100} to ${math.MAX_USE_BOND_BPS / 100}, or 0 if no use is needed. No pledge can be smaller than its bond, and a part of the bond is forfeited if the promise is not kept`}
      />
      <Field
        name="withdrawDays"
        label={`${POOL.withdrawUntil.label}, days`}
        defaultValue="20"
        inputMode="decimal"
        required
        hint="Until then pledges can be taken back"
      />
      <Field
        name="deadlineDays"
        label={`${POOL.deadline.label}, days`}
        defaultValue="30"
        inputMode="decimal"
        required
        hint={`At most ${math.POOL_LONGEST / math.DAY}`}
      />
      <Field
        name="stay"
        label={`${POOL.stay.label}, days`}
        defaultValue="90"
        inputMode="decimal"
        required
        hint={`${days(math.SHORTEST_STAY)} to ${days(math.LONGEST_STAY)}after the settlement. During this time capital cannot be asked back, and promises of use run`}
      />
      {!founding && (
        <Field
          name="minSolvency"
          label={`${POOL.minSolvencyBps.label}, %`}
          defaultValue="80"
          inputMode="decimal"
          hint="The pool fails, and every pledge is refunded, if the price of capital is lower at the settlement; 0: it succeeds at any price"
        />
      )}
    </div>
  );
}

/** Usual ways to share, as the two terms that make them; any mixture is possible. */
const PRESETS = [
  {
    name: "Shoppers' co-op",
    says: 'Members who buy through it share the surplus in proportion to their purchases.',
    providerBps: '0',
    workBps: '0',
  },
  {
    name: "Drivers' co-op",
    says: 'Members who provide the service share the surplus in proportion to their earnings from it.',
    providerBps: '100',
    workBps: '0',
  },
  {
    name: "Workers' co-op",
    says: 'Members whose work the co-op pays share first, up to the amount of their pay.',
    providerBps: '0',
    workBps: '100',
  },
  {
    name: 'Mixed',
    says: 'A quarter goes to work; of the rest, half goes to buyers and half to providers.',
    providerBps: '50',
    workBps: '25',
  },
] as const;

/** Where 100 of what is left over would go, before anyone is paid a return on shares. */
function ofHundred(said: Said): ReactNode {
  const given = ['reserveBps', 'solidarityBps', 'workBps', 'providerBps', 'interestCapBps'].map((name) => {
    try {
      return units.parsePercent(said(name)) / 100;
    } catch {
      return NaN; // half written
    }
  });
  if (given.some(Number.isNaN)) return undefined;
  const [reserve, solidarity, work, provider, interest] = given as [number, number, number, number, number];
  const pot = Math.max(0, 100 - reserve - solidarity);
  const show = (n: number) => n.toLocaleString('en', { maximumFractionDigits: 1 });
  const rest = pot * (1 - work / 100);
  return (
    <>
      Of a surplus of 100, {show(reserve)} stays in the reserve for ever and {show(solidarity)} goes to solidarity. Of
      the other {show(pot)}, shares get at most {show(interest)} % a year on paid-in capital, and never more than half.
      The rest{' '}
      {work > 0 && (
        <>goes first to those who work, up to {show(pot - rest)} and at most the amount of their pay; then </>
      )}
      goes by use:{' '}
      {provider === 0
        ? 'all of it to those who buy'
        : provider === 100
          ? 'all of it to those who provide services'
          : `${show(100 - provider)} % to those who buy, ${show(provider)} % to those who provide`}
      .
    </>
  );
}

function Sharing({ charter, token }: { charter: Kinds['charter']; token: units.Measure }) {
  const [chosen, choose] = useState<number>();
  const [told, tell] = useState(() => ofHundred((name) => shownAs(charter, name as Key, token)));
  const preset = chosen === undefined ? undefined : PRESETS[chosen];
  const pick = (i: number, form: HTMLFormElement | null) => {
    choose(i);
    for (const name of ['providerBps', 'workBps'] as const) {
      const field = form?.elements.namedItem(name);
      if (!(field instanceof HTMLInputElement)) continue;
      field.value = PRESETS[i]![name];
      field.dispatchEvent(new Event('input', { bubbles: true }));
    }
  };
  return (
    <fieldset
      className="card"
      onInput={(event) => {
        const { form } = event.currentTarget;
        if (!form) return;
        const given = new FormData(form);
        tell(ofHundred((name) => ((given.get(name) as string | null) ?? '').trim()));
      }}
    >
      <legend>{GROUPS[0]![0]}</legend>
      <p>At the end of each period, the surplus after costs is shared. Choose a usual way, or set your own.</p>
      <div className="does" role="group" aria-label="Usual ways to share">
        {PRESETS.map(({ name }, i) => (
          <button
            key={name}
            type="button"
            className={chosen === i ? undefined : 'quiet'}
            aria-pressed={chosen === i}
            onClick={(event) => pick(i, event.currentTarget.form)}
          >
            {name}
          </button>
        ))}
      </div>
      {preset && <p aria-live="polite">{preset.says}</p>}
      <Terms charter={charter} token={token} keys={GROUPS[0]![1]} />
      {told && (
        <p className="told" aria-live="polite">
          {told}
        </p>
      )}
    </fieldset>
  );
}

export function Found() {
  const { act, connected } = useShared();
  const [named] = useState(() => new URLSearchParams(location.search).get('mint') ?? '');
  const [mint, setMint] = useState(named);
  // amounts of the charter are written in the token's units, so the token comes first
  const { data: token, error } = useRead(
    async () => {
      if (!isAddress(mint)) return undefined;
      const [found, purse] = await Promise.all([
        reads.token(rpc, mint),
        connected && reads.purse(rpc, connected.address),
      ]);
      return { ...found, held: purse?.get(mint) ?? 0n };
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
          const statutes = await documentOf(said, 'statutes');
          // found now, and open in a minute: pledges can be made as soon as the first members are in
          const pool = poolOf(said, token, (await reads.clock(rpc)) + 60n);
          let coop = '';
          const did = await act('Founding', async (founder) => {
            const made = await flows.found(rpc, signerOf(founder), {
              id: BigInt(Date.now()),
              name: said('name'),
              mint: address(mint),
              statutesUri: statutes?.uri ?? '',
              statutesHash: statutes?.hash ?? new Uint8Array(32),
              charter: terms,
              pool,
              about: said('about'),
            });
            coop = made.coop;
            return [made.instructions, made.then];
          });
          if (did.done && did.failed && said('about'))
            drafts.handOn(connected?.address, `${coop} describe`, { about: said('about') });
          if (did.done) location.hash = `#/coop/${coop}`;
          return did;
        }}
      >
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
                  `A token with ${token.decimals} decimal places, written as ${token.symbol}${connected ? `; you hold ${units.showAmount(token.held, token)}` : ''}. It can never be changed. ${multiplied(token) ?? ''}`
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
        </details>
      </Form>
    </section>
  );
}
