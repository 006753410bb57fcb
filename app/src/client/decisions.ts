/**
 * Decisions whose accounts are closed, and what amendments changed: read from the instructions in the chain's history. Nodes drop
 * old history; what a node no longer has is left out, and the result is marked as incomplete.
 */
import { getBase58Encoder, isSome, type Address, type Option, type Signature } from '@solana/kit';
import * as g from '../generated';
import { ACTIONS } from './actions/table';
import { fieldsOf, KINDS } from './actions';
import { ballotsOf, PAGE, proposalOf } from './addresses';
import { eventsIn } from './events';
import { accountsAt, bytesOf, type At, type Reader } from './reads/accounts';
import { ballotIn } from './reads/proposals';
import { signaturesOf } from './signatures';
import { hex } from './units';
import { INSTRUCTION_BY_BYTES, type InstructionName } from '../generated/instructionTable';

/** How many transactions to search for the one that made an account: anyone can send others to its address beforehand. */
const SOUGHT = 2_000;
/** How many transactions of a proposal to read from its making on, unless its account is closed earlier. */
const FIRST = 250;
/** If there are more, how many of the latest to read as well; those between are left out. */
const LAST = 50;
/** How many transactions to read at the same time. */
const AT_ONCE = 8;

/** The decision on one proposal. */
export interface Decision {
  address: Address;
  /** Its number in the co-op; undefined if no log that was read has it. */
  index?: number;
  /** The account of the member who proposed it. */
  proposer: Address;
  action: g.Action;
  why: string;
  document?: { uri: string; hash: ArrayLike<number> };
  /** Unix seconds: when it was proposed (`at`), and when it was carried out or cancelled (`outcomeAt`). */
  at: bigint;
  outcome: 'carried out' | 'cancelled' | 'not carried out' | 'unknown';
  outcomeAt?: bigint;
  /** Whether it needed two thirds, and the number of electors; undefined if the log of its making was cut. */
  special?: boolean;
  electors?: number;
  yes: number;
  no: number;
  abstain: number;
  votes: Vote[];
  /** Whether some of its transactions were not read, so that votes may be missing. */
  partial: boolean;
}
/** One member's vote: 1 yes, 2 no, 3 abstain. */
export interface Vote {
  member: Address;
  choice: 1 | 2 | 3;
}

/** An instruction of the program that ran. */
interface Ran {
  name: InstructionName;
  /** The account that it was given under this name. */
  at: (name: string) => Address | undefined;
  /** Its decoded arguments. */
  said: <N extends InstructionName>() => ReturnType<ReturnType<Table[N][2]>['decode']>;
}
type Row = (typeof INSTRUCTION_BY_BYTES)[keyof typeof INSTRUCTION_BY_BYTES];
type Table = { [N in InstructionName]: Extract<Row, readonly [N, ...unknown[]]> };

function ranIn(accounts: readonly Address[], data: Uint8Array): Ran[] {
  const row = INSTRUCTION_BY_BYTES[hex(data.slice(0, 8)) as keyof typeof INSTRUCTION_BY_BYTES] as Row | undefined;
  if (!row) return []; // an instruction of a newer program
  const [name, names, decoder] = row;
  return [
    {
      name,
      at: (of) => accounts[(names as readonly string[]).indexOf(of)],
      said: () => (decoder() as unknown as { decode: (bytes: Uint8Array) => never }).decode(data),
    },
  ];
}

interface Read {
  at: bigint;
  ran: Ran[];
  logs: readonly string[];
}
type Lists = { readonly writable: readonly Address[]; readonly readonly: readonly Address[] };
type Compiled = { readonly programIdIndex: number; readonly accounts: readonly number[]; readonly data: string };

