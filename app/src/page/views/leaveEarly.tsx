/** Leaving a co-op that has not begun yet. */
import { binding } from '../../client';
import { flow, useAct, useNow, type Seen } from '../state';
import { Leave, StaysBound, useItsPool } from './leave';

export function LeaveEarly({ site, again }: { site: Seen; again: () => void }) {
  const act = useAct({ site, again });
  const now = useNow(site);
  const pool = useItsPool(site);
  return (
    <article className="card leaving" aria-label="If you left now">
      <header>
        <h3>If you left now</h3>
      </header>
      <p>
        {site.coop.members === 1
          ? 'The co-op has not begun, and you are its last member: nobody can be admitted after you, and it ends here.'
          : 'The co-op has not begun: your membership ends, and you can apply again at any time.'}
      </p>
      <StaysBound told={binding.leaving({ ...site, now }, site.member!, pool)} />
      <Leave label="Leave…" yes="Yes, leave" act={(done) => act('Leaving', flow('leave', { ask: false }), done)} />
    </article>
  );
}
