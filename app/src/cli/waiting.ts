/** `coop waiting`: what a wallet can do in a co-op now, and until when. */
import { reads, units } from '../client';
import { waitingFor, waitingLists, type Waiting } from '../client/waiting';
import { peopleOf, read, type Command } from './command';
import { memberIn } from './position';
import { coopSaid, walletIn } from './run';

export const WAITING: Command = read(
  '[WALLET]',
  'what waits for a member: votes, ways to leave, money, promises, with the last second in which each can be done',
  async (run) => {
    const wallet = await walletIn(run);
    const coop = coopSaid(run);
    const [site, { who }] = await Promise.all([reads.site(run.rpc, coop, wallet), peopleOf(run.rpc, coop)]);
    const all = waitingFor(site, await waitingLists(run.rpc, site, wallet), site.now, who);
    // whoever holds a mandate need not be a member
    if (all.length === 0) memberIn(site, wallet);
    return all.map(({ kind, what, by }) => ({ kind, what, ...(by === undefined ? {} : { by }) }));
  },
  (all: Waiting[]) =>
    all.length === 0
      ? ['nothing waits']
      : all.map(
          ({ kind, what, by }) =>
            `${what}${by === undefined ? '' : `; until ${units.formatTime(by)}`}${kind === 'moved' ? ', with `coop undo-rehome`' : ''}`,
        ),
);
