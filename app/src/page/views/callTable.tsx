/** The call stored in a proposal. */
import { Addr } from '../addr';
import { rpc } from '../chain';
import type { ViewProps } from '../state';
import { useOnce } from './decided';
import type { Proposed } from './proposed';

/** The call in words, if it is a known one, and with its accounts and bytes. */
export function CallTable({ proposal: p, site }: { proposal: Proposed; site: ViewProps['site'] }) {
  const { data: call, error } = useOnce(
    async () => (await import('../../client/proposedCall')).proposedCall(rpc, site.address, p),
    true,
    p.address,
  );
  if (!call) return <p aria-busy={!error}>{error ?? 'Reading the call…'}</p>;
  return (
    <div className="call long">
      <p>
        {call.there ? (
          <>
            As a member of <a href={`#/coop/${call.there.address}`}>{call.there.name || 'another co-op'}</a>{' '}
            <Addr of={call.there.address} full /> it does: <b>{call.does ?? 'what its bytes encode'}</b>.
            {call.lacks && ` ${call.lacks}.`}
          </>
        ) : (
          <>
            It calls {call.program}
            {call.does && (
              <>
                , which <b>{call.does}</b>
              </>
            )}
            . {call.pinned}
          </>
        )}
      </p>
      <table>
        <caption>Accounts of the call</caption>
        <thead>
          <tr>
            <th scope="col">Account</th>
            <th scope="col">It is</th>
            <th scope="col">It may</th>
          </tr>
        </thead>
        <tbody>
          {call.accounts.map(({ address, as, may }, i) => (
            <tr key={i}>
              <td>
                <Addr of={address} full />
              </td>
              <td>{as}</td>
              <td>{may}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        {p.call.data.length} bytes of data: <code>{call.data || 'none'}</code>
      </p>
    </div>
  );
}
