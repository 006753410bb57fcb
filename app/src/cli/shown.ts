/** What a dry run shows to people: instructions with their arguments, and accounts as they would be afterwards. */
import {
  identifySystemInstruction,
  SYSTEM_PROGRAM_ADDRESS,
  SystemInstruction,
  parseTransferSolInstruction,
} from '@solana-program/system';
import { ASSOCIATED_TOKEN_PROGRAM_ADDRESS, identifyTokenInstruction, TokenInstruction } from '@solana-program/token';
import { isAddress, type Address, type Instruction } from '@solana/kit';
import { ownCallInWords, read } from '../client/calls';
import type { ProposedCall } from '../client/proposedCall';
import { actions, addresses, program, reads, units, words, type Preview, type Reader } from '../client';

const { spaced } = units;
const { TOKEN, TOKEN_2022 } = addresses;
/** Fields that are texts, padded with zeros. */
export const TEXTS: ReadonlySet<string> = new Set([
  'name',
  'coopName',
  'statutesUri',
  'about',
  'purpose',
  'uri',
  'why',
  'documentUri',
]);

// checkpoints, sums in units of 2⁻⁶⁴ and internal numbers: of no use to a reader, so changes of them are not shown
const INNER = new Set([
  'discriminator',
  'seq',
  'interestPerShare',
  'pioneerPerUnit',
  'interestCheckpoint',
  'pioneerCheckpoint',
  'interestOwed',
  'pioneersOwed',
  'memberRate',
  'workRate',
  'investedSeconds',
  'agentSeconds',
  'investedRemainder',
  'agentRemainder',
  'interestRemainder',
  'accruedAt',
  'placeDrawn',
  'application',
  'voucherApplication',
  'pledgedIn',
  'pledgeCounts',
  'claimedNew',
  'askedFresh',
  'addresses',
]);
const DURATIONS = new Set<string>([
  'length',
  ...[...words.CHARTER, ...words.POOL].filter(({ shape }) => shape === 'duration').map(({ key }) => key),
]);
const TIME = /(At|Since|Until|Full|From|Ends)$|^(opens|ends|deadline|until)$/;

/** A number or a boolean, without formatting. */
const plainly = (value: unknown) => `${value as number | bigint}`;

/** A field's value as a treasurer would write it. */
export function valueShown(field: string, value: unknown, token: units.Measure): string {
  const name = field.split('.').pop()!;
  if (value === undefined) return 'nothing';
  if (INNER.has(name)) return plainly(value);
  if (ArrayBuffer.isView(value) || Array.isArray(value)) {
    const bytes = Uint8Array.from(value as ArrayLike<number>);
    return TEXTS.has(name) ? `“${units.text(bytes)}”` : units.short(units.hex(bytes));
  }
  if (typeof value === 'string')
    return value === addresses.NONE ? 'nobody' : isAddress(value) ? units.short(value) : value;
  if (typeof value === 'bigint' && TIME.test(name)) return value === 0n ? 'never' : units.formatTime(value);
  if (typeof value === 'bigint' && !['id', 'panelSlot'].includes(name)) {
    return value === 0xffff_ffff_ffff_ffffn ? 'any amount' : units.formatAmount(value, token);
  }
  if (typeof value === 'number' && name.endsWith('Bps')) return units.formatBps(value);
  if (DURATIONS.has(name)) return units.exactDuration(value as number);
  if (name === 'standing') return program.Standing[value as number]?.toLowerCase() ?? 'none';
  if (name === 'purpose' && typeof value === 'number') return program.Purpose[value]?.toLowerCase() ?? 'none';
  if (name === 'kind' && typeof value === 'number') return actions.KINDS[value] || 'none';
  if (name === 'choice') return program.Choice[value as number]?.toLowerCase() ?? 'none';
  return plainly(value);
}

const UNITS: units.Measure = { decimals: 0, symbol: 'base units' };
/** Lamports are shown as amounts of SOL. */
export const SOL: units.Measure = { decimals: 9, symbol: 'SOL' };

/** An instruction decoded from its bytes: people see what they would sign, not what the command meant to build. */
export interface Told {
  instruction: string;
  says: Record<string, unknown>;
  accounts: Record<string, Address>;
}