const read = new WeakMap<Reader, Map<Signature, Promise<Read | undefined>>>();
/** The program's instructions in a successful transaction, inner ones too, in the order they ran; each is read once. */
function transaction(rpc: Reader, signature: Signature): Promise<Read | undefined> {
  const known = read.get(rpc) ?? new Map<Signature, Promise<Read | undefined>>();
  read.set(rpc, known);
  const ask = async (): Promise<Read | undefined> => {
    const found = await rpc
      .getTransaction(signature, { commitment: 'confirmed', encoding: 'json', maxSupportedTransactionVersion: 0 })
      .send();
    if (!found?.meta || found.meta.err) return undefined;
    const { message } = found.transaction as unknown as {
      message: { accountKeys: readonly Address[]; instructions: readonly Compiled[] };
    };
    const { loadedAddresses, innerInstructions, logMessages } = found.meta as unknown as {
      loadedAddresses?: Lists;
      innerInstructions: readonly { index: number; instructions: readonly Compiled[] }[] | null;
      logMessages: readonly string[] | null;
    };
    const keys = [...message.accountKeys, ...(loadedAddresses?.writable ?? []), ...(loadedAddresses?.readonly ?? [])];
    const all = message.instructions.flatMap((one, i) => [
      one,
      ...(innerInstructions ?? []).filter(({ index }) => index === i).flatMap(({ instructions }) => instructions),
    ]);
    const ran = all
      .filter(({ programIdIndex }) => keys[programIdIndex] === g.COOP_PROGRAM_ADDRESS)
      .flatMap(({ accounts, data }) =>
        ranIn(
          accounts.map((i) => keys[i]!),
          Uint8Array.from(getBase58Encoder().encode(data)),
        ),
      );
    return { at: found.blockTime === null ? 0n : BigInt(found.blockTime), ran, logs: logMessages ?? [] };
  };
  const asked = known.get(signature) ?? ask();
  known.set(signature, asked);
  asked.catch(() => known.delete(signature));
  return asked;
}

/** Reads transactions, `AT_ONCE` at a time, in the order of their signatures; undefined for one that the node does not have. */
async function* transactions(rpc: Reader, signatures: readonly Signature[]): AsyncGenerator<Read | undefined> {
  for (let i = 0; i < signatures.length; i += AT_ONCE)
    yield* await Promise.all(signatures.slice(i, i + AT_ONCE).map((one) => transaction(rpc, one)));
}

const documentIn = ({ document }: { document: Option<g.Document> }) =>
  isSome(document) ? { document: document.value } : {};

/** What is known of a decision while its transactions are read. */
interface Found {
  made?: Omit<Decision, 'yes' | 'no' | 'abstain' | 'votes' | 'partial'>;
  votes: Map<Address, Vote['choice']>;
  tally?: Pick<Decision, 'yes' | 'no' | 'abstain'> | undefined;
  /** Its account was closed: later transactions do not belong to it. */
  over: boolean;
}
function take(address: Address, found: Found, { at, ran, logs }: Read): void {
  const events = eventsIn(logs).filter((it) => 'proposal' in it && it.proposal === address);
  const own = ran.filter((one) => one.at('proposal') === address);
  for (const { name, at: place, said } of own) {
    if (name === 'propose') {
      const { action, why, ...more } = said<'propose'>();
      const event = events.find((it) => it.event === 'ProposalMade');
      found.made = {
        address,
        proposer: place('member')!,
        action,
        why,
        at,
        outcome: 'not carried out',
        ...documentIn(more),
        ...(event ? { special: event.special === 1, electors: event.electors } : {}),
      };
    } else if (name === 'castVote')
      found.votes.set(place('member')!, (said<'castVote'>().choice + 1) as Vote['choice']);
    else if (name === 'explain')
      Object.assign(found.made ?? {}, { why: said<'explain'>().why }, documentIn(said<'explain'>()));
    else if (name === 'cancelProposal') Object.assign(found.made ?? {}, { outcome: 'cancelled', outcomeAt: at });
    else if (name === 'dissolve' || name.startsWith('execute'))
      Object.assign(found.made ?? {}, { outcome: 'carried out', outcomeAt: at });
    found.over ||= name === 'cancelProposal' || name === 'reclaimProposal';
  }
  for (const event of events) if ('index' in event && found.made) found.made.index = event.index;
  // the totals of an event include ballots that were not read; if a log was cut, the ballots themselves are counted
  const cast = events.filter((it) => it.event === 'BallotCast');
  if (own.filter(({ name }) => name === 'castVote').length > cast.length) found.tally = undefined;
  else found.tally = cast.at(-1) ?? found.tally;
}

/**
 * One decision from the history of its account; undefined if its making is gone. Anyone can cheaply send transactions that name
 * the account, so those before its making or after its end do not count, and of many only the first and last are read.
 */
