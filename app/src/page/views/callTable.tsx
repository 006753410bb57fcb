/** The call to another program that a proposal keeps. */
import { useEffect, useState } from 'react';
import type { Address } from '@solana/kit';
import { actions, addresses, callInWords, programInWords, units } from '../../client';
import { Addr } from '../addr';
import type { ViewProps } from '../state';
import type { Proposed } from './proposed';

/** The call of another program, in words where they are known, and as it is. */
export function CallTable({ proposal: p, site }: { proposal: Proposed; site: ViewProps['site'] }) {
  const [agent, setAgent] = useState<Address>();
  useEffect(() => {
    void addresses.agentOf(site.address).then(setAgent);
  }, [site.address]);
  const ours = actions.KINDS[p.kind] === 'Represent';
  const [own, setOwn] = useState<string>();
  useEffect(() => {
    if (ours)
      void import('../../client/calls').then(({ ownCallInWords }) => setOwn(ownCallInWords(p.call, site.token)));
  }, [ours, p.call, site.token]);
  const told = ours ? own : callInWords(p.target, p.call);
  return (
    <div className="call">
      <p>
        {ours ? (
          <>
            As a member of <a href={`#/coop/${p.target}`}>{units.short(p.target)}</a> it does:{' '}
            <b>{told ?? 'what its bytes encode'}</b>.
          </>
        ) : (
          <>
            It calls {programInWords(p.target)}
            {told ? (
              <>
                , which <b>{told}</b>
              </>
            ) : (
              ''
            )}
            .
          </>
        )}{' '}
        {!ours &&
          (p.flag === 1
            ? 'If its code has changed by then, it is not carried out.'
            : p.flag === 2
              ? 'Nobody can change that program.'
              : !told && 'That program may change before it is carried out.')}
      </p>
      <table>
        <caption>Accounts of the call</caption>
        <thead>
          <tr>
            <th scope="col">Account</th>
            <th scope="col">It may</th>
          </tr>
        </thead>
        <tbody>
          {p.call.accounts.map(({ address, isWritable, isSigner }, i) => (
            <tr key={i}>
              <td>
                <Addr of={address} />
                {address === agent && " the co-op's agent"}
              </td>
              <td>
                {isWritable ? 'change' : 'read'}
                {(isSigner || address === agent) && ', signs'}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>
        {p.call.data.length} bytes of data:{' '}
        <code>{Array.from(p.call.data, (byte) => byte.toString(16).padStart(2, '0')).join(' ') || 'none'}</code>
      </p>
    </div>
  );
}
