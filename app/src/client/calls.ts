/** Calls of this program in words: what a co-op does as a member of another one. Apart, for it brings many instructions along. */
import type { Decoder, ReadonlyUint8Array } from '@solana/kit';
import { INSTRUCTION_BY_BYTES, type InstructionName } from '../generated/instructionTable';
import { Choice } from '../generated/types/choice';
import type { MembersAct } from '../generated/types/membersAct';
import type { Call } from './reads/proposals';
import { formatAmount, formatBps, hex, short, spaced, type Measure } from './units';

export type Act = Uncapitalize<keyof typeof MembersAct>;

/** What a member's wallet signs and a co-op's agent may, in words. */
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

/** An instruction of the program, read from its bytes: its name, the names of its accounts, and what it says. */
export function read(
  data: ReadonlyUint8Array,
): { name: InstructionName; accounts: readonly string[]; says: Record<string, unknown> } | undefined {
  const known = (INSTRUCTION_BY_BYTES as Partial<typeof INSTRUCTION_BY_BYTES>)[
    hex(data.slice(0, 8)) as keyof typeof INSTRUCTION_BY_BYTES
  ];
  if (!known) return undefined;
  const { discriminator: _, ...says } = (known[2] as () => Decoder<{ discriminator: unknown }>)().decode(data);
  return { name: known[0], accounts: known[1], says };
}

/** As `vote: choice yes`; nothing of what is not in the table, and whoever votes reads its bytes. */
export function ownCallInWords({ data }: Call, token: Measure): string | undefined {
  const call = read(data);
  const says = call && (ACTS[call.name as Act] as string | undefined);
  if (!says) return undefined;
  const told = Object.entries(call.says)
    .filter(([, value]) => value !== '')
    .map(([field, value]) => `${spaced(field)} ${said(field, value, token)}`);
  return told.length > 0 ? `${says}: ${told.join(', ')}` : says;
}

function said(field: string, value: unknown, token: Measure): string {
  if (field === 'choice') return Choice[value as Choice].toLowerCase();
  if (field.endsWith('Bps')) return formatBps(value as number);
  if (typeof value === 'bigint') return formatAmount(value, token);
  if (value instanceof Uint8Array) return `${hex(value.slice(0, 4))}…`;
  if (typeof value === 'string' && value.length > 31) return short(value);
  return typeof value === 'object' && value !== null && '__kind' in value ? String(value.__kind) : String(value);
}
