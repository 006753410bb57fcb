/** What both ways of leaving show: what stays bound, and a button that asks twice. */
import { useState } from 'react';
import { reads } from '../../client';
import type { Pool } from '../../generated';
import { rpc } from '../chain';
import { Do } from '../parts';
import { useRead, type Seen } from '../state';

/** The pool with the reader's pledge, once it is read. */
export function useItsPool({ address, member }: Seen): Pool | undefined {
  const { data } = useRead(
    async () => (member ? (await reads.pledgeOf(rpc, address, member))?.pool : undefined),
    `its pool ${address} ${member?.address ?? ''} ${member?.pledgedIn ?? 0}`,
  );
  return data;
}

export function StaysBound({ told }: { told: readonly string[] }) {
  if (told.length === 0) return null;
  return (
    <>
      <p>What stays bound, or comes back:</p>
      <ul>
        {told.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
    </>
  );
}

/** `label`: of the button that asks; `yes`: of the one that leaves. `act` calls its argument once it has left. */
export function Leave({ label, yes, act }: { label: string; yes: string; act: (done: () => void) => unknown }) {
  // undefined before it was asked: then nothing takes the focus
  const [sure, setSure] = useState<boolean>();
  return (
    <div className="does">
      {sure ? (
        <>
          <Do act={() => void act(() => setSure(false))}>{yes}</Do>
          <button type="button" className="quiet" autoFocus onClick={() => setSure(false)}>
            Stay
          </button>
        </>
      ) : (
        <button type="button" className="quiet" autoFocus={sure === false} onClick={() => setSure(true)}>
          {label}
        </button>
      )}
    </div>
  );
}
