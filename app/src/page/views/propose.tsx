/** Proposing: a form for every action, with what it would do. */
import { useState } from 'react';
import { actions, addresses, reads, rules, texts, units, words, type At, type Kinds } from '../../client';
import { NONE } from '../../client/addresses';
import type { Act } from '../../client/calls';
import { WrongInput } from '../../client/failures';
import type { CharterTerms, Mandate } from '../../generated';
import * as math from '../../generated/math';
import { Addr } from '../addr';
import { rpc } from '../chain';
import { CharterFields, charterOf } from '../charterFields';
import { PoolFields, poolOf } from '../poolFields';
import {
  addressIn,
  Check,
  Choose,
  documentOf,
  Field,
  FileAndLink,
  Form,
  Lines,
  Text,
  type Filled,
  type Said,
} from '../forms';
import { handOn, isLeftOver, latest } from '../drafts';
import { flow, useAct, useShared, type Seen } from '../state';
import { AskThere, partOf, useActs } from './proposeThere';

const { ACTIONS, fieldsOf } = actions;
/** A spend to the co-op's own agent has an entry of its own. */
const TO_AGENT = 'ToAgent';
type Kind = actions.KindName | typeof TO_AGENT;
const LABELS: readonly (readonly [Kind, label: string])[] = Object.entries(ACTIONS).flatMap(([kind, { label }]) => [
  [kind as Kind, label] as const,
  ...(kind === 'Spend' ? [[TO_AGENT, "Send money to the co-op's own agent"] as const] : []),
]);
const AGENT_FIELDS: readonly actions.Field[] = [
  {
    name: 'amount',
    label: 'Amount',
    kind: 'amount',
    hint: "For use in other programs. It is no expense: it stays the co-op's, and wears like an investment until it comes home",
  },
];

