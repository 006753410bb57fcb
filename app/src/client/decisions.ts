/**
 * Decisions whose accounts are closed, and what amendments changed: read from the instructions that the chain's history keeps.
 * A node forgets old history; what it does not have is left out, and said to be missing.
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

/** Transactions that are looked through for the one that made something: anyone may have sent others before it, to the address where it would be. */
const SOUGHT = 2_000;
/** Transactions of a proposal that are read from its making on, unless one closes its account before. */
const FIRST = 250;
/** Where there are more, so many of the latest are read as well, and what is between is left out. */
const LAST = 50;
/** So many at a time. */
const AT_ONCE = 8;

/** What was decided in one proposal. */
export interface Decision {
  address: Address;
  /** Its number among the co-op's; nothing where no log that was read holds it. */
  index?: number;
  /** The account of the member who proposed it. */
  proposer: Address;
  action: g.Action;
  why: string;
  document?: { uri: string; hash: ArrayLike<number> };
  /** When it was proposed, and when it was carried out or given up; unix seconds. */
  at: bigint;
  outcome: 'carried out' | 'cancelled' | 'not carried out' | 'unknown';
  outcomeAt?: bigint;
  /** Whether it needed two thirds, and how many could vote; nothing where the log of its making was cut. */
  special?: boolean;
  electors?: number;
  yes: number;
  no: number;
  abstain: number;
  votes: Vote[];
  /** Whether not all of its transactions were read: then votes may be missing. */
  partial: boolean;
}
/** Who voted how. */
export interface Vote {
  member: Address;
  choice: 1 | 2 | 3;
}

/** One of our instructions, as it ran. */
interface Ran {
  name: InstructionName;
  /** The account that it was given under a name. */
  at: (name: string) => Address | undefined;
  /** What it was given beside accounts. */
  said: <N extends InstructionName>() => ReturnType<ReturnType<Table[N][2]>['decode']>;
}
type Row = (typeof INSTRUCTION_BY_BYTES)[keyof typeof INSTRUCTION_BY_BYTES];
type Table = { [N in InstructionName]: Extract<Row, readonly [N, ...unknown[]]> };

function ranIn(accounts: readonly Address[], data: Uint8Array): Ran[] {
  const row = INSTRUCTION_BY_BYTES[hex(data.slice(0, 8)) as keyof typeof INSTRUCTION_BY_BYTES] as Row | undefined;
  if (!row) return []; // of a newer program
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
/** Our instructions in a transaction that was done, inner ones too, in the order in which they ran. What is read once stays. */
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

/** All of some signatures, some at a time, in their order; nothing for one that the node does not have. */
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
  /** Its account was closed: what comes after that is none of it. */
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
  // the totals after a ballot count also those that are not read here; where its log was cut, the ballots themselves do
  const cast = events.filter((it) => it.event === 'BallotCast');
  if (own.filter(({ name }) => name === 'castVote').length > cast.length) found.tally = undefined;
  else found.tally = cast.at(-1) ?? found.tally;
}

/**
 * One decision from the history of its account; nothing if nothing of its making is left. Anyone can have transactions that name the account, for next to
 * nothing: it is read from its making on, however many came after that, and what came before its making or after its end does not count.
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

/** Where proposals were whose accounts are closed, by members as they are now; of members whose accounts are closed too it is not known. */
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

/** All of them that the node still knows, the latest first. `tell`: those that are read already, each time there is one more. */
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

/** What an action was asked with: each field by its label. What stands behind it, a charter, terms, a call, is shown apart. */
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
/** What it needed, in words; where it is not known how much it moved then, what such a decision needs. */
export const neededFor = ({ action, special }: Pick<Decision, 'action' | 'special'>): string =>
  special === undefined ? ACTIONS[action.__kind].needs : special ? 'two thirds yes' : 'more yes than no';
/** What it is about, in words. */
export const labelOf = ({ action }: Pick<Decision, 'action'>): string => ACTIONS[action.__kind].label;

/** A co-op's first charter: from the instruction that founded it, one of the first of its history. */
async function firstCharter(rpc: Reader, coop: Address): Promise<g.CharterTerms | undefined> {
  for await (const read of transactions(rpc, (await signaturesOf(rpc, coop)).slice(0, SOUGHT)))
    for (const one of read?.ran ?? [])
      if (one.name === 'found' && one.at('coop') === coop) return one.said<'found'>().charter;
  return undefined;
}

interface Amended {
  at: bigint;
  charter: g.Charter | g.CharterTerms;
}
/** Every amendment that was carried out, closed ones too, the first first; nothing where it is not known whether one was. */
async function amendments(
  rpc: Reader,
  coop: Address,
  known: readonly At<g.Proposal>[],
  members: readonly At<g.Member>[],
): Promise<Amended[] | undefined> {
  const closed = (await closedDecisions(rpc, coop, members, known)).filter((one) => one.action.__kind === 'Amend');
  if (closed.some(({ outcome }) => outcome === 'unknown')) return undefined;
  return [
    ...closed
      .filter(({ outcome }) => outcome === 'carried out')
      .map((one) => ({ at: one.outcomeAt!, charter: (one.action as { charter: g.CharterTerms }).charter })),
    ...known
      .filter((p) => p.executedAt !== 0n && kindOf(p) === 'Amend')
      .map((p) => ({ at: p.executedAt, charter: p.charter })),
  ].sort((a, b) => (a.at < b.at ? -1 : 1));
}

/**
 * The charter that an amendment was written against: that of the co-op if it is still in force, else of the amendment before, else the
 * first. `known`: proposals whose accounts are there; those that are closed are looked for by `members`. Nothing if the node has forgotten it.
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
  const before = known.find((p) => p.charterVersion === version - 1 && p.executedAt !== 0n && kindOf(p) === 'Amend');
  const based = before
    ? before.charter
    : version === 1
      ? await firstCharter(rpc, coop.address)
      : (await amendments(rpc, coop.address, known, await members()))?.[version - 2]?.charter;
  return based && rated(based, known, before?.executedAt ?? 0n, amendment.executedAt);
}
/** The same of one whose account is closed. */
export async function charterBeforeDecision(
  rpc: Reader,
  coop: Address,
  decided: Decision,
  known: readonly At<g.Proposal>[],
  members: readonly At<g.Member>[],
): Promise<g.Charter | g.CharterTerms | undefined> {
  const all = await amendments(rpc, coop, known, members);
  if (!all) return undefined;
  const before = all
    .filter(({ at }) => at < (decided.outcome === 'carried out' ? decided.outcomeAt! : decided.at))
    .at(-1);
  const based = before?.charter ?? (await firstCharter(rpc, coop));
  return based && rated(based, known, before?.at ?? 0n, decided.outcomeAt ?? decided.at);
}
const kindOf = (p: g.Proposal) => KINDS[p.kind];

/** A resolution that sets the take rate changes the charter without a new version. `until`: 0: until now. */
function rated<T extends g.Charter | g.CharterTerms>(
  charter: T,
  known: readonly At<g.Proposal>[],
  since: bigint,
  until: bigint,
): T {
  const rates = known
    .filter((p) => kindOf(p) === 'SetTakeRate' && p.executedAt > since && (until === 0n || p.executedAt < until))
    .sort((a, b) => (a.executedAt < b.executedAt ? -1 : 1));
  return rates.length === 0 ? charter : { ...charter, takeRateBps: rates.at(-1)!.rateBps };
}

/** Who voted how on a proposal whose ballots are there: the members' numbers, by the page that keeps them. */
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
