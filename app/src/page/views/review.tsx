/** The review panel of a resolution. */
import { useEffect, useState } from 'react';
import type { Address } from '@solana/kit';
import type { reads } from '../../client';
import { rules } from '../../client';
import { Do } from '../parts';
import { one, useAct, type ViewProps } from '../state';
import type { Proposed, Read } from './proposed';

/**
 * Review by lot: members drawn by lot can delay a passed resolution, once. Each button has a key, so that none becomes another one under
 * the pointer or the keyboard: whoever draws the panel twice must not object.
 */
export function Review({
  proposal: p,
  site,
  again,
  said,
  status,
}: ViewProps<Read> & { proposal: Proposed; said: reads.Ballot | undefined; status: rules.ProposalStatus }) {
  const act = useAct({ site, again });
  const [drawn, setDrawn] = useState<Address>();
  const { member: me, coop } = site;
  useEffect(() => {
    let here = true;
    if (me && rules.isOfSnapshot(coop, p, me))
      void rules
        .sitsOnPanel(p, me.address, coop.charter.panelSize)
        .then((sits) => here && setDrawn(sits ? me.address : undefined));
    return () => {
      here = false;
    };
  }, [p, me, coop]);
  // who has left since cannot object
  const sits = rules.isMember(me) && drawn === me!.address;
  // nobody can object once the timelock is over
  if (status !== 'waiting') return null;
  if (rules.isReviewable(site.coop, p)) {
    const callable = rules.mayCallPanel(status, p);
    const from = rules.calledAgainFrom(p);
    return p.panelSlot === 0n ? (
      callable && (
        <div className="does">
          <Do key="call" quiet act={() => void act('Calling a panel', one('callPanel', { proposal: p.index }))}>
            Call a review panel
          </Do>
          <small>About {site.coop.charter.panelSize} members drawn by lot; three objections double the wait.</small>
        </div>
      )
    ) : (
      <div className="does">
        <Do key="draw" quiet act={() => void act('Drawing the panel', one('seatPanel', { proposal: p.index }))}>
          Draw the panel
        </Do>
        {callable && site.slot >= from && (
          <Do key="again" quiet act={() => void act('Calling a panel', one('callPanel', { proposal: p.index }))}>
            Call it again
          </Do>
        )}
        <small>
          It is drawn by the hash of slot {String(p.panelSlot)}, known some seconds after the call.
          {callable &&
            site.slot < from &&
            ` If nobody draws it, it can be called again from slot ${from} on, some minutes after the call.`}
        </small>
      </div>
    );
  }
  if (p.panelSeated !== 1) return null;
  return (
    <div className="does">
      {sits && !said?.objects && (
        <Do key="object" quiet act={() => void act('Objecting', one('object', { proposal: p.index }))}>
          Object as a panel member
        </Do>
      )}
      <small>
        A panel is drawn{sits && ', and you are on it'}. {p.objections} of 3 objections
        {p.objections >= 3 && ': the wait is doubled'}.
      </small>
    </div>
  );
}
