/** Tasks that anyone may do, so that nobody has to wait for anybody else. */
import type { Address } from '@solana/kit';
import { choreLists, choresIn, rules, units, type ChoreLists } from '../../client';
import { rpc } from '../chain';
import { Do, Empty } from '../parts';
import { useAct, useNow, type ViewProps } from '../state';

export const readChores = (coop: Address): Promise<ChoreLists> => choreLists(rpc, coop);

/** The purpose of each kind of chore. */
const WHY: readonly (readonly [RegExp, string])[] = [
  [/^close period/, 'its surplus is shared, and members that asked for capital are paid, all at one price'],
  [/^settle pool/, 'it succeeds, or every pledge is refunded'],
  [/^settle /, "books one member's part of a closed period"],
  [/^release/, 'it did not vote for the change, so no promise binds it under terms that it did not want'],
  [/^count/, 'a weighty resolution is stopped if too many leave because of it'],
  [/pages? of ballots/, 'the proposal is over, and they are no longer needed'],
  [/due to the federation/, "the federation's part of solidarity; grants to members are not touched"],
  [/^pay .* its part/, 'of the remaining money; every claim is paid the same part, in any order'],
  [/^end the membership/, 'the co-op is ending: its account can be closed then, and the deposit returns'],
  [/^pass on unclaimed/, 'to the successor; it never reaches members'],
  [/^bring .* home/, 'the co-op is ending: the money is paid to members, by capital'],
  [/^(bring|book) .* to the reserve$/, 'it counts as a donation, because nothing shows another purpose'],
  [/^give .* SOL/, 'it was sent by mistake, and has no use there'],
  [/^clear away/, 'nobody needs it, and its deposit is returned'],
  [/^close the account/, 'nothing more is owed to it'],
  [/return the deposit$/, 'it is over, and nobody needs it'],
  [/^compare the use/, 'frees the bond of a promise, or forfeits the missing part'],
  [/^carry out/, 'it was decided, and its waiting time is over'],
  [/^book the shares/, 'a pledge became shares, which earn whether they are claimed or not'],
  [/^enrol/, 'the member share is paid and seasoned, so the member can vote'],
];

/** The most chores that are listed at once. */
const SHOWN = 50;

export function Chores({ site, data, again }: ViewProps<ChoreLists>) {
  const act = useAct({ site, again });
  const now = useNow(site);
  const due = choresIn({ site: { ...site, now } }, data);
  return (
    <section aria-labelledby="chores">
      <h2 id="chores">To do, by anyone</h2>
      <p>
        Nothing here needs permission, and nobody is paid for it.{' '}
        {rules.coopStatus(site.coop) !== 'dissolving' && 'These tasks keep the co-op going without a clerk.'}
      </p>
      {due.length === 0 ? (
        <Empty>Everything is done.</Empty>
      ) : (
        <ul className="plain">
          {due.slice(0, SHOWN).map(({ what, make }) => {
            const says = (what[0]!.toUpperCase() + what.slice(1)).replace(/\w{32,44}/g, units.short);
            const why = WHY.find(([of]) => of.test(what))?.[1];
            return (
              <li key={what}>
                <span title={what}>
                  {says}
                  {why && <small className="why">{why}</small>}
                </span>
                <Do quiet act={() => void act(says, make)}>
                  Do it<span className="for-readers">: {says}</span>
                </Do>
              </li>
            );
          })}
        </ul>
      )}
      {due.length > SHOWN && <p>And {due.length - SHOWN} more.</p>}
    </section>
  );
}
