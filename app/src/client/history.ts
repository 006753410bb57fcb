/**
 * What happened in a co-op, from its transactions: events from the logs, and where one is missing, as in a cut log, the arguments
 * of the instruction and what it moved. A co-op's events are numbered without gaps, so none is missing unnoticed.
 */
import { getBase58Encoder, type Address, type ReadonlyUint8Array, type Signature } from '@solana/kit';
import {
  BATCH_DISCRIMINATOR,
  getBatchInstructionDataDecoder,
  getTransferCheckedInstructionDataDecoder,
  getTransferInstructionDataDecoder,
  TRANSFER_CHECKED_DISCRIMINATOR,
  TRANSFER_DISCRIMINATOR,
} from '@solana-program/token';
import { COOP_PROGRAM_ADDRESS, type Coop } from '../generated';
import { mandateOf, poolOf, serviceOf, TOKEN, TOKEN_2022 } from './addresses';
import { aboutIn, read } from './calls';
import { eventsByCall, type CoopEvent } from './events';
import type { Names } from './eventWords';
import { byAddress, members } from './reads/members';
import { proposals } from './reads/proposals';
import { services } from './reads/patronage';
import { type Reader } from './reads/accounts';
import { type Site } from './reads/coops';
import { signaturePages } from './signatures';
import { formatAmount, person, short, spaced, text } from './units';

/** Tokens of the co-op's mint that an instruction moved, in base units. */
export interface Moved {
  from: Address;
  to: Address;
  amount: bigint;
}
/** An instruction whose event is not in the log. */
export interface Unlogged {
  instruction: string;
  says: Record<string, unknown>;
  accounts: Record<string, Address>;
  moved: Moved[];
}
/** One thing that happened; or how many events after number `after` are `missing` in the transactions found. */
export type Entry =
  | { seq: bigint; at: bigint; signature: Signature; event: CoopEvent }
  | { seq?: bigint; at: bigint; signature: Signature; unlogged: Unlogged }
  | { after: bigint; missing: bigint };

type Instruction = {
  programId: string;
  accounts?: readonly string[];
  data?: string;
  parsed?: { type?: string; info?: Record<string, unknown> };
  /** How deep it was called: 1 if by the transaction itself. */
  stackHeight?: number | bigint | null;
};
interface Transaction {
  blockTime: bigint | null;
  meta: {
    err: unknown;
    logMessages: readonly string[] | null;
    innerInstructions?: readonly { index: number; instructions: readonly Instruction[] }[] | null;
  } | null;
  transaction: { message: { instructions: readonly Instruction[] } };
}

type Parsed = NonNullable<Instruction['parsed']>;
/** Not every transfer names its mint; those of the co-op's program do. */
type Transferred = Moved & { mint?: Address | undefined };
/** The tokens that a call of a token program moves. Nodes that cannot parse a batch return its bytes. */
function movedBy({ programId, accounts = [], data, parsed }: Instruction): Transferred[] {
  if (parsed) {
    const {
      source,
      destination,
      mint,
      tokenAmount,
      amount,
      instructions = [],
    } = (parsed.info ?? {}) as {
      source?: Address;
      destination?: Address;
      mint?: Address;
      tokenAmount?: { amount: string };
      amount?: string;
      instructions?: Parsed[];
    };
    const units = tokenAmount?.amount ?? amount;
    if (/^transfer/.test(parsed.type ?? '') && source && destination && units !== undefined)
      return [{ from: source, to: destination, amount: BigInt(units), mint }];
    return instructions.flatMap((one) => movedBy({ programId, parsed: one }));
  }
  if (programId !== TOKEN && programId !== TOKEN_2022) return [];
  return transfers(accounts as readonly Address[], getBase58Encoder().encode(data ?? ''));
}
function transfers(accounts: readonly Address[], bytes: ReadonlyUint8Array): Transferred[] {
  const from = accounts[0]!;
  switch (bytes[0]) {
    case TRANSFER_DISCRIMINATOR:
      return [{ from, to: accounts[1]!, amount: getTransferInstructionDataDecoder().decode(bytes).amount }];
    case TRANSFER_CHECKED_DISCRIMINATOR:
      return [
        {
          from,
          to: accounts[2]!,
          amount: getTransferCheckedInstructionDataDecoder().decode(bytes).amount,
          mint: accounts[1]!,
        },
      ];
    case BATCH_DISCRIMINATOR: {
      let at = 0;
      return getBatchInstructionDataDecoder()
        .decode(bytes)
        .data.flatMap(({ numberOfAccounts, instructionData }) =>
          transfers(accounts.slice(at, (at += numberOfAccounts)), instructionData),
        );
    }
    default:
      return [];
  }
}