export async function decision(rpc: Reader, address: Address): Promise<Decision | undefined> {
  const signatures = await signaturesOf(rpc, address);
  const found: Found = { votes: new Map(), over: false };
  let [read, before, lacking] = [0, 0, false];
  for await (const one of transactions(rpc, signatures)) {
    read++;
    lacking ||= !one;
    if (one) take(address, found, one);
    if (!found.made) before = read;
    if (found.over || read === (found.made ? before + FIRST : SOUGHT)) break;
  }
  const { made } = found;
  if (!made) return undefined;
  const rest = found.over ? [] : signatures.slice(read);
  for await (const one of transactions(rpc, rest.slice(-LAST))) {
    lacking ||= !one;
    if (one && !found.over) take(address, found, one);
  }
  const partial = rest.length > LAST || lacking;
  const count = (choice: number) => [...found.votes.values()].filter((one) => one === choice).length;
  const { yes, no, abstain } = found.tally ?? { yes: count(1), no: count(2), abstain: count(3) };
  return {
    ...made,
    ...(partial && made.outcome === 'not carried out' ? { outcome: 'unknown' } : {}),
    votes: [...found.votes].map(([member, choice]) => ({ member, choice })),
    yes,
    no,
    abstain,
    partial,
  };
}

/** The addresses of closed proposals, from their proposers' counts; not those of members whose accounts are closed too. */
export async function closedProposals(
  coop: Address,
  members: readonly At<g.Member>[],
  open: readonly At<g.Proposal>[],
): Promise<Address[]> {
  const live = new Set(open.map(({ address }) => address));
  const all = await Promise.all(
    members.flatMap((one) => Array.from({ length: one.proposals }, (_, count) => proposalOf(coop, one.number, count))),
  );
  return all.filter((address) => !live.has(address));
}

/** All closed decisions that the node still has, the latest first. */
export async function closedDecisions(
  rpc: Reader,
  coop: Address,
  members: readonly At<g.Member>[],
  open: readonly At<g.Proposal>[],
  tell: (decided: Decision[]) => void = () => undefined,
): Promise<Decision[]> {
  let found: Decision[] = [];
  for (const address of await closedProposals(coop, members, open)) {
    const one = await decision(rpc, address);
    if (!one) continue;
    found = [...found, one].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : (b.index ?? 0) - (a.index ?? 0)));
    tell(found);
  }
  return found;
}

/** The fields of an action with their labels and values. A charter, terms and calls are shown separately. */
export const askedWith = ({
  action,
}: Pick<Decision, 'action'>): { label: string; name: string; kind: string; value: unknown }[] => {
  const values = action as unknown as Readonly<Record<string, unknown>>;
  return fieldsOf(action.__kind).map(({ name, label, kind }) => ({
    name,
    label,
    kind,
    value: values[name],
  }));
};
/** The majority that it needed, in words; if that is not known, what such an action needs. */
export const neededFor = ({ action, special }: Pick<Decision, 'action' | 'special'>): string =>
  special === undefined ? ACTIONS[action.__kind].needs : special ? 'two thirds yes' : 'more yes than no';
/** What people call its action. */
export const labelOf = ({ action }: Pick<Decision, 'action'>): string => ACTIONS[action.__kind].label;

/** A co-op's first charter, from the instruction that founded it, which is among its first transactions. */
async function firstCharter(rpc: Reader, coop: Address): Promise<g.CharterTerms | undefined> {
  for await (const read of transactions(rpc, (await signaturesOf(rpc, coop)).slice(0, SOUGHT)))
    for (const one of read?.ran ?? [])
      if (one.name === 'found' && one.at('coop') === coop) return one.said<'found'>().charter;
  return undefined;
}

