/** What only a local network offers: gifts, moving time, and acting as several people. */
import { useState } from 'react';
import { sentence } from '../client/failures';
import * as reads from '../client/reads';
import * as units from '../client/units';
import { cheat, rpc } from './chain';
import { unlessBusy } from './parts';
import { readAgain, useShared } from './state';

const PEOPLE = ['Ada', 'Ben', 'Cleo', 'Dora', 'Emil', 'Fay', 'Gus', 'Hal'];

export function Local() {
  const { connected, say, busy } = useShared();
  const [doing, setDoing] = useState(false);
  const asked = new URLSearchParams(location.search);
  const mint = asked.get('mint');
  const tried = async (what: string, make: () => Promise<void>) => {
    setDoing(true);
    await make().then(
      () => (say({ kind: 'done', text: `${what}: done` }), readAgain()),
      (failed: unknown) => say({ kind: 'failed', text: `${what}: ${sentence(failed)}` }),
    );
    setDoing(false);
  };
  const pass = async (days: number) => {
    const now = Number(await reads.clock(rpc));
    await cheat('surfnet_timeTravel', [{ absoluteTimestamp: (now + days * units.DAY) * 1000 }]);
  };
  return (
    <aside className="local" aria-label="Your own network">
      <b>Your own network</b>
      <p>Nothing here is worth anything. Let time pass to see what happens.</p>
      <div className="does">
        {[1, 7, 31].map((days) => (
          <button
            key={days}
            className="quiet"
            {...unlessBusy(
              busy || doing,
              () => void tried(`${days} ${days === 1 ? 'day passes' : 'days pass'}`, () => pass(days)),
            )}
          >
            Let {days} {days === 1 ? 'day' : 'days'} pass
          </button>
        ))}
        {connected && mint && (
          <button
            className="quiet"
            {...unlessBusy(
              busy || doing,
              () =>
                void tried('Gift', async () => {
                  await cheat('requestAirdrop', [connected.address, 10_000_000_000]);
                  await cheat('surfnet_setTokenAccount', [connected.address, mint, { amount: 5_000_000_000 }]);
                }),
            )}
          >
            Give me SOL and 5 000 tokens
          </button>
        )}
        {import.meta.env.VITE_TEST_WALLET && (
          <label>
            You are{' '}
            <select
              value={asked.get('as') ?? ''}
              onChange={(event) => {
                asked.set('as', event.target.value);
                localStorage.setItem('coop wallet', `Test wallet of ${event.target.value}`); // connects automatically after the reload
                // eslint-disable-next-line react-hooks/immutability -- assigning `location.search` is how a page navigates
                location.search = asked.toString();
              }}
            >
              {[...new Set([asked.get('as') ?? '', ...PEOPLE])].map((name) => (
                <option key={name} value={name}>
                  {name || 'nobody in particular'}
                </option>
              ))}
            </select>
          </label>
        )}
      </div>
    </aside>
  );
}
