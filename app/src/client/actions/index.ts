/**
 * What can be resolved. Each action of the program has an entry with its labels, its sentence, its effects on the reader, its
 * extra account and what its execution needs first; the page, the command line and the flows use it. Names, fields and numbers of
 * the actions come from the IDL.
 */
import type { Address } from '@solana/kit';
import type { ActionArgs, Mandate, Proposal } from '../../generated';
import { FIELDS, KINDS, type KindName } from '../../generated/actionTable';
import { TO_AGENT } from '../../generated/constants';
import { NONE } from '../addresses';
import type { At as Located } from '../reads/accounts';
import { formatAmount, short, type Measure } from '../units';
import { TYPES, type At, type Field } from './action';
import { ACTIONS } from './table';
export { type Asked, type Field, PURPOSES } from './action';
export { ACTIONS } from './table';

export { KINDS, TO_AGENT, type KindName };

/** The fields of an action in the program's order, with label, hint and kind. */
export function fieldsOf(kind: KindName): Field[] {
  const asked = ACTIONS[kind].fields as Readonly<Record<string, string | readonly [string, string]>>;
  return Object.entries(FIELDS[kind]).map(([name, type]: [string, string]) => {
    const [label, hint] = [asked[name]!].flat();
    return { name, label: label!, hint, kind: TYPES[(type === 'pubkey' ? name : type) as keyof typeof TYPES] };
  });
}

/** The name of the instruction that executes an action. */
export const executionOf = (kind: KindName): `execute${Exclude<KindName, 'Dissolve'>}` | 'dissolve' =>
  kind === 'Dissolve' ? 'dissolve' : `execute${kind}`;

/** The extra account that a proposal of this action needs, if any. */
export async function subjectOf(action: ActionArgs, at: At): Promise<Address | undefined> {
  const subject = await ACTIONS[action.__kind].subject?.(action, at);
  return subject === NONE ? undefined : subject;
}

/** As `who`, and a mandate by its number, its holder and its amount: by its address nobody knows it. */
export function naming(
  who: (address: string) => string,
  mandates: readonly Located<Mandate>[],
  token: Measure,
): (address: string) => string {
  const known = new Map<string, Mandate>(mandates.map((m) => [m.address, m]));
  return (address) => {
    const m = known.get(address);
    return m
      ? `no. ${m.index}, by which ${who(m.holder)} can draw up to ${formatAmount(m.perPeriod, token)} a period`
      : who(address);
  };
}

/** What a stored proposal would do, in one sentence. `who` names addresses. */
export function inWords(p: Proposal, token: Measure, who: (address: string) => string = short): string {
  const kind = KINDS[p.kind];
  const money = (amount: bigint) => formatAmount(amount, token);
  return kind
    ? ACTIONS[kind].says(p, { amount: money(p.amount), money, who })
    : `An action of a newer program (${p.kind})`;
}
