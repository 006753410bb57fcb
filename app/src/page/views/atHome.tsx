/** What is paid out to a member: nothing while a move of the membership can be undone, or while the `vault` that would pay is frozen. */
import type { ReactNode } from 'react';
import { rules } from '../../client';
import { When } from '../parts';
import { useNow, type Seen } from '../state';

export function AtHome({ site, vault, children }: { site: Seen; vault?: true; children: ReactNode }) {
  const now = useNow(site);
  const quiet = site.member ? rules.quietUntil(site.member) : 0n;
  if (vault && site.vaultFrozen)
    return (
      <small>
        The token's issuer has frozen the co-op's vault: what is yours is paid once it is thawed, to you and everybody.
      </small>
    );
  if (now >= quiet) return children;
  return (
    <small>
      Your membership was moved to this wallet: it is paid from <When at={quiet} /> on, as the move can be undone until
      then.
    </small>
  );
}
