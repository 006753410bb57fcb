/** A calendar file with the dates of some co-ops; its code is fetched, and the file made, on request. */
import { useState } from 'react';
import { sentence } from '../client/failures';
import * as units from '../client/units';
import { rpc } from './chain';
import type { Site } from '../client';

export function CalendarFile({ sites }: { sites: readonly Site[] }) {
  const [wrong, setWrong] = useState('');
  const make = async () => {
    const [{ dateLists, datesOf }, { calendar }] = await Promise.all([
      import('../client/dates'),
      import('../client/calendar'),
    ]);
    const all = await Promise.all(
      sites.map(async (site) => ({
        name: units.text(site.coop.name),
        coop: site.address,
        stamp: site.now,
        dates: datesOf(site, await dateLists(rpc, site.address)),
      })),
    );
    if (all.every(({ dates }) => dates.length === 0)) throw new Error('nothing has a date now');
    const name = all.length === 1 ? all[0]!.name : 'My co-ops';
    const file = URL.createObjectURL(new Blob([calendar(name, all)], { type: 'text/calendar' }));
    Object.assign(document.createElement('a'), {
      href: file,
      download: `${name.replace(/[^\p{L}\p{N}]+/gu, '-')}.ics`,
    }).click();
    setTimeout(() => URL.revokeObjectURL(file), 60_000);
  };
  return (
    <>
      <button
        type="button"
        className="quiet"
        title="Ends of votes, last seconds to leave, deadlines, the close of the period, and until when you are bound; for your calendar"
        onClick={() => {
          setWrong('');
          make().catch((failed: unknown) => setWrong(sentence(failed)));
        }}
      >
        Dates as a calendar file
      </button>
      {wrong && (
        <span className="wrong" role="alert">
          {wrong}
        </span>
      )}
    </>
  );
}
