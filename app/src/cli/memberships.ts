/** `coop memberships`: what a wallet is a member of, and what was moved from it that it can take back. */
import { reads, rules, units, type At, type program } from '../client';
import { read, type Command } from './command';
import { walletIn } from './run';

type Found = At<program.Member> & { coopName?: Uint8Array; takenBackUntil?: bigint };

export const MEMBERSHIPS: Command = read(
  '[WALLET]',
  'the co-ops in which a wallet has a membership, or can take back one that was moved from it',
  async (run) => {
    const wallet = await walletIn(run);
    const [mine, moved, every] = await Promise.all([
      reads.memberships(run.rpc, wallet),
      reads.movedFrom(run.rpc, wallet),
      reads.coops(run.rpc),
    ]);
    const named = (member: At<program.Member>) => ({
      ...member,
      coopName: every.find(({ address }) => address === member.coop)?.name,
    });
    return [
      ...mine.map(named),
      ...moved.map((member) => ({ ...named(member), takenBackUntil: rules.takenBackUntil(member) })),
    ];
  },
  (all: Found[]) =>
    all.map(
      (m) =>
        `${m.coop}  ${units.text(m.coopName ?? []).padEnd(32)} ${
          m.takenBackUntil === undefined
            ? rules.standing(m)
            : `moved to ${m.wallet}; until ${units.formatTime(m.takenBackUntil)} \`coop -c ${m.coop} undo-rehome\` takes it back`
        }`,
    ),
);
