/** Founding: a name, a token, statutes, terms, and the pool that decides whether it starts. */
import { useState } from 'react';
import { address, isAddress } from '@solana/kit';
import { flows, reads, units, words, type Kinds } from '../client';
import { RATCHETS } from '../client/rules';
import { isLocal, rpc, signerOf } from './chain';
import { Field, Form, Lines, type Said } from './parts';
import { useRead, useShared } from './state';

const WAY = { down: 'can only fall', up: 'can only rise', fixed: 'fixed for ever' } as const;

/** The fields of a charter, named as its terms. */
export function CharterFields({ charter, decimals }: { charter: Kinds['charter']; decimals: number }) {
  return (
    <div className="grid">
      {words.CHARTER.map(({ key, label, help, shape }) => {
        const value = charter[key];
        const shown = shape === 'money' ? units.formatAmount(BigInt(value), decimals).replace(/\s/g, '') : shape === 'bps' ? String(Number(value) / 100) : shape === 'duration' ? String(Number(value) / units.DAY) : String(value);
        const unit = { money: '', bps: ', %', duration: ', days', count: '' }[shape];
        const way = RATCHETS[key];
        return <Field key={key} name={key} label={`${label}${unit}`} defaultValue={shown} inputMode="decimal" required hint={<>{help}{way && <> <b className="ratchet">{WAY[way]}</b></>}</>} />;
      })}
    </div>
  );
}

/** A charter from its fields. */
export function charterOf(said: Said, decimals: number): Kinds['charter'] {
  return Object.fromEntries(words.CHARTER.map(({ key, label, shape }) => {
    const text = said(key).replace(',', '.');
    try {
      if (shape === 'money') return [key, units.parseAmount(text, decimals)];
      if (shape === 'bps') return [key, units.parsePercent(text)];
      const number = Number(text) * (shape === 'duration' ? units.DAY : 1);
      if (!Number.isInteger(Math.round(number * 1000) / 1000) || number < 0) throw new Error(`“${text}” is no whole number${shape === 'duration' ? ' of seconds' : ''}`);
      return [key, Math.round(number)];
    } catch (wrong) {
      throw new Error(`${label}: ${(wrong as Error).message}`);
    }
  })) as unknown as Kinds['charter'];
}

/** The terms of a pool from its fields, days counted from `opens`. */
export function poolOf(said: Said, decimals: number, opens: bigint): Kinds['terms'] {
  const days = (name: string) => BigInt(Math.round(Number(said(name)) * units.DAY));
  const amount = (name: string) => units.parseAmount(said(name) || '0', decimals);
  const use = amount('minUse');
  return {
    minRaise: amount('minRaise'), maxRaise: amount('maxRaise'), minMembers: Number(said('minMembers')), minUse: use, maxPledge: amount('maxPledge'), maxUse: amount('maxUse'),
    opens, withdrawUntil: opens + days('withdrawDays'), deadline: opens + days('deadlineDays'), useBondBps: units.parsePercent(said('useBond') || '0'), purpose: new Uint8Array(32),
  };
}

export function PoolFields() {
  return (
    <div className="grid">
      <Field name="minRaise" label="Money needed" defaultValue="300" inputMode="decimal" required hint="Gate 1: less than this, and everyone gets everything back" />
      <Field name="maxRaise" label="Money taken, at most" defaultValue="1000" inputMode="decimal" required hint="More than this is given back in proportion" />
      <Field name="minMembers" label="People needed" defaultValue="3" inputMode="numeric" required hint="Gate 2" />
      <Field name="minUse" label="Use needed" defaultValue="0" inputMode="decimal" hint="Gate 3: fees that members promise to pay in two periods" />
      <Field name="maxPledge" label="Money of one member, at most" defaultValue="500" inputMode="decimal" required />
      <Field name="maxUse" label="Use of one member, at most" defaultValue="1000" inputMode="decimal" />
      <Field name="useBond" label="Bond behind promised use, %" defaultValue="10" inputMode="decimal" hint="Lost in part if the promise is not kept" />
      <Field name="withdrawDays" label="Taken back until, days" defaultValue="20" inputMode="decimal" required hint="So long, pledges can be taken back" />
      <Field name="deadlineDays" label="Decided after, days" defaultValue="30" inputMode="decimal" required hint="At most 180" />
    </div>
  );
}

export function Found() {
  const { act, connected } = useShared();
  const [mint, setMint] = useState(new URLSearchParams(location.search).get('mint') ?? '');
  // amounts of the charter are written in the token's units, so the token comes first
  const { data: token, error } = useRead(async () => {
    if (!isAddress(mint)) return undefined;
    const [found, purse] = await Promise.all([reads.token(rpc, mint), connected && reads.purse(rpc, connected.address)]);
    return { ...found, held: purse?.get(mint) ?? 0n };
  }, mint, connected?.address, 60);
  const decimals = token?.decimals;
  return (
    <section aria-labelledby="found">
      <h1 id="found">Found a co-operative</h1>
      <p className="lead">You and the people you found it with pledge money and use. If enough of both comes together in time, it starts. If not, everyone gets every unit back.</p>
      <Form button="Found it" label="Found a co-operative" onSubmit={async (said) => {
        if (decimals === undefined) throw new Error(error ?? 'the token is named by the address of its mint');
        const charter = charterOf(said, decimals);
        const statutes = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(said('statutes'))));
        // found now, and open in a minute: pledges can be made as soon as the first members are in
        const pool = poolOf(said, decimals, (await reads.clock(rpc)) + 60n);
        let coop = '';
        await act('Founding', async (founder) => {
          const made = await flows.found(rpc, signerOf(founder), {
            id: BigInt(Date.now()), name: said('name'), mint: address(mint), statutesUri: said('statutesUri'), statutesHash: statutes, charter, pool,
          });
          coop = made.coop;
          return made.instructions;
        }, () => { location.hash = `#/coop/${coop}`; });
      }}>
        <fieldset className="card">
          <legend>Who you are</legend>
          <div className="grid">
            <Field name="name" label="Name" required maxLength={32} placeholder="Mill Street Bakery" />
            <Field name="mint" label="Token it counts in (mint)" required value={mint} onChange={(event) => setMint(event.target.value.trim())}
              hint={mint !== '' && (error || !isAddress(mint)) ? <span className="wrong">{error ?? 'This is no address.'}</span> : token ? `A token with ${token.decimals} decimal places${connected ? `; you hold ${units.showAmount(token.held, token.decimals)}` : ''}. It can never be changed.` : isLocal ? 'The local network prints one' : 'For example a stablecoin; it can never be changed'} />
            <Field name="statutesUri" label="Where the statutes are" type="url" maxLength={128} placeholder="https://…" />
            <Lines name="statutes" label="Statutes, word for word" hint="Only their fingerprint is kept on the chain" />
          </div>
        </fieldset>
        <fieldset className="card"><legend>The pool that decides whether it starts</legend><PoolFields /></fieldset>
        <details className="card"><summary>The charter: what is promised, and which way it may change</summary>
          <p>These are usual terms; a co-op can begin with them.</p>
          <CharterFields key={decimals} charter={words.usualCharter(decimals ?? 6)} decimals={decimals ?? 6} />
        </details>
      </Form>
    </section>
  );
}