/** What was carried out that changed the charter, the first first: amendments, and take rates, which leave its version as it is. */
interface Changes {
  amendments: { at: bigint; charter: g.Charter | g.CharterTerms }[];
  rates: { at: bigint; bps: number }[];
}
const byTime = <T extends { at: bigint }>(all: T[]) => all.sort((a, b) => (a.at < b.at ? -1 : 1));
/** Every change of the charter, of closed proposals too; undefined if one outcome is unknown. */
async function changes(
  rpc: Reader,
  coop: Address,
  known: readonly At<g.Proposal>[],
  members: readonly At<g.Member>[],
): Promise<Changes | undefined> {
  const closed = (await closedDecisions(rpc, coop, members, known)).filter(
    ({ action: { __kind }, outcome }) =>
      (__kind === 'Amend' || __kind === 'SetTakeRate') && (outcome === 'carried out' || outcome === 'unknown'),
  );
  if (closed.some(({ outcome }) => outcome === 'unknown')) return undefined;
  const open = known.filter((p) => p.executedAt !== 0n);
  return {
    amendments: byTime([
      ...closed.flatMap(({ action, outcomeAt }) =>
        action.__kind === 'Amend' ? [{ at: outcomeAt!, charter: action.charter }] : [],
      ),
      ...open.filter((p) => kindOf(p) === 'Amend').map((p) => ({ at: p.executedAt, charter: p.charter })),
    ]),
    rates: byTime([
      ...closed.flatMap(({ action, outcomeAt }) =>
        action.__kind === 'SetTakeRate' ? [{ at: outcomeAt!, bps: action.bps }] : [],
      ),
      ...open.filter((p) => kindOf(p) === 'SetTakeRate').map((p) => ({ at: p.executedAt, bps: p.rateBps })),
    ]),
  };
}

/**
 * The charter that an amendment was written against: the co-op's own if still in force, else that of the amendment before, else
 * the first. `known`: existing proposals; closed ones are found by `members`. Undefined if the node no longer has it.
 */
export async function charterBefore(
  rpc: Reader,
  coop: At<g.Coop>,
  amendment: Pick<g.Proposal, 'charterVersion' | 'executedAt'>,
  known: readonly At<g.Proposal>[],
  members: () => Promise<readonly At<g.Member>[]>,
): Promise<g.Charter | g.CharterTerms | undefined> {
  const version = amendment.charterVersion;
  if (version === coop.charterVersion) return coop.charter;
  // where no account was closed, all is known
  const all = await changes(rpc, coop.address, known, known.length === coop.proposals ? [] : await members());
  if (!all) return undefined;
  const kept = known.find((p) => p.charterVersion === version - 1 && p.executedAt !== 0n && kindOf(p) === 'Amend');
  const before = kept ? { at: kept.executedAt, charter: kept.charter } : all.amendments[version - 2];
  const based = version === 1 ? await firstCharter(rpc, coop.address) : before?.charter;
  return based && rated(based, all, before?.at ?? 0n, amendment.executedAt);
}
/** The same for a decision whose account is closed. */
export async function charterBeforeDecision(
  rpc: Reader,
  coop: Address,
  decided: Decision,
  known: readonly At<g.Proposal>[],
  members: readonly At<g.Member>[],
): Promise<g.Charter | g.CharterTerms | undefined> {
  const all = await changes(rpc, coop, known, members);
  if (!all) return undefined;
  const before = all.amendments
    .filter(({ at }) => at < (decided.outcome === 'carried out' ? decided.outcomeAt! : decided.at))
    .at(-1);
  const based = before?.charter ?? (await firstCharter(rpc, coop));
  return based && rated(based, all, before?.at ?? 0n, decided.outcomeAt ?? decided.at);
}
const kindOf = (p: g.Proposal) => KINDS[p.kind];

/** Applies the last take rate that was carried out between `since` and `until` (0: now). */
function rated<T extends g.Charter | g.CharterTerms>(charter: T, { rates }: Changes, since: bigint, until: bigint): T {
  const last = rates.filter(({ at }) => at > since && (until === 0n || at < until)).at(-1);
  return last ? { ...charter, takeRateBps: last.bps } : charter;
}

/** Who voted how on a proposal whose ballots still exist, read from the pages that have the members' numbers. */
export async function votesOf(rpc: Reader, proposal: Address, members: readonly At<g.Member>[]): Promise<Vote[]> {
  const pages = [...new Set(members.filter((m) => m.numbered === 1).map(({ number }) => Math.floor(number / PAGE)))];
  const found = await accountsAt(rpc, await Promise.all(pages.map((page) => ballotsOf(proposal, page * PAGE))));
  return members
    .filter((m) => m.numbered === 1)
    .flatMap((m) => {
      const account = found[pages.indexOf(Math.floor(m.number / PAGE))];
      if (!account) return [];
      const { choice } = ballotIn(g.getBallotPageDecoder().decode(bytesOf(account.data)), m.number);
      return choice === 0 ? [] : [{ member: m.address, choice: choice as Vote['choice'] }];
    });
}
