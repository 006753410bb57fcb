/** What a member did and has, in which of three states its capital is, and what it would get if it left now. */
import { Fragment, useState, type ReactNode } from 'react';
import type { Address } from '@solana/kit';
import { binding, endings, poolWords, reads, rules, texts, units, type At } from '../../client';
import type { Period } from '../../generated';
import * as math from '../../generated/math';
import { rpc } from '../chain';
import { leaving, paidFor, priceRange, vintages } from '../figures';
import { Field, Form, Text } from '../forms';
import { Do, Empty, Figures, Money, Sum, Until, When } from '../parts';
import { flow, one, useAct, useNow, useShared, type Seen, type ViewProps } from '../state';

export const readPosition = (coop: Address): Promise<At<Period>[]> => reads.periods(rpc, coop);

export function Position({ site, data, again }: ViewProps<At<Period>[]>) {
  const act = useAct({ site, again });
  const { connected } = useShared();
  const now = useNow(site);
  const { member, coop } = site;
  const standing = member && rules.standing(member);
  if (!member || standing === 'candidate') {
    return (
      <section aria-labelledby="me">
        <h2 id="me">My position</h2>
        <Empty>
          {!connected
            ? 'Connect a wallet to see your position.'
            : site.moved
              ? 'Your membership was moved to another wallet, as shown above.'
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
                about <Money of={paidFor(coop, asked)} site={site} /> at the present price
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
      {status === 'active' && <Ask site={site} mine={mine} again={again} />}
      {status === 'active' && standing === 'member' && (
        <>
          <Withdraw site={site} mine={mine} again={again} />
          <details className="card">
            <summary>Buy shares</summary>
            <Form
              button="Buy shares"
              onSubmit={(said) =>
                act('Buying shares', flow('subscribe', units.parseAmount(said('shares'), site.token, { least: 1n })))
              }
              tell={(said) => {
                const after = mine.shares + units.parseAmount(said('shares'), site.token);
                return (
                  <>
                    You would hold <Money of={after} site={site} /> in shares.{' '}
                    {rules.isElector(member) ? (
                      'Your vote stays one vote.'
                    ) : after >= coop.charter.memberShare ? (
                      `Your vote comes after ${units.formatDuration(coop.charter.seasoning)}.`
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
                    You hold <Money of={site.held} site={site} />. A member share is{' '}
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

/** What the member did in the open period, and its part of what will be shared. */
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

/** What can still change the price until the close. */
export function PriceNow({ site, now }: { site: Seen; now: bigint }) {
  const { coop } = site;
  const { now: bps, low } = priceRange(coop, now);
  return (
    <>
      Everyone is paid at one price when period {coop.period.number} closes, <When at={rules.periodEnds(coop)} /> or a
      little later. At present it is <b>{units.formatBps(bps)}</b>, at most 100 %.{' '}
      {low < bps ? (
        <>
          Ordinary spending until then could lower it, at most to about {units.formatBps(low)}; wear can lower it a
          little more, and income can raise it.
        </>
      ) : bps < 10_000 ? (
        'Income can raise it until then; wear can lower it a little.'
      ) : (
        'Ordinary spending cannot lower it until then; only wear, or a spend that two thirds have decided before, can.'
      )}
    </>
  );
}

function Ask({ site, mine, again }: { site: Seen; mine: rules.Position; again: () => void }) {
  const act = useAct({ site, again });
  const now = useNow(site);
  const { coop } = site;
  const { asked } = mine.atClose;
  const [opens] = useState(asked > 0n);
  if (mine.askable === 0n && asked === 0n) return null;
  const show = (n: bigint) => units.plainAmount(n, site.token);
  return (
    <details className="card" open={opens}>
      <summary>Ask capital back</summary>
      {rules.isOverdue(coop, now) ? (
        <Overdue site={site} />
      ) : (
        <p>
          <PriceNow site={site} now={now} />
        </p>
      )}
      <Form
        key={String(asked)}
        button={asked > 0n ? 'Change what you ask for' : 'Ask for it'}
        label="Ask capital back"
        onSubmit={(said) =>
          act(
            'Asking back',
            flow(
              'askBack',
              units.parseAmount(said('ask'), site.token),
              said('least') ? units.parsePercent(said('least')) : undefined,
            ),
          )
        }
        tell={(said) => {
          const amount = units.parseAmount(said('ask'), site.token);
          return amount > mine.askable ? (
            <span className="wrong">
              You may ask for <Money of={mine.askable} site={site} /> at most.
            </span>
          ) : (
            <>
              You would be paid about <Money of={paidFor(coop, amount, amount - asked)} site={site} /> when the period
              closes. An ask is for one period; any part that is not paid stays yours.
            </>
          );
        }}
      >
        <div className="grid">
          <Field
            name="ask"
            label="Amount to ask for"
            inputMode="decimal"
            required
            defaultValue={show(asked > 0n ? asked : mine.askable)}
            hint={
              <>
                At most <Money of={mine.askable} site={site} /> in this period.
              </>
            }
          />
          <Field
            name="least"
            label="Only if the price now is at least, %"
            inputMode="decimal"
            placeholder={String(rules.priceBps(coop) / 100)}
            hint="Checked when you ask, in case it falls before that; empty: the present price"
          />
        </div>
      </Form>
      {asked > 0n && (
        <Do quiet act={() => void act('Taking it back', flow('askBack', 0n, 0))}>
          Take the ask back
        </Do>
      )}
    </details>
  );
}
/** What becomes of what is asked while a period waits to be closed. */
const Overdue = ({ site }: { site: Seen }) => (
  <p>
    Period {site.coop.period.number} is over and not closed yet. Your action here closes it first, at its own price; the
    capital that you ask for is paid at the next close after that.
  </p>
);

function Withdraw({ site, mine, again }: { site: Seen; mine: rules.Position; again: () => void }) {
  const act = useAct({ site, again });
  const now = useNow(site);
  const { coop } = site;
  if (mine.withdrawable === 0n) return null;
  return (
    <details className="card">
      <summary>Withdraw shares, and stay a member</summary>
      {rules.isOverdue(coop, now) ? (
        <Overdue site={site} />
      ) : (
        <p>
          <PriceNow site={site} now={now} />
        </p>
      )}
      <Form
        button="Withdraw shares"
        onSubmit={(said) =>
          act('Withdrawing', flow('withdrawShares', units.parseAmount(said('withdraw'), site.token, { least: 1n })))
        }
        tell={(said) => {
          const amount = units.parseAmount(said('withdraw'), site.token);
          return (
            <>
              They stop earning at once, and you would be paid about{' '}
              <Money of={paidFor(coop, amount, amount)} site={site} /> when the period closes.
            </>
          );
        }}
      >
        <Field
          name="withdraw"
          label="Shares to withdraw"
          inputMode="decimal"
          required
          hint={
            <>
              At most <Money of={mine.withdrawable} site={site} />: your member share must stay, and so must capital
              that answers for a promise, resting capital of a pool, and capital that came in during this period.
            </>
          }
        />
      </Form>
    </details>
  );
}

/** What a co-op that ends still owes this member. */
function AtTheEnd({ site, mine, again }: { site: Seen; mine: rules.Position; again: () => void }) {
  const act = useAct({ site, again });
  const { coop } = site;
  const { atAgent, invested } = coop.books;
  if (coop.sweptAt !== 0n)
    return (
      <Empty>Claims lapsed on {units.formatTime(coop.sweptAt)}: money that was not taken by then has passed on.</Empty>
    );
  return (
    <article className="card leaving" aria-label="What you get at the end">
      <header>
        <h3>What you get at the end</h3>
      </header>
      <Sum
        site={site}
        label="Your claim"
        total="Still to come, at most"
        of={[
          ['Your claim', mine.capital, 'all of your capital, even if it answered for a promise'],
          ['Drawn so far', -mine.drawn, 'paid to your wallet'],
          ['To be drawn now', -mine.drawable, 'your part of the money that is there'],
        ]}
      />
      <p>
        {mine.toCome === 0n ? (
          'Nothing more will come: your claim is then paid, at par.'
        ) : atAgent > 0n ? (
          <>
            Some of that may still come from the co-op's agent, which holds <Money of={atAgent} site={site} /> by the
            books. About <Money of={endings.ifAllComesHome(coop, mine, site.now)} site={site} /> of that would be yours.
            Anyone can bring it home, under To do. Nobody else can draw your part, and drawing first brings no more.
          </>
        ) : (
          'The agent holds nothing that could still come home, so the rest is lost.'
        )}
        {mine.toCome > 0n && invested > 0n && (
          <>
            {' '}
            The invested <Money of={invested} site={site} /> is written off: a co-op that is ending sells nothing.
          </>
        )}
      </p>
      <p>
        <Money of={mine.paid} site={site} /> in cash is yours besides. Take it any time until{' '}
        <When at={coop.dissolvingAt + rules.END.lapsesAfter} />; then it lapses.
      </p>
      <div className="does">
        <Do act={() => void act('Claiming', flow('claimEverything'))}>Take what there is</Do>
        <small>
          <Money of={mine.drawable + mine.paid} site={site} /> to your wallet.
        </small>
      </div>
    </article>
  );
}

/** What one gets who leaves now; `over` a resolution, before it takes effect; `released`: that has passed, and frees it as it leaves. */
export function Leaving({
  site,
  again,
  period,
  over,
  released = false,
}: {
  site: Seen;
  again: () => void;
  period?: Period | undefined;
  over?: number;
  released?: boolean;
}) {
  const act = useAct({ site, again });
  const now = useNow(site);
  const [sure, setSure] = useState(false);
  const [later, setLater] = useState(false);
  const { coop } = site;
  const member = site.member!;
  const p = rules.position(coop, member, now, period);
  const overdue = rules.isOverdue(coop, now);
  // where a close comes first, what is freed is asked for after that
  const l = leaving(coop, p, released && !overdue, rules.promiseRuns(member, now) ? 0n : p.bonded);
  const ask = !later && l.free > 0n;
  const stays = binding.leaving({ ...site, now }, member, over !== undefined);
  const rows: [ReactNode, bigint, ReactNode?][] = [
    ['Your capital', l.capital, 'shares, kept dividends, matured capital: all of it matures at once'],
    ['Rests until the close', -l.fresh, 'came in during this period; ask for it afterwards'],
    [
      'Stays with its pool',
      -l.resting,
      <>
        until{' '}
        {p.rests.map(({ until }, i) => (
          <Fragment key={until}>
            {i > 0 && ' and '}
            <When at={until} />
          </Fragment>
        ))}
        ; ask for it then
      </>,
    ],
    [
      'Answers for your promise',
      -l.bonded,
      p.promise && p.promise.ends > 0n ? (
        <>
          until that is settled, <When at={p.promise.ends} /> at the latest
        </>
      ) : (
        'until that is settled'
      ),
    ],
    ['Falls short of par', l.paid - l.free, <>the present price is {units.formatBps(rules.priceBps(coop))}</>],
  ];
  return (
    <article
      className="card leaving"
      aria-label={over === undefined ? 'If you left now' : `If you left over proposal ${over}`}
    >
      <header>
        <h3>{over === undefined ? 'If you left now' : 'If you left over this'}</h3>
      </header>
      <Sum
        site={site}
        label="Paid at the close"
        total={
          <>
            Paid at the next close{' '}
            <small>
              about; <When at={rules.periodEnds(coop)} />, <Until at={rules.periodEnds(coop)} now={now} />
            </small>
          </>
        }
        of={rows}
      />
      <p>
        Besides, <Money of={p.paid} site={site} /> in cash is yours at once.
        {p.done.period === coop.period.number && p.done.units + p.done.work > 0n && (
          <> When this period closes, you also get your part of its surplus, all of it in cash.</>
        )}
      </p>
      {!overdue && (
        <p>
          <PriceNow site={site} now={now} />
        </p>
      )}
      {overdue && <Overdue site={site} />}
      <fieldset className="plain-choice">
        <legend>When do you want it?</legend>
        <label className="check">
          <input type="radio" name={`when ${over ?? ''}`} checked={!later} onChange={() => setLater(false)} /> At the
          next close
        </label>
        <label className="check">
          <input type="radio" name={`when ${over ?? ''}`} checked={later} onChange={() => setLater(true)} /> Later: I
          expect a better price, and will ask then
        </label>
      </fieldset>
      <p>
        Your vote, this period's return on your shares, and your pioneer units end. Leaving is never refused.
        {over !== undefined &&
          ' It counts as a protest against every open weighty resolution in which you had a vote; you can apply again after 120 days.'}
      </p>
      {released ? (
        <>
          <p>
            The resolution has passed, and you did not vote yes: when you leave, you are released from everything that
            binds you.
          </p>
          <ul>
            {binding.freed({ ...site, now }, member).map((told) => (
              <li key={told}>{told}</li>
            ))}
          </ul>
        </>
      ) : (
        stays.length > 0 && (
          <>
            <p>What stays bound:</p>
            <ul>
              {stays.map((told) => (
                <li key={told}>{told}</li>
              ))}
            </ul>
          </>
        )
      )}
      <div className="does">
        {sure ? (
          <>
            <Do act={() => void act('Leaving', flow('leave', { ask, over }), () => setSure(false))}>
              Yes, leave{over !== undefined && ` over proposal ${over}`}
              {ask ? ', and ask for my capital' : ''}
            </Do>
            <button type="button" className="quiet" onClick={() => setSure(false)}>
              Stay
            </button>
          </>
        ) : (
          <button type="button" className="quiet" onClick={() => setSure(true)}>
            Leave{over !== undefined && ' before it takes effect'}…
          </button>
        )}
      </div>
    </article>
  );
}

/** What the member wants to be called; others see it beside the number. */
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
