/** What a member has done and has, the three states of its capital, and what it would get if it left now. */
import type { Address } from '@solana/kit';
import { binding, poolWords, reads, rules, texts, units, type At } from '../../client';
import type { Period } from '../../generated';
import * as math from '../../generated/math';
import { rpc } from '../chain';
import { vintages } from '../figures';
import { Field, Form, Text } from '../forms';
import { AtHome } from './atHome';
import { Do, Empty, Figures, Money, Sum, Until, When } from '../parts';
import { flow, one, useAct, useNow, useShared, type Seen, type ViewProps } from '../state';
import { AtTheEnd } from './atTheEnd';
import { Ask, Withdraw } from './askingBack';
import { LeaveEarly } from './leaveEarly';
import { Leaving } from './leaving';

export const readPosition = (coop: Address): Promise<At<Period>[]> => reads.periods(rpc, coop);

export function Position({ site, data, again }: ViewProps<At<Period>[]>) {
  const act = useAct({ site, again });
  const { connected } = useShared();
  const now = useNow(site);
  const { member, coop } = site;
  const standing = member && rules.standing(member);
  // who was a member and has applied again may still have money here
  if (!member || (standing === 'candidate' && member.numbered === 0)) {
    return (
      <section aria-labelledby="me">
        <h2 id="me">My position</h2>
        <Empty>
          {!connected
            ? 'Connect a wallet to see your position.'
            : site.moved
              ? 'This wallet has no membership now, as explained above.'
              : standing === 'candidate'
                ? 'You have applied. Once you are a member, your position is shown here.'
                : 'You have no position here: this wallet is not a member.'}
        </Empty>
      </section>
    );
  }
  const closed = data.find(({ number }) => number === member.unsettledPeriod);
  const mine = rules.position(coop, member, now, closed);
  const status = rules.coopStatus(coop);
  if (status === 'dissolving')
    return (
      <section aria-labelledby="me">
        <h2 id="me">My position</h2>
        <AtTheEnd site={site} mine={mine} again={again} />
      </section>
    );
  const { asked, at } = mine.atClose;
  return (
    <section aria-labelledby="me">
      <h2 id="me">My position</h2>
      {standing === 'member' && <Naming site={site} again={again} />}
      <Figures
        of={[
          [
            'Locked',
            <Money of={mine.locked} site={site} />,
            standing === 'member'
              ? `capital that works in the co-op; you can get it by leaving${mine.resting + mine.bonded > 0n ? ', once nothing binds it' : ''}`
              : 'capital that is not asked back, as below',
          ],
          [
            'Paid at the next close',
            <Money of={asked} site={site} />,
            asked > 0n ? (
              <>
                about <Money of={rules.paidFor(coop, asked)} site={site} /> at the present price
                {at !== undefined && (
                  <>
                    , <When at={at} />
                  </>
                )}
              </>
            ) : mine.askable > 0n ? (
              <>
                nothing asked for; you may ask for <Money of={mine.askable} site={site} />
              </>
            ) : (
              'nothing at present'
            ),
          ],
          ['Paid', <Money of={mine.paid} site={site} />, 'dividends, returns and capital paid out, for you to take'],
        ]}
      />
      <div className="does">
        <AtHome site={site} vault>
          <Do act={() => void act('Claiming', flow('claimEverything'))}>Take your cash</Do>
          <small>
            {mine.paid > 0n ? (
              <>
                <Money of={mine.paid} site={site} /> to your wallet.
              </>
            ) : (
              'There is nothing to take right now.'
            )}
          </small>
        </AtHome>
      </div>
      {status === 'active' && <Patronage site={site} mine={mine} closed={closed} />}
      <h3>Your capital</h3>
      <Sum
        site={site}
        label="Your capital"
        total="Capital in all"
        of={[
          [
            'Shares',
            mine.shares,
            rules.isElector(member)
              ? 'what you paid in; they carry your one vote'
              : standing === 'member'
                ? 'what you paid in'
                : 'none: you have left',
          ],
          ['Withdrawn from shares', mine.withdrawn, 'no longer earns; all of it may be asked back'],
          ...vintages(coop, member, closed).map(
            (v) =>
              [
                <>Kept of period {v.period}</>,
                v.retained,
                <>
                  matures with period {v.ripe}, about <When at={v.at} />
                </>,
              ] as const,
          ),
          [
            'Matured',
            mine.matured,
            standing === 'member' ? (
              <>of this, {units.formatBps(coop.charter.redemptionBps)} may be asked back in a period</>
            ) : (
              'all of it may be asked back, except the part that is bound'
            ),
          ],
        ]}
      />
      {mine.fresh > 0n && (
        <p>
          <Money of={mine.fresh} site={site} /> of it came in during this period: it rests until the period closes, and
          is left out of the price until then.
        </p>
      )}
      <Bound site={site} now={now} />
      {status === 'active' && now >= rules.quietUntil(member) && <Ask site={site} mine={mine} again={again} />}
      {status === 'forming' && standing === 'member' && <LeaveEarly site={site} again={again} />}
      {status === 'active' && standing === 'member' && (
        <>
          {now >= rules.quietUntil(member) && <Withdraw site={site} mine={mine} again={again} />}
          <details className="card">
            <summary>Buy shares</summary>
            <Form
              button="Buy shares"
              onSubmit={(said) =>
                act(
                  'Buying shares',
                  flow(
                    'subscribe',
                    units.parseAmount(said('shares'), site.token, { least: 1n }),
                    rules.newcomersBps(coop),
                  ),
                )
              }
              tell={(said) => {
                const after = mine.shares + units.parseAmount(said('shares'), site.token);
                const votes = rules.votesFrom(coop, member, now, after);
                return (
                  <>
                    You would hold <Money of={after} site={site} /> in shares.{' '}
                    {rules.isElector(member) ? (
                      'Your vote stays one vote.'
                    ) : rules.countsByPledge(coop, member) ? (
                      'Your pledge gave you a vote: claim its shares.'
                    ) : votes !== undefined ? (
                      `You can take your vote ${votes <= now ? 'at once' : `in ${units.formatDuration(votes - now)}`}.`
                    ) : (
                      <>
                        Your vote needs <Money of={coop.charter.memberShare} site={site} />.
                      </>
                    )}{' '}
                    They return {units.formatBps(coop.charter.interestCapBps)} a year at most, from the next period on,
                    and rest until this one closes.
                    {rules.newcomersBps(coop) < 10_000 &&
                      ` The price of capital is ${units.formatBps(rules.newcomersBps(coop))} of par: new capital would share in losses, or be tied up in assets.`}
                  </>
                );
              }}
            >
              <Field
                name="shares"
                label="Shares to buy"
                inputMode="decimal"
                required
                hint={
                  <>
                    You can pay up to <Money of={site.held} site={site} />. A member share is{' '}
                    <Money of={coop.charter.memberShare} site={site} />; nobody may have more than{' '}
                    <Money of={coop.charter.maxShares} site={site} />.
                  </>
                }
              />
            </Form>
          </details>
          <Leaving site={site} again={again} period={closed} />
        </>
      )}
    </section>
  );
}

