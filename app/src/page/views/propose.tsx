/** Proposing: every action as a form, with what it would do before it is proposed. */
import { useState } from 'react';
import { address, isAddress, type Address } from '@solana/kit';
import { addresses, rules, texts, units, words, type At, type Kinds } from '../../client';
import { NONE } from '../../client/addresses';
import type { CharterTerms, Mandate } from '../../generated';
import { CharterFields, charterOf, PoolFields, poolOf } from '../found';
import { Choose, Field, Form, Lines, type Said } from '../forms';
import { flow, useAct, type Seen } from '../state';

interface Input {
  name: string;
  label: string;
  kind: 'wallet' | 'member' | 'coop' | 'program' | 'amount' | 'percent' | 'days' | 'check' | 'mandate' | 'accounts' | 'hex' | 'there' | 'purpose' | 'text';
  hint?: string;
}
/** What can be proposed, in the order of how often it is. */
const ACTIONS: Readonly<Record<string, { label: string; special: string; fields: readonly Input[] }>> = {
  Spend: { label: 'Pay someone', special: 'a simple majority within the budget, else two thirds', fields: [{ name: 'to', label: 'Wallet', kind: 'wallet' }, { name: 'amount', label: 'Amount', kind: 'amount' }, { name: 'purpose', label: 'What for', kind: 'purpose' }] },
  ToAgent: { label: 'Send money to the co-op\'s own agent', special: 'a simple majority within the budget, else two thirds', fields: [{ name: 'amount', label: 'Amount', kind: 'amount', hint: 'For use in other programs. It is no expense: it stays the co-op\'s, and wears like an investment until it comes home' }] },
  Mandate: { label: 'Let someone draw in every period', special: 'a simple majority within the budget, else two thirds', fields: [{ name: 'to', label: 'Wallet', kind: 'wallet' }, { name: 'perPeriod', label: 'In a period', kind: 'amount' }, { name: 'until', label: 'For, days', kind: 'days' }, { name: 'work', label: 'Pay for work: what is drawn counts as its share in the surplus, if it is a member', kind: 'check' }] },
  RevokeMandate: { label: 'End a mandate', special: 'a simple majority', fields: [{ name: 'mandate', label: 'Mandate', kind: 'mandate' }] },
  Grant: { label: 'Grant from solidarity', special: 'a simple majority', fields: [{ name: 'to', label: 'Wallet', kind: 'wallet' }, { name: 'amount', label: 'Amount', kind: 'amount' }] },
  OpenPool: { label: 'Open a pool', special: 'a simple majority', fields: [] },
  SetTakeRate: { label: 'Set the take rate', special: 'a simple majority', fields: [{ name: 'bps', label: 'Rate, %', kind: 'percent', hint: 'For services that register from then on' }] },
  Amend: { label: 'Amend the charter', special: 'two thirds', fields: [] },
  Expel: { label: 'Expel a member', special: 'two thirds', fields: [{ name: 'member', label: 'Its wallet', kind: 'member' }] },
  Readmit: { label: 'Let an expelled member apply again', special: 'a simple majority', fields: [{ name: 'member', label: 'Its wallet', kind: 'member' }] },
  Rehome: { label: 'Move a membership to another wallet', special: 'two thirds, and half of all electors voting; then 30 days pass, and the old wallet must have done nothing for 180', fields: [{ name: 'member', label: 'Old wallet', kind: 'member' }, { name: 'wallet', label: 'New wallet', kind: 'wallet' }] },
  Describe: { label: 'Say anew what the co-op is about', special: 'a simple majority', fields: [{ name: 'about', label: 'What it is about', kind: 'text', hint: 'At most 280 bytes' }] },
  Sell: { label: 'Sell something the co-op invested in', special: 'a simple majority within the budget, else two thirds', fields: [{ name: 'amount', label: 'For, at most', kind: 'amount', hint: 'Whoever pays for it brings the money in under Services, as “the price of something the co-op owned”' }] },
  CoverLoss: { label: 'Cover losses from the reserve', special: 'two thirds', fields: [{ name: 'upTo', label: 'Up to', kind: 'amount', hint: 'What is covered is at most the loss, and at most a tenth of the reserve; once a year' }] },
  JoinFederation: { label: 'Join a federation', special: 'two thirds', fields: [{ name: 'federation', label: 'Its address', kind: 'coop' }] },
  AcceptFederation: { label: 'Accept a co-op into this federation', special: 'a simple majority', fields: [{ name: 'joining', label: 'Its address', kind: 'coop' }] },
  LeaveFederation: { label: 'Leave the federation, or take back the request to join', special: 'two thirds; a simple majority while it is only sought', fields: [] },
  Invoke: {
    label: 'Call another program', special: 'two thirds', fields: [
      { name: 'program', label: 'Program', kind: 'program' },
      { name: 'accounts', label: 'Accounts, one a line; “w” behind those it may change', kind: 'accounts' },
      { name: 'data', label: 'Data, as hexadecimal digits', kind: 'hex' },
      { name: 'pinned', label: 'Only with the code that the program has now', kind: 'check' },
    ],
  },
  Represent: { label: 'Act as a member of another co-op', special: 'a simple majority, or two thirds if it moves money', fields: [{ name: 'coop', label: 'Address of the other co-op', kind: 'coop' }, { name: 'there', label: 'What it does there', kind: 'there' }] },
  Collect: { label: 'Bring home what the agent holds', special: 'a simple majority', fields: [{ name: 'amount', label: 'Amount', kind: 'amount' }] },
  Dissolve: { label: 'End the co-op', special: 'two thirds, and half of all electors voting', fields: [] },
};