export function Propose({
  site,
  again,
  mandates,
  last,
}: {
  site: Seen;
  again: () => void;
  mandates: readonly At<Mandate>[];
  /** The reader's last proposal, if its account exists: it has to be closed first, once it is over. */ last?:
    reads.Proposed | undefined;
}) {
  const act = useAct({ site, again });
  const { connected } = useShared();
  const wallet = connected?.address;
  const form = `${site.address} proposal `;
  // continues with the draft that was being written when the page was closed
  const [drafted] = useState(() => latest(wallet, form));
  const [kind, setKind] = useState<Kind>(LABELS.find(([name]) => name === drafted)?.[0] ?? 'Spend');
  const [there, setThere] = useState<Act>('apply');
  const { known, failed: unloaded } = useActs(kind === 'Represent');
  const action = kind === TO_AGENT ? 'Spend' : kind;
  const { needs, weighty } = ACTIONS[action];
  const fields = kind === TO_AGENT ? AGENT_FIELDS : kind === 'Represent' ? fieldsOf(kind).slice(0, 1) : fieldsOf(kind);
  const { charter, heir } = site.coop;
  // the end of the execution window of a proposal made now: of an ordinary one, and of a weighty one
  const wait = BigInt(charter.votingPeriod + charter.timelock + charter.executionWindow);
  const longWait = wait + BigInt(Math.max(math.SPECIAL_TIMELOCK - charter.timelock, 0) + site.coop.period.length);
  const agent = () => addresses.agentOf(site.address);

  const read = async ({ name, label, kind: of }: actions.Field, said: Filled): Promise<unknown> => {
    const text = said(name);
    switch (of) {
      case 'amount':
        return units.inField(label, () => units.parseAmount(text, site.token, { least: 1n }));
      case 'bps':
        return units.inField(label, () => units.parsePercent(text));
      case 'time': {
        // a mandate, which is weighty above the budget
        const above = units.parseAmount(said('perPeriod') || '0', site.token) > rules.budgetCapacity(site.coop);
        // read last, so that what is wrong with it is told there
        const days = units.inField(label, () => units.parseDays(said(name)));
        return site.now + (above ? longWait : wait) + BigInt(days);
      }
      case 'flag':
        return text === 'on';
      case 'text':
        return text;
      case 'purpose':
        return actions.PURPOSES.findIndex(([name]) => name === text);
      case 'terms':
        return poolOf(said, site.token, site.now + wait + 3_600n);
      case 'charter':
        return charterOf(said, site.token);
      case 'heir':
        return text ? addressIn(text) : NONE;
      case 'statutes':
        return (await documentOf(said, name)) ?? null;
      case 'member': {
        const found = await reads.memberAt(rpc, site.address, addressIn(text));
        if (!found) throw new WrongInput(name, "This wallet is not a member's: name the wallet of a member");
        return found.address;
      }
      case 'data': {
        const digits = text.replace(/^0x|\s/g, '');
        if (!/^([\da-f]{2})*$/i.test(digits)) throw new Error('the data are pairs of hexadecimal digits');
        return (digits.match(/../g) ?? []).map((pair) => parseInt(pair, 16));
      }
      case 'accounts': {
        const signs = await agent();
        return text
          .split('\n')
          .map((line) => line.trim())
          .filter(Boolean)
          .map((line) => {
            const [at, may] = line.split(/\s+/);
            const given = addressIn(at!);
            return { address: given, isSigner: given === signs, isWritable: may === 'w' };
          });
      }
      default:
        return addressIn(text);
    }
  };
  const make = async (said: Filled) => {
    const reasonsOf = (document: Awaited<ReturnType<typeof documentOf>>) => ({
      why: said('why'),
      ...(document ? { documentUri: document.uri, documentHash: document.hash } : {}),
    });
    if (kind === 'Represent') {
      const other = addressIn(said('coop'));
      if (!known)
        throw new WrongInput(
          'coop',
          unloaded ?? 'What a co-op can do there is still being loaded: try again in a moment',
        );
      // amounts are in the other co-op's token, which may be a different one
      const { token } = await reads.lastSite(rpc, other);
      const values = Object.fromEntries(
        known
          .asks(there)
          .map(([name, of]) => [name, units.inField(units.spaced(name), () => partOf(of, said(`its ${name}`), token))]),
      );
      return act(
        'Proposing',
        flow('represent', other, there, values as never, reasonsOf(await documentOf(said, 'document'))),
      );
    }
    // one by one: an error is about the field that was read last
    const given: Record<string, unknown> = {};
    for (const field of fields) given[field.name] = await read(field, said);
    if (kind === TO_AGENT) Object.assign(given, { to: await agent(), purpose: 0 });
    const reasons = reasonsOf(await documentOf(said, 'document'));
    let parts = 1;
    const did = await act('Proposing', async (c) => {
      const { proposeInParts } = await import('../../client/flows');
      const made = await proposeInParts(c, { __kind: action, ...given } as Kinds['action'], reasons);
      parts = made.length;
      return made;
    });
    // the reasons follow in a transaction of their own, which is not sent before it is known that the first was done
    if (parts > 1 && isLeftOver(did))
      handOn(wallet, `${site.address} explain`, { why: said('why'), documentUri: said('documentUri') });
    return did;
  };
  /** While a new charter is written: what it changes. */
  const tell = (said: Said) => {
    const changes = words.differences(charter, charterOf(said, site.token) as CharterTerms);
    if (changes.length === 0) return 'No term is changed yet.';
    return (
      <ul>
        {changes.map((d) => (
          <li key={d.key}>
            {d.label}: {words.term(d.shape, d.before, site.token)} → <b>{words.term(d.shape, d.after, site.token)}</b>
            {rules.loosens(d.key, d.before, d.after) ? (
              <span className="wrong">
                {' '}
                – refused: it{' '}
                {rules.RATCHETS[d.key] === 'fixed'
                  ? 'is fixed for ever'
                  : `can only ${rules.RATCHETS[d.key] === 'down' ? 'fall' : 'rise'}`}
              </span>
            ) : (
              rules.RATCHETS[d.key] && <b className="ratchet"> for good</b>
            )}
          </li>
        ))}
      </ul>
    );
  };
  // the draft of an amendment belongs to the charter that it would replace
  const means = `${kind === 'Amend' ? `charter ${site.coop.charterVersion}, ` : ''}${fields.map(({ name }) => name).join(' ')}`;
  return (
    <details className="card" open={drafted !== undefined}>
      <summary>Propose something</summary>
      <label className="field">
        <span>What</span>
        <select value={kind} onChange={(event) => setKind(event.target.value as Kind)}>
          {LABELS.map(([name, label]) => (
            <option key={name} value={name}>
              {label}
            </option>
          ))}
        </select>
        <small>
          Needs {needs}.
          {weighty &&
            ' It is weighty: it takes effect at the turn of a period, after everyone who left in time is paid.'}
          {['Spend', 'Mandate', 'Sell'].includes(action) && (
            <>
              {' '}
              Simple majorities can spend {units.showAmount(rules.budgetLeft(site.coop, site.now), site.token)} now. A
              spend that needs two thirds waits for the turn of a period.
            </>
          )}
        </small>
      </label>
      <Form
        key={kind}
        button="Propose"
        onSubmit={make}
        draft={{ name: form + kind, means, made: String(known !== undefined) }}
        {...(kind === 'Amend' ? { tell } : {})}
      >
        {fields.map((field) => (
          <Ask key={field.name} field={field} site={site} mandates={mandates} />
        ))}
        {kind === 'OpenPool' && (
          <p>
            It opens when the execution window is over, in {units.formatDuration(wait)}; the days below count from then.
          </p>
        )}
        {kind === 'Mandate' && (
          <p>
            Its days count from the end of the execution window, in {units.formatDuration(wait)}; above the budget, in{' '}
            {units.formatDuration(longWait)}.
          </p>
        )}
        {unloaded && (
          <p className="wrong" role="alert">
            What a co-op can do there is not known: {unloaded}.
          </p>
        )}
        {kind === 'Represent' && known && (
          <>
            <label className="field">
              <span>What it does there</span>
              <select name="act" value={there} onChange={(event) => setThere(event.target.value as Act)}>
                {known.acts.map(([name, says]) => (
                  <option key={name} value={name}>
                    {says}
                  </option>
                ))}
              </select>
            </label>
            {known.asks(there).map(([name, of]) => (
              <AskThere key={`${there} ${name}`} name={name} of={of} />
            ))}
          </>
        )}
        {kind === 'Dissolve' && (
          <p>
            The reserve of {units.showAmount(site.coop.books.reserve, site.token)} passes to{' '}
            {heir === NONE ? (
              'nobody: no heir is named. Amend the charter first.'
            ) : (
              <>
                the heir <Addr of={heir} />.
              </>
            )}
          </p>
        )}
        {last && (
          <Check name="clears" required>
            Close the account of my proposal {last.index}, {actions.inWords(last, site.token)}, which is over: a member
            has one at a time. Its deposit returns to{' '}
            {last.rentPayer === wallet ? 'my wallet' : units.short(last.rentPayer)}; the decision can still be read
            under “Earlier decisions”
          </Check>
        )}
        <Text
          name="why"
          label="Why"
          most={texts.TEXTS.why}
          long
          hint="Shown to everyone who votes; it cannot be changed"
        />
        <details>
          <summary>A document with more about it</summary>
          <FileAndLink name="document" label="The document, a file" most={texts.TEXTS.link} />
        </details>
      </Form>
    </details>
  );
}