/** Every call of the program in a transaction, in the order they ran, with the tokens of the mint `of` that each moved. */
function callsIn({ meta, transaction }: Transaction, of: Address): Unlogged[] {
  const calls: Unlogged[] = [];
  const ran = ({ programId, accounts = [], data = '' }: Instruction): Unlogged | undefined => {
    if (programId !== COOP_PROGRAM_ADDRESS) return undefined;
    const known = read(getBase58Encoder().encode(data));
    const named = accounts
      .map((address, i) => [known?.accounts[i] ?? `account ${i}`, address as Address] as const)
      .filter(([, address]) => address !== COOP_PROGRAM_ADDRESS);
    const call = {
      instruction: known?.name ?? 'unknown',
      says: known?.says ?? {},
      accounts: Object.fromEntries(named),
      moved: [],
    };
    calls.push(call);
    return call;
  };
  for (const [index, outer] of transaction.message.instructions.entries()) {
    // a call runs as long as deeper calls follow: what another program does after it does not belong to it
    const first = ran(outer);
    const running = first ? [{ height: 1, call: first }] : [];
    for (const inner of meta?.innerInstructions?.find((one) => one.index === index)?.instructions ?? []) {
      const height = Number(inner.stackHeight ?? 2);
      while (running.length > 0 && running.at(-1)!.height >= height) running.pop();
      const call = ran(inner);
      if (call) running.push({ height, call });
      else
        running
          .at(-1)
          ?.call.moved.push(...movedBy(inner).flatMap(({ mint, ...moved }) => (mint === of ? [moved] : [])));
    }
  }
  return calls;
}

/** What one transaction did to a co-op, the latest last. */
function entriesOf(found: Transaction, signature: Signature, of: Of): Exclude<Entry, { missing: bigint }>[] {
  const at = found.blockTime ?? 0n;
  const logged = eventsByCall(found.meta?.logMessages ?? []);
  return callsIn(found, of.coop.mint).flatMap((call, i): Exclude<Entry, { missing: bigint }>[] => {
    // a call logs one event for each co-op that it concerns
    const own = logged[i]?.events.filter(({ coop }) => coop === of.address) ?? [];
    if (logged[i]?.whole || own.length > 0)
      return own.map((event) => ({ seq: event.seq, at: event.at, signature, event }));
    return Object.values(call.accounts).includes(of.address) ? [{ at, signature, unlogged: call }] : [];
  });
}

/** Numbers entries without an event where that is certain, and inserts gaps. `last`: the number of the latest event. */
function numbered(
  all: readonly Exclude<Entry, { missing: bigint }>[],
  first: bigint | undefined,
  last: bigint,
): Entry[] {
  const entries: Entry[] = [];
  let [before, waiting] = [first, [] as Extract<Entry, { unlogged: Unlogged }>[]];
  const fill = (next: bigint) => {
    const gap = before === undefined ? BigInt(waiting.length) : next - before - 1n;
    // with as many numbers as instructions, each has one; with fewer, some changed nothing, and it is not known which
    if (gap === BigInt(waiting.length))
      entries.push(...waiting.map((one, i) => ({ ...one, seq: next - gap + BigInt(i) })));
    else
      entries.push(
        ...(gap <= 0n ? [] : waiting),
        ...(gap > BigInt(waiting.length) ? [{ after: before!, missing: gap - BigInt(waiting.length) }] : []),
      );
    waiting = [];
  };
  for (const entry of all) {
    if ('unlogged' in entry) waiting.push(entry);
    else {
      fill(entry.seq);
      entries.push(entry);
      before = entry.seq;
    }
  }
  fill(last + 1n);
  return entries;
}

/** The co-op whose history is read. */
interface Of {
  address: Address;
  coop: Pick<Coop, 'seq' | 'mint'>;
}
/** How many transactions to request at the same time. */
const TOGETHER = 4;

