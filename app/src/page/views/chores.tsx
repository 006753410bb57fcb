/** What anyone may do, so that nobody waits for anybody. */
import type { Address } from '@solana/kit';
import { choreLists, choresIn, rules, units, type ChoreLists } from '../../client';
import { rpc } from '../chain';
import { Do, Empty } from '../parts';
import { useAct, useNow, type ViewProps } from '../state';

export const readChores = (coop: Address): Promise<ChoreLists> => choreLists(rpc, coop);

/** What each kind of chore is good for. */
const WHY: readonly (readonly [RegExp, string])[] = [
  [/^close period/, 'its surplus is shared, and whoever asked for capital is paid, everyone at one price'],
  [/^settle pool/, 'it succeeds, or everyone gets everything back'],
  [/^settle /, 'books to one member what the close of a period decided'],
  [/^release/, 'it did not vote for it: nothing that it promised binds it under terms it did not want'],
  [/^count/, 'a resolution of weight dies if too many leave over it'],
  [/pages? of ballots/, 'it is over, and nobody reads them any more'],
  [/due to the federation/, 'the federation\'s part of solidarity; grants to members are not touched'],
  [/^pay .* its part/, 'of what a co-op that ends still has; everyone gets the same part, in whatever order'],
  [/^pass on what/, 'to whoever inherits; it never reaches members'],
  [/^bring .* home/, 'of a co-op that ends: it is paid to members, by capital'],
  [/^(bring|book) .* to the reserve$/, 'a donation, as nobody can say what else it was'],
  [/^give .* SOL/, 'it was sent by mistake, and does nothing there'],
  [/^clear away/, 'nobody waits for it, and its deposit goes back'],
  [/^close the account/, 'nothing is owed to it any more'],
  [/^compare the use/, 'frees what answers for a promise, or takes what was missing'],
  [/^carry out/, 'it was decided, and nothing waits any more'],
  [/^book the shares/, 'a pledge became shares; they earn alike before and after'],
  [/^enrol/, 'the member share is paid and seasoned: the vote is due'],
];

/** More are not listed at once. */
const SHOWN = 50;

export function Chores({ site, data, again }: ViewProps<ChoreLists>) {
  const act = useAct({ site, again });
  const now = useNow(site);
  const due = choresIn({ site: { ...site, now } }, data);
  return (
    <section aria-labelledby="chores">
      <h2 id="chores">To do, by anyone</h2>
      <p>Nothing here needs permission, and none of it pays whoever does it. {rules.coopStatus(site.coop) !== 'dissolving' && 'It is what keeps the co-op going without a clerk.'}</p>
      {due.length === 0 ? <Empty>All is done.</Empty> : (
        <ul className="plain">{due.slice(0, SHOWN).map(({ what, make }) => {
          const says = (what[0]!.toUpperCase() + what.slice(1)).replace(/\w{32,44}/g, units.short);
          const why = WHY.find(([of]) => of.test(what))?.[1];
          return <li key={what}><span title={what}>{says}{why && <small className="why">{why}</small>}</span><Do quiet act={() => void act(says, make)}>Do it<span className="for-readers">: {says}</span></Do></li>;
        })}</ul>
      )}
      {due.length > SHOWN && <p>And {due.length - SHOWN} more.</p>}
    </section>
  );
}
