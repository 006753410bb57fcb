/** Who shares in the surplus, as a part of the form that founds a co-op. */
import { useState, type ReactNode } from 'react';
import { units, type Kinds } from '../client';
import { GROUPS, type Key } from './terms';
import { shownAs, Terms } from './charterFields';

/** Common ways to share, as the two terms that define them; any mixture is possible. */
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

/** Where 100 of a surplus would go, before any return on shares. */
function ofHundred(said: (name: string) => string): ReactNode {
  const given = ['reserveBps', 'solidarityBps', 'workBps', 'providerBps', 'interestCapBps'].map((name) => {
    try {
      return units.parsePercent(said(name)) / 100;
    } catch {
      return NaN; // incomplete input
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

export function Sharing({ charter, token }: { charter: Kinds['charter']; token: units.Measure }) {
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
