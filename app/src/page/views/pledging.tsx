/** The form to pledge money and use to a pool. */
import { binding, poolRules, poolWords, units, type At } from '../../client';
import type { Pledge, Pool } from '../../generated';
import { Field, Form } from '../forms';
import { Money, When } from '../parts';
import { flow, useAct, useNow, type ViewProps } from '../state';

type Pledged = Pick<ViewProps, 'site' | 'again'> & {
  pool: At<Pool>;
  /** All pools of the co-op: a member has a pledge in one at a time. */
  pools: readonly At<Pool>[];
  pledge: At<Pledge> | undefined;
};

/** A form to pledge, which shows what the pledge would become and bind to while it is written. */
export function Pledging({ pool, pools, pledge, site, again }: Pledged) {
  const act = useAct({ site, again });
  const now = useNow(site);
  const { terms } = pool;
  const member = site.member!;
  const elsewhere =
    member.pledgedIn !== 0 && member.pledgedIn !== pool.index + 1
      ? pools.find(({ index }) => index === member.pledgedIn - 1)
      : undefined;
  if (elsewhere?.settledAt === 0n)
    return (
      <p>
        <small>
          You have a pledge in pool {elsewhere.index}. A member has one at a time: you can pledge here once that pool is
          settled, or once you have taken that pledge back.
        </small>
      </p>
    );
  const promises =
    member.promised > 0n && !(pledge && pledge.useAmount > 0n) && !binding.promiseIsOver(site.coop, member, now);
  const read = (said: (name: string) => string) =>
    [units.parseAmount(said('amount') || '0', site.token), units.parseAmount(said('use') || '0', site.token)] as const;
  return (
    <Form
      button="Pledge"
      label={`Pledge to pool ${pool.index}`}
      onSubmit={(said) => act('Pledging', flow('pledge', pool.index, ...read(said), site.coop.charterVersion))}
      tell={(said) => {
        const [amount, use] = read(said);
        const after = {
          ...pool,
          raised: pool.raised + amount,
          pledgers: pool.pledgers + (pledge ? 0 : 1),
          people: pool.people + (pledge && member.pledgeCounts === 1 ? 0 : 1),
          usePledged: pool.usePledged + use,
        };
        const passed = poolRules.gates(after).filter((gate) => gate.passed).length;
        const share = poolRules.becomes(after, (pledge?.amount ?? 0n) + amount);
        return (
          <>
            If it ended with this pledge: {passed} of 3 gates passed
            {passed === 3 && poolRules.failing(site, after) === 'solvency' ? (
              <>
                , but what new capital would be worth is below the least that the pool asks for: all of it would be
                refunded.
              </>
            ) : passed === 3 ? (
              <>
                ; you would have <Money of={share.shares} site={site} /> in shares
                {share.back > 0n && (
                  <>
                    {' '}
                    and <Money of={share.back} site={site} /> back
                  </>
                )}
                .
              </>
            ) : (
              <>, and all of it would be refunded.</>
            )}
            <ul>
              {poolWords.pledging({ ...site, now }, pool, member, pledge, amount, use).map((told) => (
                <li key={told}>{told}</li>
              ))}
            </ul>
          </>
        );
      }}
    >
      <div className="grid">
        <Field
          name="amount"
          label="Money"
          inputMode="decimal"
          placeholder={pool.founding === 1 ? units.formatAmount(terms.shareFloor, site.token) : '100'}
          hint={
            <>
              You can pay up to <Money of={site.held} site={site} />.
              {terms.shareFloor > 0n && (
                <>
                  {' '}
                  At least <Money of={terms.shareFloor} site={site} />.
                </>
              )}
            </>
          }
        />
        {terms.maxUse > 0n && !promises && (
          <Field
            name="use"
            label="Use you promise"
            inputMode="decimal"
            placeholder="0"
            hint={`The turnover that you will bring in the ${units.formatDuration(terms.stay)} after the settlement: payments that you make or receive through the co-op. It counts from your pledge on`}
          />
        )}
      </div>
      {promises && (
        <p>
          <small>
            You have an open promise of use
            {member.promiseStands === 1 && (
              <>
                , until <When at={member.promiseEnds} />
              </>
            )}
            . A member has one at a time: pledge only money, or keep that promise first.
          </small>
        </p>
      )}
    </Form>
  );
}

/** A form to take a pledge back: all of it, unless a part is named. */
export function TakingBack({
  pool,
  pledged,
  button,
  site,
  again,
}: Pick<ViewProps, 'site' | 'again'> & { pool: At<Pool>; pledged: bigint; button: string }) {
  const act = useAct({ site, again });
  return (
    <Form
      button={button}
      label={`Take back from pool ${pool.index}`}
      onSubmit={(said) =>
        act(
          'Taking back',
          flow(
            'withdrawPledge',
            pool.index,
            said.filled('amount') ?? units.parseAmount(said('amount'), site.token, { least: 1n }),
          ),
        )
      }
    >
      <Field
        key={String(pledged)}
        name="amount"
        label="Money to take back"
        inputMode="decimal"
        required
        defaultValue={units.plainAmount(pledged, site.token)}
        filled={pledged}
        hint="All that you pledged, or a part of it"
      />
    </Form>
  );
}
