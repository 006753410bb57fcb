/** What the client declares about an action: its fields, its effects, what it needs to pass. */
import type { Address } from '@solana/kit';
import { Purpose, type ActionArgs, type Proposal } from '../../generated';
import type { FIELDS } from '../../generated/actionTable';
import { type KindName } from '../../generated/actionTable';
import { TO_AGENT } from '../../generated/constants';
import type { Effects } from '../effects';
import type { Reader } from '../reads/accounts';
import type { Site } from '../reads/coops';

/** How a field is entered, by its type in the IDL; an address by the field's name. */
export const TYPES = {
  u64: 'amount',
  u16: 'bps',
  i64: 'time',
  bool: 'flag',
  Purpose: 'purpose',
  PoolTerms: 'terms',
  CharterTerms: 'charter',
  'Statutes?': 'statutes',
  string: 'text',
  'InvokeMeta[]': 'accounts',
  'u8[]': 'data',
  to: 'wallet',
  wallet: 'wallet',
  member: 'member',
  mandate: 'mandate',
  federation: 'coop',
  joining: 'coop',
  coop: 'coop',
  heir: 'heir',
  program: 'program',
} as const;
/** How a form or a command reads a field. */
export type Asked = (typeof TYPES)[keyof typeof TYPES];
/** A field of an action: its name in the program, its kind, and its label for people. */
export interface Field {
  name: string;
  kind: Asked;
  label: string;
  hint?: string | undefined;
}

export const SPENDS = {
  [Purpose.Expense]: 'an expense',
  [Purpose.Investment]: 'an investment',
  [Purpose.Work]: 'pay for work',
  [TO_AGENT]: "money for the co-op's own agent",
} as Readonly<Record<number, string>>;
/** The purposes of a spend, in the program's numbering: the name, and what it means. */
export const PURPOSES: readonly (readonly [name: string, says: string])[] = [
  ['expense', 'An expense: gone at once'],
  ['investment', 'An investment: something that lasts, written off over time'],
  ['work', 'Pay for work: if the payee is a member, it counts for its share in the surplus'],
];

/** What sentences about a proposal are made of. */
interface Say {
  /** The proposal's amount, formatted. */
  amount: string;
  money: (amount: bigint) => string;
  who: (address: string) => string;
}
/** The co-op in which something is proposed. */
export interface At {
  rpc: Reader;
  site: Site;
}
type Labels<K extends KindName> = {
  readonly [F in keyof (typeof FIELDS)[K]]: string | readonly [label: string, hint: string];
};
export interface Action<K extends KindName = KindName> {
  /** What people call it, and what it needs to pass. */
  label: string;
  needs: string;
  /** It always waits for the turn of a period: the close that first pays members who left in time. */
  weighty?: true;
  fields: Labels<K>;
  says: (p: Proposal, say: Say) => string;
  does: (p: Proposal, e: Effects) => (string | undefined)[];
  /** The extra account that its proposal needs. */
  subject?: (action: Extract<ActionArgs, { __kind: K }>, at: At) => Address | Promise<Address>;
  /** Throws if one of its texts is invalid. */
  check?: (action: Extract<ActionArgs, { __kind: K }>) => void;
  /** What its execution needs first: an overdue period closed, a token account for the payee, a membership settled. */
  first?: { closes?: true; pays?: true; settles?: 'target' | 'other' };
}