/** What a co-op can do as a member of another, and what has to be said for it. */
const THERE: Readonly<Record<string, { label: string; asks: readonly ('amount' | 'proposal' | 'choice')[] }>> = {
  apply: { label: 'Apply for membership', asks: [] }, castVote: { label: 'Vote', asks: ['proposal', 'choice'] }, subscribe: { label: 'Buy shares', asks: ['amount'] },
  claimDividends: { label: 'Take what it is owed', asks: [] }, askBack: { label: 'Ask capital back at the next close', asks: ['amount'] },
  withdrawShares: { label: 'Withdraw shares at the next close', asks: ['amount'] }, payCoop: { label: 'Buy from it', asks: ['amount'] }, resign: { label: 'Leave, and ask for the capital', asks: [] },
};

const PURPOSES = [['expense', 'An expense: gone at once'], ['investment', 'An investment: something that lasts, written off over time'], ['work', 'Pay for work: if the payee is a member, it counts for its share in the surplus']] as const;

const addressIn = (text: string): Address => {
  if (!isAddress(text)) throw new Error(`“${text}” is no address`);
  return address(text);
};

/** Always special, and only after the close that pays whoever left in time. */
const WEIGHTY = new Set(['Amend', 'Dissolve', 'Invoke', 'CoverLoss']);

