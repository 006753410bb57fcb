/**
 * What can be resolved: an entry for each action of the program says how it is asked for, how it is said, what it does to
 * whoever reads, which account goes with it, and what is done before it. The page, the command line and the flows take it
 * from here; names, fields and numbers of the actions come from the IDL.
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

/** The fields of an action in the program's order, as they are asked for. */
export function fieldsOf(kind: KindName): Field[] {
  const asked = ACTIONS[kind].fields as Readonly<Record<string, string | readonly [string, string]>>;
  return Object.entries(FIELDS[kind]).map(([name, type]: [string, string]) => {
    const [label, hint] = [asked[name]!].flat();
    return { name, label: label!, hint, kind: TYPES[(type === 'pubkey' ? name : type) as keyof typeof TYPES] };
  });
}

/** The instruction that does what was resolved. */
export const executionOf = (kind: KindName): `execute${Exclude<KindName, 'Dissolve'>}` | 'dissolve' =>
  kind === 'Dissolve' ? 'dissolve' : `execute${kind}`;

/** The account that goes with a proposal of an action; nothing where there is none. */
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