/** What binds the member, and until when. */
function Bound({ site, now }: { site: Seen; now: bigint }) {
  const member = site.member!;
  const told = binding.bindings({ ...site, now }, member);
  if (told.length === 0) return null;
  return (
    <div className="effects">
      <b>What binds you</b>
      <ul>
        {told.map((one) => (
          <li key={one}>{one}</li>
        ))}
      </ul>
      {member.promised > 0n && (
        <p>
          <small>
            {poolWords.WORTH}
            {binding.promiseIsDue(site.coop, member, now) && ' “Take your cash” settles it.'}
          </small>
        </p>
      )}
    </div>
  );
}

/** What the member has done in the open period, and its part of the surplus. */
function Patronage({ site, mine, closed }: { site: Seen; mine: rules.Position; closed: Period | undefined }) {
  const { coop } = site;
  const { done, number } = coop.period;
  const [use, work] = mine.done.period === number ? [mine.done.units, mine.done.work] : [0n, 0n];
  const part = (of: bigint, all: bigint) => (all === 0n ? '–' : units.formatBps(Number((of * 10_000n) / all)));
  return (
    <>
      <h3>What you did in period {number}</h3>
      <table>
        <thead>
          <tr>
            <th scope="col">As</th>
            <th scope="col" className="number">
              You
            </th>
            <th scope="col" className="number">
              Part of all members' business
            </th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <th scope="row">
              Buyer and provider<small>your part of fees and purchases, paid by you or to you</small>
            </th>
            <td className="number">
              <Money of={use} site={site} column />
            </td>
            <td className="number">{part(use, done.memberUnits)}</td>
          </tr>
          {(done.memberWork > 0n || work > 0n || coop.period.rates.workBps > 0) && (
            <tr>
              <th scope="row">
                Worker<small>what you were paid for work</small>
              </th>
              <td className="number">
                <Money of={work} site={site} column />
              </td>
              <td className="number">{part(work, done.memberWork)}</td>
            </tr>
          )}
        </tbody>
      </table>
      <p>
        <small>
          {use + work > 0n
            ? 'That is also your part of the surplus that members share when the period closes.'
            : 'A member without business in a period gets no dividend for it.'}
          {closed && ` Your part of period ${closed.number} is included above; it is booked with your next action.`}
        </small>
      </p>
    </>
  );
}

/** A form for the member's name, which others see beside its number. */
function Naming({ site, again }: { site: Seen; again: () => void }) {
  const act = useAct({ site, again });
  const now = useNow(site);
  const { member } = site;
  const from = rules.renamableFrom(member!);
  const name = units.text(member!.name);
  return (
    <details>
      <summary>
        {name ? (
          <>
            You are called <b>{units.person(member!)}</b>
          </>
        ) : (
          <>You are known by your number only, {member!.number}</>
        )}
      </summary>
      {now < from ? (
        <p>
          A name is kept for {units.formatDuration(math.NAME_KEPT)}: you can take another <Until at={from} now={now} />.
        </p>
      ) : (
        <Form
          button="Take this name"
          label="My name"
          onSubmit={(said) => act('Naming', one('setName', { name: said('name') }))}
        >
          <Text
            name="name"
            label="Name"
            most={texts.TEXTS.name}
            defaultValue={name}
            hint="Empty: only your number is shown. The name is public, and cannot be changed for 30 days"
          />
        </Form>
      )}
    </details>
  );
}
