/** Leaving a co-op that has not begun yet. */
import { useState } from 'react';
import { binding } from '../../client';
import { Do } from '../parts';
import { flow, useAct, useNow, type Seen } from '../state';

export function LeaveEarly({ site, again }: { site: Seen; again: () => void }) {
  const act = useAct({ site, again });
  const now = useNow(site);
  const [sure, setSure] = useState(false);
  const stays = binding.leaving({ ...site, now }, site.member!);
  return (
    <article className="card leaving" aria-label="If you left now">
      <header>
        <h3>If you left now</h3>
      </header>
      <p>The co-op has not begun: your membership ends, and you can apply again at any time.</p>
      {stays.length > 0 && (
        <>
          <p>What stays bound:</p>
          <ul>
            {stays.map((told) => (
              <li key={told}>{told}</li>
            ))}
          </ul>
        </>
      )}
      <div className="does">
        {sure ? (
          <>
            <Do act={() => void act('Leaving', flow('leave', { ask: false }), () => setSure(false))}>Yes, leave</Do>
            <button type="button" className="quiet" onClick={() => setSure(false)}>
              Stay
            </button>
          </>
        ) : (
          <button type="button" className="quiet" onClick={() => setSure(true)}>
            Leave…
          </button>
        )}
      </div>
    </article>
  );
}
