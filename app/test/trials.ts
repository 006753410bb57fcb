// Trials of the program (tests/golden/tries.rs), compared with the client's rules.
import type { Address } from '@solana/kit';
import { binding, endings, poolRules, program, rules } from '../src/client';
import { ERRORS } from '../src/generated/texts';

/** A trial as printed: accounts are indexes of `Stored` lines. `did`: `done`, `quiet` if nothing changed, or the refusal's code. */
export interface Trial {
  kind: 'Trial';
  rule: string;
  now: string;
  of: Record<string, number>;
  given: Record<string, string>;
  did: string;
  after: Record<string, number>;
}

/** The decoded accounts of a trial. */
interface Tried {
  coop: program.Coop;
  member: program.Member;
  pool: program.Pool;
  pledge: program.Pledge;
  period: program.Period;
  proposal: program.Proposal;
  mandate: program.Mandate;
  /** The balance of the vault. */
  vault: bigint;
}
interface Read {
  now: bigint;
  of: Tried;
  given: Record<string, string>;
  did: string;
  after: Tried;
}
const DECODERS: Readonly<Record<keyof Tried, (bytes: Uint8Array) => unknown>> = {
  coop: (bytes) => program.getCoopDecoder().decode(bytes),
  member: (bytes) => program.getMemberDecoder().decode(bytes),
  pool: (bytes) => program.getPoolDecoder().decode(bytes),
  pledge: (bytes) => program.getPledgeDecoder().decode(bytes),
  period: (bytes) => program.getPeriodDecoder().decode(bytes),
  proposal: (bytes) => program.getProposalDecoder().decode(bytes),
  mandate: (bytes) => program.getMandateDecoder().decode(bytes),
  vault: (bytes) => new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(64, true),
};

/** The client's answer and the trial's outcome; undefined if the outcome is one that the rule does not cover. */
type Verdict = { says: unknown; did: unknown; outcome: string } | undefined;
const yes = (says: boolean, did: boolean): Verdict => ({ says, did, outcome: String(did) });