/** The last `limit` things that happened in a co-op, the latest last; as far back as the node's history reaches. */
export async function historyOf(
  rpc: Reader,
  of: Of,
  limit: number,
  tell: (read: number) => void = () => {},
): Promise<Entry[]> {
  const { address, coop } = of;
  let found: Exclude<Entry, { missing: bigint }>[] = [];
  // it has to begin with an entry whose number is known, so that what follows can be counted
  const wants = () => found.length < limit || found[0]?.seq === undefined;
  let ended = true;
  let count = 0;
  for await (const page of signaturePages(rpc, address, Math.max(limit, 20))) {
    const done = page.filter(({ err }) => err === null);
    for (let i = 0; i < done.length && wants(); i += TOGETHER) {
      const read = await Promise.all(
        done.slice(i, i + TOGETHER).map(async ({ signature }) => {
          const one = await rpc
            .getTransaction(signature, {
              maxSupportedTransactionVersion: 0,
              encoding: 'jsonParsed',
              commitment: 'confirmed',
            })
            .send();
          return one ? entriesOf(one as unknown as Transaction, signature, of) : [];
        }),
      );
      found = [...read.reverse().flat(), ...found];
      tell((count += read.length));
    }
    ended = wants();
    if (!ended) break;
  }
  // transactions of one moment may come in any order: their numbers decide
  const ordered = inOrder(found);
  return numbered(ordered, ended ? 0n : ordered[0]!.seq! - 1n, coop.seq).slice(-Math.max(1, limit));
}

/** Sorts by number; an entry without one stays behind the entry that it followed. */
function inOrder(all: readonly Exclude<Entry, { missing: bigint }>[]): Exclude<Entry, { missing: bigint }>[] {
  let [seq, nth] = [0n, 0];
  const keyed = all.map((entry) => {
    if (entry.seq === undefined) return { entry, seq, nth: ++nth };
    [seq, nth] = [entry.seq, 0];
    return { entry, seq, nth };
  });
  return keyed.sort((a, b) => (a.seq < b.seq ? -1 : a.seq > b.seq ? 1 : a.nth - b.nth)).map(({ entry }) => entry);
}

/** Names for the accounts of a co-op, as far as these still exist. */
export async function namesIn(rpc: Reader, { address, token, coop }: Site): Promise<Names> {
  const [people, offered, proposed] = await Promise.all([
    members(rpc, address),
    services(rpc, address),
    proposals(rpc, address),
  ]);
  const known = byAddress(people);
  const numbered = async (what: string, count: number, at: (coop: Address, index: number) => Promise<Address>) =>
    Promise.all(
      Array.from({ length: Math.min(count, 1_000) }, async (_, i) => [await at(address, i), `${what} ${i}`] as const),
    );
  const called = new Map<string, string>(
    (
      await Promise.all([
        numbered('pool', coop.pools, poolOf),
        numbered('service', coop.services, serviceOf),
        numbered('mandate', coop.mandates, mandateOf),
      ])
    ).flat(),
  );
  for (const { address: at, name, index } of offered) called.set(at, `service ${index}, “${text(name)}”`);
  for (const { address: at, index } of proposed) called.set(at, `proposal ${index}`);
  const who = (one: Address) => (known.has(one) ? person(known.get(one)!) : one === address ? 'the co-op' : short(one));
  return {
    token,
    who,
    what: (one) => called.get(one) ?? `what stood at ${short(one)}`,
    provider: (service) =>
      ((found) => (found && known.has(found.provider) ? who(found.provider) : undefined))(
        offered.find((one) => one.address === service),
      ),
  };
}

/** An instruction whose event is not in the log, in one sentence. */
export function unloggedInWords({ instruction, says, accounts, moved }: Unlogged, { token, who, what }: Names): string {
  const signer = accounts.payer ?? accounts.wallet ?? accounts.caller ?? accounts.holder;
  const about = aboutIn(accounts, what);
  const said = Object.entries(says)
    .filter(([, value]) => typeof value === 'bigint' && value !== 0xffff_ffff_ffff_ffffn)
    .map(([name, value]) => `${spaced(name)} ${formatAmount(value as bigint, token)}`);
  const tokens = moved.map(({ amount }) => formatAmount(amount, token));
  return `${signer ? `${who(signer)}: ` : ''}${spaced(instruction)}${about.length ? ` (${about.join(', ')})` : ''}${said.length ? `, ${said.join(', ')}` : ''}${tokens.length ? `; moved ${tokens.join(' and ')}` : ''}; read from the instruction, as the log was cut`;
}