/** The input for a field of an action. */
function Ask({
  field: { name, label, kind, hint },
  site,
  mandates,
}: {
  field: actions.Field;
  site: Seen;
  mandates: readonly At<Mandate>[];
}) {
  const { charter, heir } = site.coop;
  switch (kind) {
    case 'flag':
      return <Check name={name}>{label}</Check>;
    case 'terms':
      return <PoolFields token={site.token} opensAfter={BigInt(site.coop.charter.executionWindow) + 3_600n} />;
    case 'charter':
      return <CharterFields charter={charter} token={site.token} />;
    case 'statutes':
      return <FileAndLink name={name} label={`${label}, a file`} most={texts.TEXTS.statutesLink} hint={hint} />;
    case 'heir':
      return (
        <Field
          name={name}
          label={label}
          placeholder="none"
          hint={hint}
          {...(heir === NONE ? {} : { defaultValue: heir })}
        />
      );
    case 'text':
      return <Text name={name} label={label} most={texts.TEXTS.about} long hint={hint} required />;
    case 'accounts':
    case 'data':
      return <Lines name={name} label={label} {...(hint ? { hint } : {})} />;
    case 'purpose':
      return <Choose name={name} label={label} of={actions.PURPOSES} />;
    case 'mandate':
      return (
        <Choose
          name={name}
          label={label}
          required
          of={mandates.map((m) => [
            m.address,
            `${m.index}: ${units.short(m.holder)}, ${units.showAmount(m.perPeriod, site.token)} a period`,
          ])}
        />
      );
    default:
      return (
        <Field
          name={name}
          label={label}
          required
          {...(hint ? { hint } : {})}
          {...(['amount', 'bps', 'time'].includes(kind) ? { inputMode: 'decimal' as const } : {})}
        />
      );
  }
}
