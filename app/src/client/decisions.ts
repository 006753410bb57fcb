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
import { hex } from './units';
import { INSTRUCTION_BY_BYTES, type InstructionName } from '../generated/instructionTable';

/** Transactions of one proposal that are read, the latest: who has more votes than these is told so. */
const READ = 300;
/** So many at a time. */
const AT_ONCE = 8;

/** What was decided in one proposal. */
export interface Decision {
  address: Address;
  index: number;
  /** The account of the member who proposed it. */
  proposer: Address;
  action: g.Action;
  why: string;
  document?: { uri: string; hash: ArrayLike<number> };
  /** When it was proposed, and when it was carried out or given up; unix seconds. */
  at: bigint;
  outcome: 'carried out' | 'cancelled' | 'not carried out';
  outcomeAt?: bigint;
  special: boolean;
  electors: number;
  yes: number;
  no: number;
  abstain: number;
  votes: Vote[];
  /** Whether the oldest transactions are not here: then reasons and votes may be missing. */
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

/** All of some signatures, some at a time, the oldest first; those that are not there are left out. */
async function transactions(rpc: Reader, signatures: readonly Signature[]): Promise<Read[]> {
  const all: (Read | undefined)[] = [];
  for (let i = 0; i < signatures.length; i += AT_ONCE)
    all.push(...(await Promise.all(signatures.slice(i, i + AT_ONCE).map((one) => transaction(rpc, one)))));
  return all.filter((one) => one !== undefined);
}

/** The signatures of what was done with an account, the oldest first; `partial`: there are more than `most`, or the node forgot some. */
async function signaturesOf(
  rpc: Reader,
  account: Address,
  most: number,
): Promise<{ signatures: Signature[]; partial: boolean }> {
  const found = await rpc.getSignaturesForAddress(account, { limit: most, commitment: 'confirmed' }).send();
  return {
    signatures: found
      .filter(({ err }) => !err)
      .map(({ signature }) => signature)
      .reverse(),
    partial: found.length === most,
  };
}

const documentIn = ({ document }: { document: Option<g.Document> }) =>
  isSome(document) ? { document: document.value } : {};

/** One decision from the history of its account; nothing if nothing of its making is left. */
export async function decision(rpc: Reader, address: Address): Promise<Decision | undefined> {
  const { signatures, partial } = await signaturesOf(rpc, address, READ);
  let made: Decision | undefined;
  const votes = new Map<Address, Vote['choice']>();
  for (const { at, ran, logs } of await transactions(rpc, signatures)) {
    const events = eventsIn(logs);
    for (const one of ran) {
      const { name, at: place } = one;
      if (name === 'propose' && place('proposal') === address) {
        const said = one.said<'propose'>();
        const event = events.find((it) => it.event === 'ProposalMade' && it.proposal === address);
        made = {
          address,
          proposer: place('member')!,
          action: said.action,
          why: said.why,
          at,
          outcome: 'not carried out',
          yes: 0,
          no: 0,
          abstain: 0,
          votes: [],
          partial,
          ...documentIn(said),
          ...(event?.event === 'ProposalMade'
            ? { index: event.index, special: event.special === 1, electors: event.electors }
            : { index: -1, special: false, electors: 0 }),
        };
      } else if (name === 'castVote' && place('proposal') === address) {
        votes.set(place('member')!, (one.said<'castVote'>().choice + 1) as Vote['choice']);
      } else if (made && place('proposal') === address) {
        if (name === 'explain')
          Object.assign(made, { why: one.said<'explain'>().why }, documentIn(one.said<'explain'>()));
        if (name === 'cancelProposal') Object.assign(made, { outcome: 'cancelled', outcomeAt: at });
        if (name === 'dissolve' || name.startsWith('execute'))
          Object.assign(made, { outcome: 'carried out', outcomeAt: at });
      }
    }
  }
  if (!made) return undefined;
  const count = (choice: number) => [...votes.values()].filter((one) => one === choice).length;
  return {
    ...made,
    votes: [...votes].map(([member, choice]) => ({ member, choice })),
    yes: count(1),
    no: count(2),
    abstain: count(3),
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

/** All of them that the node still knows, the latest first. */
export async function closedDecisions(
  rpc: Reader,
  coop: Address,
  members: readonly At<g.Member>[],
  open: readonly At<g.Proposal>[],
): Promise<Decision[]> {
  const found: (Decision | undefined)[] = [];
  for (const address of await closedProposals(coop, members, open)) found.push(await decision(rpc, address));
  return found.filter((one) => one !== undefined).sort((a, b) => b.index - a.index);
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
/** What it is about, in words. */
export const labelOf = ({ action }: Pick<Decision, 'action'>): string => ACTIONS[action.__kind].label;

/** A co-op's first charter: from the instruction that founded it, the first of its history. */
async function firstCharter(rpc: Reader, coop: Address): Promise<g.CharterTerms | undefined> {
  let before: Signature | undefined;
  let oldest: Signature | undefined;
  for (;;) {
    const found = await rpc
      .getSignaturesForAddress(coop, { limit: 1_000, commitment: 'confirmed', ...(before ? { before } : {}) })
      .send();
    before = found.at(-1)?.signature;
    oldest = found.filter(({ err }) => !err).at(-1)?.signature ?? oldest;
    if (found.length < 1_000) break;
  }
  const first = oldest && (await transaction(rpc, oldest));
  for (const one of first?.ran ?? [])
    if (one.name === 'found' && one.at('coop') === coop) return one.said<'found'>().charter;
  return undefined;
}

interface Amended {
  at: bigint;
  charter: g.Charter | g.CharterTerms;
}
/** Every amendment that was carried out, closed ones too, the first first. */
async function amendments(
  rpc: Reader,
  coop: Address,
  known: readonly At<g.Proposal>[],
  members: readonly At<g.Member>[],
): Promise<Amended[]> {
  const closed = (await closedDecisions(rpc, coop, members, known)).filter(
    (one) => one.outcome === 'carried out' && one.action.__kind === 'Amend',
  );
  return [
    ...closed.map((one) => ({ at: one.outcomeAt!, charter: (one.action as { charter: g.CharterTerms }).charter })),
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
      : (await amendments(rpc, coop.address, known, await members()))[version - 2]?.charter;
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
  const before = (await amendments(rpc, coop, known, members))
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
