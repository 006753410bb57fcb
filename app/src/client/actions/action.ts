/** What is said of an action of a resolution: its fields, its effects, what it needs. */
import type { Address } from '@solana/kit';
import { Purpose, type ActionArgs, type Proposal } from '../../generated';
import type { FIELDS } from '../../generated/actionTable';
import { type KindName } from '../../generated/actionTable';
import { TO_AGENT } from '../../generated/constants';
import type { Effects } from '../effects';
import type { Reader } from '../reads/accounts';
import type { Site } from '../reads/coops';

/** What a field is asked as: by its type, and addresses by their names. */
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
/** What a field asks for: how a form or a command reads it. */
export type Asked = (typeof TYPES)[keyof typeof TYPES];
/** A field of an action: its name in the program, how people call it, what it asks for. */
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
/** What money of a spend is for, as the program numbers it: its name, and the same in words. */
export const PURPOSES: readonly (readonly [name: string, says: string])[] = [
  ['expense', 'An expense: gone at once'],
  ['investment', 'An investment: something that lasts, written off over time'],
  ['work', 'Pay for work: if the payee is a member, it counts for its share in the surplus'],
];

/** How a proposal is put into words. */
interface Say {
  /** The proposal's amount. */
  amount: string;
  money: (amount: bigint) => string;
  who: (address: string) => string;
}
/** Where something is proposed. */
export interface At {
  rpc: Reader;
  site: Site;
}
type Labels<K extends KindName> = {
  readonly [F in keyof (typeof FIELDS)[K]]: string | readonly [label: string, hint: string];
};
export interface Action<K extends KindName = KindName> {
  /** How it is asked for, and what it needs to pass. */
  label: string;
  needs: string;
  /** It always waits for the turn of a period, after the close that pays whoever left in time. */
  weighty?: true;
  fields: Labels<K>;
  says: (p: Proposal, say: Say) => string;
  does: (p: Proposal, e: Effects) => (string | undefined)[];
  /** The account that is given with the proposal, beside those of every other. */
  subject?: (action: Extract<ActionArgs, { __kind: K }>, at: At) => Address | Promise<Address>;
  /** Throws what is wrong with its texts. */
  check?: (action: Extract<ActionArgs, { __kind: K }>) => void;
  /** What is done first: an overdue period is closed, the payee gets a token account, a membership is settled. */
  first?: { closes?: true; pays?: true; settles?: 'target' | 'other' };
}
