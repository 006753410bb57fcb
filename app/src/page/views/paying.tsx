/** What forms to pay have in common: the amount, whom it counts for, and what that is in words. */
import { useState, type ReactNode } from 'react';
import { address, isAddress, type Address } from '@solana/kit';
import { rules } from '../../client';
import { Choose, Field, type Said } from '../forms';
import { Money } from '../parts';
import { useShared, type Seen } from '../state';

/** The input for an amount to pay, with the payer's balance. */
export function ToPay({ label, site }: { label: string; site: Seen }) {
  const { connected } = useShared();
  return (
    <Field
      name="amount"
      label={label}
      inputMode="decimal"
      required
      hint={
        connected ? (
          <>
            You can pay up to <Money of={site.held} site={site} />.
          </>
        ) : (
          'You pay from your wallet.'
        )
      }
    />
  );
}

/** Whose use a payment counts as: the payer's, another member's, or nobody's. */
export function ForWhom({ site }: { site: Seen }) {
  const member = rules.isMember(site.member);
  const [who, choose] = useState(member ? 'me' : 'nobody');
  const { connected } = useShared();
  return (
    <div className="grid">
      <Choose
        name="for"
        label="Counts for"
        value={who}
        onChange={(event) => choose(event.target.value)}
        of={[member ? ['me', 'me'] : ['nobody', 'nobody'], ['other', 'another member']]}
        hint={
          !connected
            ? 'Connect a wallet to have it count for you.'
            : !member && who === 'nobody'
              ? 'You are not a member, so it earns you no part of the surplus.'
              : undefined
        }
      />
      {who === 'other' && (
        <Field name="wallet" label="That member's wallet" required hint="You pay; it counts as its use" />
      )}
    </div>
  );
}
/** The wallet of another member that a payment is for; undefined for the payer, if it is a member. */
export const buyerOf = (said: Said): Address | undefined => {
  if (said('for') !== 'other') return undefined;
  if (!isAddress(said('wallet'))) throw new Error(`“${said('wallet')}” is not the address of a wallet`);
  return address(said('wallet'));
};

/** Whose use this amount counts as, in words. */
export const counts = (said: Said, of: bigint, site: Seen): ReactNode =>
  of === 0n ? null : said('for') === 'me' ? (
    <>
      <Money of={of} site={site} /> counts as your use: your part of this period's surplus grows with it.
    </>
  ) : said('for') === 'other' ? (
    <>
      <Money of={of} site={site} /> counts as that member's use.
    </>
  ) : (
    <>
      <Money of={of} site={site} /> counts as outside use, whose part of the surplus goes to the reserve.
    </>
  );

/** How much of a payment counts towards the payer's promise of use. */
export function promised(said: Said, of: bigint, site: Seen, now: bigint): ReactNode {
  if (said('for') !== 'me' || site.member!.promised === 0n) return null;
  if (!rules.promiseRuns(site.member!, now))
    return ' The time of your promise of use is over: this no longer counts towards it.';
  return (
    <>
      {' '}
      <Money of={of} site={site} /> counts towards the use that you promised.
    </>
  );
}
