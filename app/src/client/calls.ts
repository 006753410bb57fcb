/** Calls of this program in words: what a co-op does as a member of another. In a file of its own, as it imports many decoders. */
import { isAddress, type Address, type Decoder, type ReadonlyUint8Array } from '@solana/kit';
import { INSTRUCTION_BY_BYTES, type InstructionName } from '../generated/instructionTable';
import { Choice } from '../generated/types/choice';
import type { MembersAct } from '../generated/types/membersAct';
import type { Names } from './eventWords';
import type { Call } from './reads/proposals';
import { visible } from './texts';
import { formatAmount, formatBps, hex, spaced } from './units';

export type Act = Uncapitalize<keyof typeof MembersAct>;

/** The acts of a member that a co-op's agent may do in another co-op, in words. */
export const ACTS: Readonly<Record<Act, string>> = {
  apply: 'apply',
  reapply: 'apply again',
  withdrawApplication: 'withdraw the application',
  vouchFor: 'vouch for a candidate',
  withdrawVouch: 'withdraw a vouch',
  enrol: 'take its vote',
  setName: 'take a name',
  propose: 'propose',
  explain: 'say why it proposed',
  castVote: 'vote',
  cancelProposal: 'cancel a proposal',
  object: 'object as one of the panel',
  vetoRehome: 'object to being moved to another wallet',
  claimDividends: 'take what it is owed',
  reclaimMember: 'close the account of a membership that is over',
  reclaimVouch: 'close a vouch that counts no more',
  reclaimPledge: 'close a pledge that is over',
  reclaimProposal: 'close a proposal that is over',
  reclaimBallots: 'close a page of ballots',
  makePledge: 'pledge',
  withdrawPledge: 'take a pledge back',
  subscribe: 'buy shares',
  payService: 'pay a service',
  payCoop: 'pay the co-op',
  askBack: 'ask capital back',
  withdrawShares: 'withdraw shares',
  resign: 'leave',
};

/**
 * Decodes an instruction of the program: its name, its accounts' names and its arguments; undefined if it is unknown, or its bytes are
 * not what it takes.
 */
export function read(
  data: ReadonlyUint8Array,
): { name: InstructionName; accounts: readonly string[]; says: Record<string, unknown> } | undefined {
  const known = (INSTRUCTION_BY_BYTES as Partial<typeof INSTRUCTION_BY_BYTES>)[
    hex(data.slice(0, 8)) as keyof typeof INSTRUCTION_BY_BYTES
  ];
  if (!known) return undefined;
  try {
    const { discriminator: _, ...says } = (known[2] as () => Decoder<{ discriminator: unknown }>)().decode(data);
    return { name: known[0], accounts: known[1], says };
  } catch {
    return undefined;
  }
}

/** Names the service, pool, mandate or proposal among an instruction's accounts. */
export const aboutIn = (accounts: Readonly<Record<string, Address>>, what: Names['what']): string[] =>
  ['service', 'pool', 'mandate', 'proposal'].filter((name) => accounts[name]).map((name) => what(accounts[name]!));

/**
 * A call as `vote (proposal 3): choice yes`; undefined if it is not in `ACTS`, so that voters read its bytes. `there`: the names
 * and the token of the co-op in which it is done.
 */
export function ownCallInWords(
  { accounts, data }: Call,
  there: Pick<Names, 'token' | 'who' | 'what'>,
): string | undefined {
  const call = read(data);
  const says = call && (ACTS[call.name as Act] as string | undefined);
  if (!says) return undefined;
  const given = Object.fromEntries(accounts.map(({ address }, i) => [call.accounts[i] ?? `account ${i}`, address]));
  const about = [...aboutIn(given, there.what), ...(given.candidate ? [there.who(given.candidate)] : [])];
  const told = Object.entries(call.says)
    .filter(([, value]) => value !== '')
    .flatMap(([field, value]) => said(field, value, there))
    .join(', ');
  return `${says}${about.length > 0 ? ` (${about.join(', ')})` : ''}${told && `: ${told}`}`;
}

/** A field's name and value; of an action, each of its fields. */
function said(field: string, value: unknown, there: Pick<Names, 'token' | 'who'>): string[] {
  const is = (text: string) => [`${spaced(field)} ${text}`];
  if (field === 'choice') return is(Choice[value as Choice].toLowerCase());
  if (field.endsWith('Bps')) return is(formatBps(value as number));
  if (typeof value === 'boolean') return is(value ? 'yes' : 'no');
  if (typeof value === 'bigint') return is(value === 0xffff_ffff_ffff_ffffn ? 'any' : formatAmount(value, there.token));
  if (value instanceof Uint8Array) return is(`${hex(value.slice(0, 4))}…`);
  if (typeof value === 'string') return is(isAddress(value) ? there.who(value) : `“${visible(value)}”`);
  if (typeof value !== 'object' || value === null) return is(String(value));
  if ('__kind' in value) {
    const { __kind, ...fields } = value as { __kind: string };
    return [
      `${spaced(field)} ${spaced(__kind)}`,
      ...Object.entries(fields).flatMap(([name, of]) => (typeof of === 'object' ? [] : said(name, of, there))),
    ];
  }
  return [];
}