export function told(instruction: Instruction): Told {
  const known =
    instruction.programAddress === program.COOP_PROGRAM_ADDRESS
      ? read(instruction.data ?? new Uint8Array())
      : undefined;
  const tokenAccount = instruction.programAddress === ASSOCIATED_TOKEN_PROGRAM_ADDRESS;
  const names = tokenAccount
    ? ['payer', 'tokenAccount', 'owner', 'mint', 'systemProgram', 'tokenProgram']
    : known?.accounts;
  const given = (instruction.accounts ?? []).map(
    (account, i) => [names?.[i] ?? `account ${i}`, account.address] as const,
  );
  const accounts = Object.fromEntries(
    given.filter(([, address]) => address !== program.COOP_PROGRAM_ADDRESS),
  ) as Record<string, Address>;
  const other = known || tokenAccount ? undefined : elsewhere(instruction);
  if (other)
    return {
      instruction: other.name,
      says: other.says,
      accounts: Object.fromEntries(given.map(([, address], i) => [other.accounts[i] ?? `account ${i}`, address])),
    };
  if (!known)
    return { instruction: tokenAccount ? 'makeTokenAccount' : instruction.programAddress, says: {}, accounts };
  const says = flat(known.says);
  if (known.name === 'bookIncome') says.kind = program.IncomeKind[says.kind as number]?.toLowerCase();
  return { instruction: known.name, says, accounts };
}

/** Decodes the few instructions of other programs that go before ours; undefined for any other. */
function elsewhere({
  programAddress,
  data = new Uint8Array(),
  accounts = [],
}: Instruction): { name: string; says: Record<string, unknown>; accounts: readonly string[] } | undefined {
  if (programAddress === SYSTEM_PROGRAM_ADDRESS && identifySystemInstruction(data) === SystemInstruction.TransferSol) {
    return {
      name: 'transferSol',
      says: { lamports: parseTransferSolInstruction({ programAddress, data, accounts }).data.amount },
      accounts: ['source', 'destination'],
    };
  }
  if (programAddress !== TOKEN && programAddress !== TOKEN_2022) return undefined;
  const kind = identifyTokenInstruction(data);
  if (kind === TokenInstruction.SyncNative) return { name: 'syncNative', says: {}, accounts: ['tokenAccount'] };
  return kind === TokenInstruction.CloseAccount
    ? { name: 'closeTokenAccount', says: {}, accounts: ['tokenAccount', 'destination', 'owner'] }
    : undefined;
}
/** The lamports that these instructions wrap. */
export const wrapped = (instructions: readonly Instruction[]): bigint =>
  instructions
    .map((instruction) => elsewhere(instruction)?.says.lamports)
    .reduce<bigint>((all, lamports) => all + (typeof lamports === 'bigint' ? lamports : 0n), 0n);

/** Flattens nested fields to names such as `charter.timelock`; an enum becomes its variant's name, an absent option is left out. */
export function flat(fields: object, prefix = ''): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([key, value]: [string, unknown]) => {
      if (key === 'discriminator') return [];
      if (key === '__kind') return [[prefix.slice(0, -1), value]];
      if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || Array.isArray(value))
        return [[prefix + key, value]];
      if ('__option' in value)
        return value.__option === 'None'
          ? []
          : Object.entries(flat({ [key]: (value as { value?: unknown }).value }, prefix));
      return Object.entries(flat(value, `${prefix}${key}.`));
    }),
  );
}

const line = (name: string, value: string) => `  ${name.padEnd(24)} ${value}`;
/** An argument in full, so that whoever signs sees all of it: whole addresses and bytes, and each account of a call. */
function saysLines(name: string, value: unknown, token: units.Measure): string[] {
  const called = spaced(name).replaceAll('.', ' ');
  if (Array.isArray(value) && typeof value[0] === 'object')
    return (value as program.InvokeMeta[]).map(({ address, isWritable, isSigner }, i) =>
      line(`${called} ${i}`, `${address}  ${isWritable ? 'change' : 'read'}${isSigner ? ', signs' : ''}`),
    );
  if (typeof value === 'string' && isAddress(value) && value !== addresses.NONE) return [line(called, value)];
  const bytes = (ArrayBuffer.isView(value) || Array.isArray(value)) && !TEXTS.has(name.split('.').pop()!);
  return [
    line(called, bytes ? units.hex(Uint8Array.from(value as ArrayLike<number>)) : valueShown(name, value, token)),
  ];
}
export function instructionLines({ instruction, says, accounts }: Told, token: units.Measure): string[] {
  const call = { accounts: says['action.accounts'], data: Uint8Array.from((says['action.data'] ?? []) as number[]) };
  // the token of the other co-op is not known here
  const does =
    says.action === 'Represent' &&
    ownCallInWords(call as Parameters<typeof ownCallInWords>[0], { token: UNITS, who: String, what: String });
  return [
    spaced(instruction),
    ...Object.entries(says).flatMap(([name, value]) => saysLines(name, value, token)),
    ...(does ? [line('which is to', does)] : []),
    ...Object.entries(accounts).map(([name, address]) => line(spaced(name), address)),
  ];
}

