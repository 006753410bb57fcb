/** What is paid out to a member: nothing is while a move of the membership can be undone. */
import type { ReactNode } from 'react';
import { rules } from '../../client';
import { When } from '../parts';
import { useNow, type Seen } from '../state';

export function AtHome({ site, children }: { site: Seen; children: ReactNode }) {
  const now = useNow(site);
  const quiet = site.member ? rules.quietUntil(site.member) : 0n;
  if (now >= quiet) return children;
  return (
    <small>
      Your membership was moved to this wallet: it is paid from <When at={quiet} /> on, as the move can be undone until
      then.
    </small>
  );
}
