/** Proposing an act of the co-op as a member of another one. */
import { capitalised } from '../../client/capitalised';
import { useEffect, useState } from 'react';
import { units, type VERBS } from '../../client';
import type { Act, ACTS } from '../../client/calls';
import { sentence } from '../../client/failures';
import { addressIn, Check, Choose, Field } from '../forms';

/** The input for a parameter of such an act, named as in its instruction. */
export function AskThere({ name, of }: { name: string; of: string }) {
  const label = capitalised(units.spaced(name));
  if (of === 'choice')
    return (
      <Choose
        name={`its ${name}`}
        label="Its vote"
        of={[
          ['yes', 'Yes'],
          ['no', 'No'],
          ['abstain', 'Abstain'],
        ]}
      />
    );
  if (of === 'flag')
    return (
      <Check name={`its ${name}`} defaultChecked>
        {label}
      </Check>
    );
  return (
    <Field
      name={`its ${name}`}
      label={of === 'index' ? `Number of the ${label.toLowerCase()}` : label}
      required={!of.endsWith('?')}
      {...(of === 'amount' ? { hint: 'In the token of that co-op' } : {})}
      inputMode={of === 'amount' || of === 'index' ? 'decimal' : 'text'}
    />
  );
}
export function partOf(of: string, text: string, token: units.Measure): unknown {
  switch (of) {
    case 'amount':
      return units.parseAmount(text, token);
    case 'index':
      return units.parseWhole(text);
    case 'flag':
      return text === 'on';
    case 'wallet':
      return addressIn(text);
    default:
      return text;
  }
}

/** The acts possible in another co-op and their parameters; fetched when needed, as this loads all instructions. */
interface Acts {
  acts: readonly (readonly [Act, says: string])[];
  asks: (act: Act) => (readonly [name: string, kind: string])[];
}
export function useActs(wanted: boolean): { known?: Acts; failed?: string } {
  const [loaded, set] = useState<{ known?: Acts; failed?: string }>({});
  useEffect(() => {
    if (wanted)
      load().then(
        (known) => set({ known }),
        (failed: unknown) => set({ failed: sentence(failed) }),
      );
  }, [wanted]);
  return loaded;
}
async function load(): Promise<Acts> {
  const [{ ACTS: all }, { VERBS: verbs }]: [{ ACTS: typeof ACTS }, { VERBS: typeof VERBS }] = await Promise.all([
    import('../../client/calls'),
    import('../../client/verbs'),
  ]);
  // optional parameters are left out, except texts; an action for the other co-op takes the command line
  const asks = (act: Act) =>
    Object.entries(verbs[act].params as Record<string, string>).filter(([, of]) => !of.endsWith('?') || of === 'text?');
  return {
    asks,
    acts: (Object.entries(all) as [Act, string][]).filter(([act]) => !asks(act).some(([, of]) => of === 'action')),
  };
}
