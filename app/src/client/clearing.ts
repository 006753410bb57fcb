/** What is over, and whose accounts anyone may close: their deposits return to whoever paid them. */
import type { Instruction } from '@solana/kit';
import type { Chore, ChoreLists } from './chores';
import { fitting } from './flows/first';
import type { Site } from './reads/coops';
import { coopStatus } from './rules/coop';
import { isRedirectOver, standing } from './rules/members';
import { expiresAt, isOver, proposalStatus } from './rules/proposals';
import type { Context } from './verbs';
import * as g from '../generated';
import { READ } from '../generated/constants';
import { YEAR } from '../generated/math';

/** So many accounts are closed in one transaction at least, unless something else has to go first. */
const FEW = 5;

/** What can be closed now, one chore for each kind; as much of it as fits in one transaction at a time. */
export function clearing(
  { address: coop, coop: its, vault, mint, tokenProgram, now }: Site,
  lists: ChoreLists,
): Chore[] {
  const people = new Map(lists.members.map((one) => [one.address, one]));
  const ends = coopStatus(its) === 'dissolving';
  /** For a year what was decided can be read on the chain, unless the co-op ends. */
  const isRead = (at: bigint) => ends || now >= at + YEAR;
  const settled = new Set(lists.pools.filter(({ settledAt }) => settledAt !== 0n).map(({ address }) => address));
  const close = <T>(
    names: readonly [one: string, many: string],
    over: readonly T[],
    closes: (one: T, c: Context) => Instruction,
  ): Chore[] =>
    over.length === 0
      ? []
      : [
          {
            what: `close ${over.length === 1 ? names[0] : `${over.length > FEW ? `the first of ${over.length}` : over.length} ${names[1]}`}, and return the deposit`,
            make: (c) =>
              Promise.resolve(
                fitting(
                  c,
                  over.map((one) => closes(one, c)),
                ),
              ),
          },
        ];
  /** Whether it counts for the present application of a candidate. */
  const counts = ({ candidate, application }: ChoreLists['vouches'][number]) => {
    const one = people.get(candidate);
    return one && standing(one) === 'candidate' && one.application === application;
  };
  const isOfExpelled = ({ voucher }: ChoreLists['vouches'][number]) => {
    const one = people.get(voucher);
    return one && standing(one) === 'expelled';
  };
  return [
    ...close(
      ['a vouch that an expelled member gave', 'vouches that expelled members gave'],
      lists.vouches.filter((vouch) => !ends && counts(vouch) && isOfExpelled(vouch)),
      ({ address: vouch, candidate, voucher, rentPayer }, { by: wallet }) =>
        g.getWithdrawVouchInstruction({ wallet, coop, voucher, candidate, vouch, rentPayer }),
    ),
    ...close(
      ['a vouch that no longer counts', 'vouches that no longer count'],
      lists.vouches.filter((vouch) => !counts(vouch)),
      ({ address: vouch, candidate, rentPayer }) => g.getReclaimVouchInstruction({ coop, candidate, vouch, rentPayer }),
    ),
    ...close(
      ['the account of a pledge that is over', 'accounts of pledges that are over'],
      lists.pledges.filter(({ amount, pool }) => amount === 0n && settled.has(pool)),
      ({ address: pledge, pool, rentPayer }) => g.getReclaimPledgeInstruction({ coop, pool, pledge, rentPayer }),
    ),
    ...close(
      ['a settled pool', 'settled pools'],
      lists.pools.filter(
        ({ pledgeAccounts, settledAt }) => settledAt !== 0n && pledgeAccounts === 0 && isRead(settledAt),
      ),
      ({ address: pool, escrow, rentPayer }) =>
        g.getReclaimPoolInstruction({ coop, pool, escrow, vault, mint, rentPayer, tokenProgram }),
    ),
    ...close(
      ['a period that is settled to everyone', 'periods that are settled to everyone'],
      lists.periods.filter(
        ({ unsettled, closedAt }) => (unsettled === 0 || its.sweptAt !== 0n) && now >= closedAt + YEAR,
      ),
      ({ address: period, rentPayer }) => g.getReclaimPeriodInstruction({ coop, period, rentPayer }),
    ),
    ...close(
      ['a mandate that is over', 'mandates that are over'],
      lists.mandates.filter(({ until }) => ends || now > until),
      ({ address: mandate, rentPayer }) => g.getReclaimMandateInstruction({ coop, mandate, rentPayer }),
    ),
    ...close(['a service', 'services'], ends ? lists.services : [], ({ address: service, rentPayer }, { by }) =>
      g.getRetireServiceInstruction({ caller: by, coop, service, rentPayer }),
    ),
    ...close(
      ['the redirect of a wallet that has no membership', 'redirects of wallets that have no membership'],
      lists.redirects.filter(({ member, wallet }) => isRedirectOver(people.get(member), wallet, now)),
      ({ address: redirect, member, rentPayer }) =>
        g.getReclaimRedirectInstruction({ coop, redirect, member, rentPayer }),
    ),
    ...close(
      ['a proposal that was over 30 days ago', 'proposals that were over 30 days ago'],
      lists.proposals.filter((p) => isOver(proposalStatus(p, its, now)) && now >= expiresAt(p) + READ),
      ({ address: proposal, proposer, rentPayer }, { by: caller }) =>
        g.getReclaimProposalInstruction({ caller, coop, proposer, proposal, rentPayer }),
    ),
  ];
}