export function Propose({ site, again, mandates }: { site: Seen; again(): void; mandates: readonly At<Mandate>[] }) {
  const act = useAct({ site, again });
  const [kind, setKind] = useState('Spend');
  const [there, setThere] = useState('apply');
  const { fields, special } = ACTIONS[kind]!;
  const { charter, heir } = site.coop;
  // the latest second in which what is proposed now can be carried out
  const wait = BigInt(charter.votingPeriod + Math.max(charter.timelock, 7 * units.DAY) + charter.executionWindow + site.coop.period.length);
  const agent = () => addresses.agentOf(site.address);

  const read = async ({ name, kind: of }: Input, said: Said): Promise<unknown> => {
    const text = said(name);
    switch (of) {
      case 'amount': return units.parseAmount(text, site.decimals);
      case 'percent': return units.parsePercent(text);
      case 'days': return site.now + wait + BigInt(Math.round(Number(text) * units.DAY));
      case 'check': return text === 'on';
      case 'text': return texts.shown(name, text, texts.TEXTS.about);
      case 'purpose': return PURPOSES.findIndex(([name]) => name === text);
      case 'member': return addresses.memberOf(site.address, addressIn(text));
      case 'hex': {
        const digits = text.replace(/^0x|\s/g, '');
        if (!/^([\da-f]{2})*$/i.test(digits)) throw new Error('the data are pairs of hexadecimal digits');
        return (digits.match(/../g) ?? []).map((pair) => parseInt(pair, 16));
      }
      case 'accounts': {
        const signs = await agent();
        return text.split('\n').map((line) => line.trim()).filter(Boolean).map((line) => {
          const [at, may] = line.split(/\s+/);
          const given = addressIn(at!);
          return { address: given, isSigner: given === signs, isWritable: may === 'w' };
        });
      }
      default: return addressIn(text);
    }
  };
  const make = async (said: Said) => {
    if (kind === 'Represent') {
      const { asks } = THERE[there]!;
      const values = Object.fromEntries(asks.map((ask) => [ask, ask === 'amount' ? units.parseAmount(said(ask), site.decimals) : ask === 'proposal' ? Number(said(ask)) : said(ask)]));
      // what it accepts there: any price, and to be paid at the next close
      const more = { askBack: { minPriceBps: 0 }, withdrawShares: { minPriceBps: 0 }, resign: { ask: true, protest: false } }[there] ?? {};
      return act('Proposing', async (c) => (await import('../../client/flows')).represent(c, addressIn(said('coop')), there as 'apply', { ...values, ...more }));
    }
    const given: Record<string, unknown> = Object.fromEntries(await Promise.all(fields.map(async (field) => [field.name, await read(field, said)] as const)));
    if (kind === 'OpenPool') given.terms = poolOf(said, site.decimals, site.now + wait + 3_600n);
    if (kind === 'Amend') {
      given.charter = charterOf(said, site.decimals);
      given.heir = said('heir') ? addressIn(said('heir')) : NONE;
      given.statutes = said('newStatutes') ? { hash: await texts.sha256(new TextEncoder().encode(said('newStatutes'))), uri: said('newStatutesUri') } : null;
    }
    if (kind === 'ToAgent') Object.assign(given, { to: await agent(), purpose: 0 });
    const text = said('documentText');
    const reasons = {
      why: texts.shown('Why', said('why'), texts.TEXTS.why),
      ...(text && said('documentUri') ? { documentUri: said('documentUri'), documentHash: await texts.sha256(new TextEncoder().encode(text)) } : {}),
    };
    if (!text !== !said('documentUri')) throw new Error('a document is named by its text and its link together');
    return act('Proposing', flow('proposeInParts', { __kind: kind === 'ToAgent' ? 'Spend' : kind, ...given } as Kinds['action'], reasons));
  };
  /** A new charter beside the old one, while it is written. */
  const tell = (said: Said) => {
    const changes = words.differences(charter, charterOf(said, site.decimals) as CharterTerms);
    if (changes.length === 0) return 'No term is changed yet.';
    return <ul>{changes.map((d) => <li key={d.key}>{d.label}: {words.term(d.shape, d.before, site.decimals)} → <b>{words.term(d.shape, d.after, site.decimals)}</b>{rules.loosens(d.key, d.before, d.after) ? <span className="wrong"> – refused: it {rules.RATCHETS[d.key] === 'fixed' ? 'is fixed for ever' : `can only ${rules.RATCHETS[d.key] === 'down' ? 'fall' : 'rise'}`}</span> : rules.RATCHETS[d.key] && <b className="ratchet"> for good</b>}</li>)}</ul>;
  };
  return (
    <details className="card">
      <summary>Propose something</summary>
      <label className="field"><span>What</span><select value={kind} onChange={(event) => setKind(event.target.value)}>{Object.entries(ACTIONS).map(([name, { label }]) => <option key={name} value={name}>{label}</option>)}</select><small>Needs {special}.{WEIGHTY.has(kind) && ' It is of weight: it takes effect at the turn of a period, after whoever left in time is paid.'}{['Spend', 'Mandate', 'Sell', 'ToAgent'].includes(kind) && <> Simple majorities can spend {units.showAmount(rules.budgetLeft(site.coop, site.now), site.decimals)} now. What two thirds decide waits for the turn of a period.</>}</small></label>
      <Form key={kind} button="Propose" onSubmit={make} {...(kind === 'Amend' ? { tell } : {})}>
        {fields.map(({ name, label, kind: of, hint }) => of === 'check' ? <label key={name} className="check"><input type="checkbox" name={name} /> {label}</label>
          : of === 'accounts' || of === 'hex' || of === 'text' ? <Lines key={name} name={name} label={label} {...(hint ? { hint } : {})} />
          : of === 'purpose' ? <Choose key={name} name={name} label={label} of={PURPOSES} />
          : of === 'there' ? (
            <div key={name}>
              <label className="field"><span>{label}</span><select value={there} onChange={(event) => setThere(event.target.value)}>{Object.entries(THERE).map(([verb, { label: says }]) => <option key={verb} value={verb}>{says}</option>)}</select></label>
              {THERE[there]!.asks.map((ask) => ask === 'choice'
                ? <label key={ask} className="field"><span>Its vote</span><select name="choice"><option value="yes">Yes</option><option value="no">No</option><option value="abstain">Abstain</option></select></label>
                : <Field key={ask} name={ask} label={ask === 'amount' ? 'Amount' : 'Number of the proposal'} required inputMode="decimal" />)}
            </div>
          ) : of === 'mandate' ? <label key={name} className="field"><span>{label}</span><select name={name} required>{mandates.map((m) => <option key={m.address} value={m.address}>{m.index}: {units.short(m.holder)}, {units.showAmount(m.perPeriod, site.decimals)} a period</option>)}</select></label>
          : <Field key={name} name={name} label={label} required {...(hint ? { hint } : {})} {...(['amount', 'percent', 'days'].includes(of) ? { inputMode: 'decimal' as const } : {})} />)}
        {kind === 'OpenPool' && <><p>It opens once the vote can no longer be carried out, in {units.formatDuration(wait)}; days count from then.</p><PoolFields /></>}
        {kind === 'Amend' && <><Lines name="newStatutes" label="New statutes, word for word" hint="Empty: the statutes stay. Only their fingerprint is kept on the chain" /><Field name="newStatutesUri" label="Where the new statutes are" type="url" maxLength={128} placeholder="https://…" /><Field name="heir" label="Heir, another co-op" placeholder="none" hint="Gets the reserve at the end" {...(heir === NONE ? {} : { defaultValue: heir })} /><CharterFields charter={charter} decimals={site.decimals} /></>}
        {kind !== 'Represent' && <><Lines name="why" label="Why" maxLength={400} hint="Everyone who votes reads it; at most 400 bytes. It cannot be changed" /><details><summary>A document that says more</summary><Field name="documentUri" label="Where it is" type="url" maxLength={96} placeholder="https://…" /><Lines name="documentText" label="Its text, word for word" hint="Only its fingerprint is kept on the chain" /></details></>}
        {kind === 'Dissolve' && <p>The reserve of {units.showAmount(site.coop.books.reserve, site.decimals)} passes to {heir === NONE ? 'nobody: no heir is named. Amend the charter first.' : <>the heir <code>{heir}</code>.</>}</p>}
      </Form>
    </details>
  );
}