const JUDGES: Readonly<Record<string, (it: Read) => Verdict | Promise<Verdict>>> = {
  isClosable: ({ of: { coop, member }, now, did }) => yes(endings.isClosable(coop, member, now), did === 'done'),
  isAdmissible: ({ of: { coop, member }, now, did }) => yes(rules.isAdmissible(coop, member, now), did === 'done'),
  isStale: ({ of: { coop, member }, now, did }) => yes(endings.isStale(coop, member, now), did === 'done'),
  isCancellable: ({ of: { pool }, did }) => yes(poolRules.isCancellable(pool), did === 'done'),
  isSettleable: ({ of: { coop, pool }, given, now, did }) =>
    yes(poolRules.isSettleable({ coop, vaultFrozen: given.frozen === 'true' }, pool, now), did === 'done'),
  takenBack: ({ of: { coop, pool, pledge, member }, now, did }) =>
    yes(poolRules.takenBack(coop, pool, pledge, member, now) !== undefined, did === 'done'),
  passable: ({ of: { coop, vault }, after, now, did }) => {
    // an heir that has ended is passed over first, at any time
    if (did === 'done' && after.coop.heirsGone !== coop.heirsGone) return undefined;
    const passed = did === 'done' ? vault - after.vault : undefined;
    return { says: endings.passable(coop, now), did: passed, outcome: String(passed !== undefined) };
  },
  mayCallPanel: ({ of: { coop, proposal }, now, did }) => {
    const [calls, reviews] = [
      rules.mayCallPanel(rules.proposalStatus(proposal, coop, now), proposal),
      rules.isReviewable(coop, proposal),
    ];
    if (did === 'NotReviewable') return { says: reviews, did: false, outcome: did };
    return { says: calls && reviews, did: did === 'done', outcome: did };
  },
  sitsOnPanel: async ({ of: { coop, proposal }, given, did }) => {
    if (did !== 'done' && did !== 'NotOnThePanel') return undefined;
    const at = { ...proposal, address: given.proposal as Address };
    return yes(await rules.sitsOnPanel(at, given.member as Address, coop.charter.panelSize), did === 'done');
  },
  wouldRelease: ({ of: { coop, proposal, member, pool }, given, now, did, after }) => {
    const said = given.said === '0' ? undefined : Number(given.said);
    const rule = rules.isMember(member) ? binding.wouldRelease : binding.isReleasable;
    const its = { ...member, address: given.member as Address };
    const [released, until] = [rule(proposal, coop, its, said, now), binding.boundUntil(coop, member, pool, now)];
    // a failed pool binds nobody, but a pledge to it stays in the member's account until it is refunded
    const failed = pool !== undefined && poolRules.poolStatus(pool, now) === 'failed';
    const became = did === 'done' && member.returnsFrom === 0n ? after.member.returnsFrom : 0n;
    return {
      says: released && !(failed && until === 0n) ? [true, until] : [false],
      did: became === 0n ? [false] : [true, became],
      outcome: String(became !== 0n),
    };
  },
  settled: ({ of: { coop, member, period }, did, after }) => ({
    says: rules.settled(coop, member, period),
    did: did === 'done' ? after.member : member,
    outcome: did,
  }),
  earnedUnclaimed: ({ of: { coop, pool, pledge, member }, now, did, after }) => {
    if (did !== 'done') return undefined;
    const { shares, back } = poolRules.becomes(pool, pledge.amount);
    const earned = poolRules.earnedUnclaimed(coop, pool, member, shares);
    // a claim also brings what the other shares have earned
    const paid = (one: program.Member) => rules.position(coop, one, now).paid;
    const comes = paid(after.member) - paid(member) - (coop.sweptAt === 0n ? back : 0n);
    return { says: earned, did: comes, outcome: String(comes > 0n) };
  },
  mandateRoom: ({ of: { coop, mandate }, given, did }) => {
    if (did === 'MandateOver' || did === 'CoopNotActive') return undefined;
    return yes(BigInt(given.amount!) <= rules.mandateRoom(mandate, coop), did !== 'MoreThanTheMandate');
  },
  withdrawable: ({ of: { coop, member }, given, now, did }) => {
    if (['SettlePatronageFirst', 'ClosePeriodFirst', 'RehomedRecently'].includes(did)) return undefined;
    // the price is checked only after the amount
    return yes(
      BigInt(given.amount!) <= rules.position(coop, member, now).withdrawable,
      did === 'done' || did === 'PriceTooLow',
    );
  },
};

/** The rules with trials. */
export const TRIED = Object.keys(JUDGES);

/** The client's answer for each trial, with its outcome. `stored`: the bytes of the accounts, by index. */
export async function judged(trials: readonly Trial[], stored: readonly Uint8Array[]) {
  const known = new Map<string, unknown>();
  const decoded = (name: string, number: number): unknown => {
    const key = `${name} ${number}`;
    if (!known.has(key)) known.set(key, DECODERS[name as keyof Tried](stored[number]!));
    return known.get(key);
  };
  const read = (accounts: Record<string, number>) =>
    Object.fromEntries(
      Object.entries(accounts).map(([name, number]) => [name, decoded(name, number)]),
    ) as unknown as Tried;
  const all: { rule: string; verdict: NonNullable<Verdict>; trial: string }[] = [];
  for (const { rule, now, of, given, did: code, after } of trials) {
    const did = /^\d+$/.test(code) ? ERRORS[Number(code)]![0] : code;
    const verdict = await JUDGES[rule]!({ now: BigInt(now), of: read(of), given, did, after: read(after) });
    if (verdict)
      all.push({
        rule,
        verdict,
        trial: `${rule} at ${now}: the program: ${did}, ${JSON.stringify(given)}, of ${JSON.stringify(of)}`,
      });
  }
  return all;
}
