/** In the place of a co-op that is over: only its address is left, and who inherits from it. */
import type { Address } from '@solana/kit';
import { FindAnother } from '../nowhere';

export const Ended = ({ coop, heir }: { coop: Address; heir: Address | undefined }) => (
  <section aria-labelledby="ended">
    <h1 id="ended">This co-op has ended</h1>
    <p>
      All accounts of the co-op <code>{coop}</code> are closed. It owes nobody anything, and it cannot be founded again.{' '}
      {heir ? (
        <>
          What it left goes to its successor, the co-op <a href={`#/coop/${heir}`}>{heir}</a>.
        </>
      ) : (
        'It has no successor.'
      )}
    </p>
    <FindAnother />
  </section>
);