/** The call stored in a proposal, as lines. */
export const callLines = ({ there, program: called, does, lacks, pinned, accounts, data }: ProposedCall): string[] =>
  [
    there
      ? `as a member of ${[there.name && `“${there.name}”,`, there.address].filter(Boolean).join(' ')} it does: ${does ?? 'what its bytes encode'}${lacks ? ` (${lacks})` : ''}`
      : `it calls ${called ?? ''}${does ? `, which ${does}` : ''}${pinned ? `. ${pinned}` : ''}`,
    ...accounts.map(({ address, as, may }) => line(as || 'account', `${address}  ${may}`)),
    line(`data, ${data === '' ? 0 : data.split(' ').length} bytes`, data.replaceAll(' ', '') || 'none'),
  ].map((one) => `      ${one}`);

/** How amounts of each changed account are written: in the token of its co-op, which may be another one; in base units where that cannot be read. */
export async function measuresOf(
  rpc: Reader,
  { of }: Preview,
  own: units.Measure & { mint?: Address },
): Promise<(address: Address) => units.Measure> {
  const tokens = new Map<Address | undefined, units.Measure>([[undefined, UNITS]]);
  if (own.mint) tokens.set(own.mint, own);
  const mints = new Map<Address, Address | undefined>();
  for (const [address, { coop, mint }] of Object.entries(of) as [Address, Preview['of'][Address]][]) {
    const named = mint ?? (coop && (of[coop]?.mint ?? (await reads.lastSite(rpc, coop).catch(() => undefined))?.mint));
    mints.set(address, named);
    if (!tokens.has(named)) tokens.set(named, await reads.token(rpc, named!).catch(() => UNITS));
  }
  return (address) => tokens.get(mints.get(address))!;
}

/** The changes, account by account, each under the name that the instructions give it. */
export function changeLines(
  changes: Preview['changes'],
  all: readonly Told[],
  measure: (address: Address) => units.Measure,
): string[] {
  const names = new Map(
    all.flatMap(({ accounts }) => Object.entries(accounts)).map(([name, address]) => [address, name]),
  );
  return [...new Set(changes.map(({ address }) => address))].flatMap((address) => {
    const here = changes.filter((change) => change.address === address);
    const name = `${spaced(names.get(address) ?? '')} ${units.short(address)}`;
    if (here.every(({ after }) => after === undefined)) return [`${name}: closed`];
    const isNew = here.every(({ before }) => before === undefined);
    const lines = here.flatMap((change) => changeLine(change, isNew, measure(address)));
    return lines.length ? [isNew ? `${name}: new` : name, ...lines] : [];
  });
}

function changeLine(
  { field, before, after }: Preview['changes'][number],
  isNew: boolean,
  token: units.Measure,
): string[] {
  const [old, fresh] = [valueShown(field, before, token), valueShown(field, after, token)];
  const empty =
    isNew &&
    (!after ||
      after === addresses.NONE ||
      (ArrayBuffer.isView(after) && Array.from(after as Uint8Array).every((byte) => byte === 0)));
  if (INNER.has(field.split('.').pop()!) || field.startsWith('transits.') || old === fresh || empty) return [];
  const by = typeof before === 'bigint' && typeof after === 'bigint' && !TIME.test(field) ? after - before : 0n;
  const difference = by === 0n ? '' : `   (${by > 0n ? '+' : '−'}${units.formatAmount(by > 0n ? by : -by, token)})`;
  return [`  ${spaced(field).replaceAll('.', ' ').padEnd(24)} ${isNew ? '' : `${old} → `}${fresh}${difference}`];
}
