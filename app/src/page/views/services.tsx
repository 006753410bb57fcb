/** Services: what is sold through the co-op at a promised fee, what the co-op sells itself, and other income. */
import { useCallback, useEffect, useState, type ReactNode } from 'react';
import type { Address } from '@solana/kit';
import { addresses, reads, roundedFee, rules, texts, units, type At } from '../../client';
import type { Service } from '../../generated';
import { Addr } from '../addr';
import { rpc } from '../chain';
import { Choose, Field, Form, Text } from '../forms';
import { useLabels } from '../labels';
import { Do, Empty, Money, Pill, Until, When } from '../parts';
import { flow, one, useAct, useNow, useShared, type Seen, type ViewProps } from '../state';
import { buyerOf, counts, ForWhom, promised, ToPay } from './paying';
import { Makes } from './payouts';
import { usePeople } from './people';
import { useSearch } from './search';
import { Link } from './words';

export const readServices = (coop: Address): Promise<At<Service>[]> => reads.services(rpc, coop);

/** The most services that are shown at once, each with its form. */
const SHOWN = 50;

export function Services(props: ViewProps<At<Service>[]>) {
  const { site, data, again } = props;
  const act = useAct({ site, again });
  const { charter } = site.coop;
  const rate = rules.lastingTakeRate(site.coop);
  const status = rules.coopStatus(site.coop);
  const active = status === 'active';
  const labels = useLabels();
  const { shown, field } = useSearch(
    data,
    useCallback(({ index, name, owner }) => `${index} ${units.text(name)} ${owner} ${labels[owner] ?? ''}`, [labels]),
    { label: "Find a service: a name, a number, or its owner's wallet", most: SHOWN },
  );
  const { who, at, isRead } = usePeople(
    site,
    shown.map(({ provider }) => provider),
  );
  return (
    <section aria-labelledby="services">
      <h2 id="services">Services</h2>
      {data.length === 0 && (
        <Empty>
          {active
            ? 'Nobody sells through the co-op yet. Offer the first service.'
            : status === 'forming'
              ? 'Services come once the co-op has started.'
              : 'The co-op is dissolving, and nothing more is sold through it.'}
        </Empty>
      )}
      {data.length > 0 && (
        <p>
          Every provider was promised the fee and its own part of the use for which the fee counts. Nobody can make
          either worse before the promise ends.
        </p>
      )}
      {field}
      {shown.map((service) => (
        <ServiceCard
          key={service.address}
          {...props}
          service={service}
          active={active}
          by={who(service.provider)}
          ended={isRead(service.provider) && !rules.provides(service, at(service.provider))}
        />
      ))}
      {active && (
        <>
          <details className="card">
            <summary>Offer a service</summary>
            <Form
              button="Register"
              onSubmit={(said) =>
                act('Registering', flow('offer', said('name'), rate, charter.providerBps, said('uri')))
              }
            >
              <Text
                name="name"
                label="Name of the service"
                required
                most={texts.TEXTS.name}
                hint={
                  <>
                    The co-op keeps {units.formatBps(rate)} of each payment, and the rest goes to your wallet. Of the
                    use for which its fees count, {units.formatBps(charter.providerBps)}{' '}
                    {rules.isMember(site.member) ? 'count as yours' : 'would count as yours if you were a member'}. Both
                    are promised for {units.formatDuration(charter.commitment)}. Anyone may offer one
                  </>
                }
              />
              <Text name="uri" label="Link to more about it" most={texts.TEXTS.link} link />
            </Form>
          </details>
          <h2>From the co-op itself</h2>
          <BuyFromCoop {...props} />
          <Income {...props} />
        </>
      )}
    </section>
  );
}

function ServiceCard({
  service,
  site,
  again,
  active,
  by,
  ended,
}: ViewProps<At<Service>[]> & { service: At<Service>; active: boolean; by: string; ended: boolean }) {
  const act = useAct({ site, again });
  const now = useNow(site);
  const { connected } = useShared();
  const split = rules.splitOf(service, now);
  const kept = now < service.promisedUntil;
  const fee = (amount: bigint) => rules.feeOf(service, amount, now);
  const named = service.provider !== addresses.NONE;
  const provider = named && !ended;
  const owns = connected?.address === service.owner;
  const own = site.member?.address === service.provider;
  // its owner again, once the membership that it belonged to is closed, or another one stands at its address
  const closed = !site.moved && (!site.member || own);
  const acts = (own && site.member?.number === service.providerNumber) || (owns && (!named || closed));
  const atHome = !own || now >= rules.quietUntil(site.member!);
  const usual = useTokenAccount(owns ? service.owner : undefined, site);
  const anew = rules.repricing(site.coop, service, now);
  const stays = anew?.takeRateBps === split.takeRateBps && anew.providerBps === split.providerBps;
  const coming = service.nextFrom > now;
  // after a move of the membership, say
  const elsewhere = active && acts && (!owns || (usual && service.payout !== usual));
  return (
    <article className="card" aria-label={units.text(service.name)}>
      <header>
        <h3>
          <span className="index">{service.index}</span>
          {units.text(service.name)}
        </h3>
        <Pill tone={kept ? 'good' : 'wait'}>fee {units.formatBps(split.takeRateBps)}</Pill>
      </header>
      <p className="lead">
        {units.text(service.uri) && (
          <>
            <Link to={units.text(service.uri)} />.{' '}
          </>
        )}
        {named ? (
          <>
            Offered by {by}
            {ended && ', whose membership has ended'}
          </>
        ) : (
          <>
            Offered by <Addr of={service.owner} />, not a member here
          </>
        )}
        . Of the use for which its fees count,{' '}
        {provider ? (
          <>{units.formatBps(split.providerBps)} count as the provider's, the rest as the buyer's</>
        ) : (
          <>
            {units.formatBps(10_000 - split.providerBps)} count as the buyer's; the provider's part goes to the reserve
          </>
        )}
        .{' '}
        {kept ? (
          <>
            Promised until <When at={service.promisedUntil} />.
          </>
        ) : (
          <>
            The promise ended <Until at={service.promisedUntil} now={now} />.
          </>
        )}
        {coming && (
          <>
            {' '}
            From <When at={service.nextFrom} /> on: fee {units.formatBps(service.nextTakeRateBps)}, provider's part{' '}
            {units.formatBps(service.nextProviderBps)}.
          </>
        )}
      </p>
      {active && (
        <Form
          button="Pay"
          label={`Pay ${units.text(service.name)}`}
          onSubmit={(said) => {
            const amount = units.parseAmount(said('amount'), site.token, { least: 1n });
            return act('Paying', flow('pay', service.index, amount, buyerOf(said), fee(amount)));
          }}
          tell={(said) => {
            const amount = units.parseAmount(said('amount'), site.token);
            const all = fee(amount);
            const theirs = provider ? (all * BigInt(split.providerBps)) / 10_000n : 0n;
            const [parts, warning] = [
              units.adding([amount - all, all], site.token),
              roundedFee(site.token, amount, all, split.takeRateBps),
            ];
            const [got, kept] = parts.shown.map((n) => `${parts.show(n)} ${site.token.symbol}`);
            return (
              <>
                {warning && (
                  <>
                    <span className="wrong" role="alert">
                      {warning}
                    </span>{' '}
                  </>
                )}
                The service gets {got}, the co-op {kept}.{' '}
                {counts(said, all - (all * BigInt(split.providerBps)) / 10_000n, site)}
                {theirs > 0n && (
                  <>
                    {' '}
                    <Money of={theirs} site={site} /> counts as the provider's.
                  </>
                )}
                {promised(said, rules.turnoverOf(site.member, amount, split.takeRateBps), site, now)}
                <Makes payout={service.payout} />
              </>
            );
          }}
        >
          <ToPay label="Amount" site={site} />
          <ForWhom site={site} key={String(site.member?.standing)} />
        </Form>
      )}
      {elsewhere && (
        <p>
          {owns ? (
            <>
              It is paid to the account <Addr of={service.payout} />, which is not the usual one of your wallet.
            </>
          ) : (
            <>
              It is still paid to the wallet <Addr of={service.owner} />.
            </>
          )}
          {!atHome && (
            <>
              {' '}
              You can change that from <When at={rules.quietUntil(site.member!)} /> on.
            </>
          )}
        </p>
      )}
      <div className="does">
        {elsewhere && atHome && (
          <Do act={() => void act('Payout', flow('payToMe', service.index))}>Have it paid to my wallet</Do>
        )}
        {active && anew && (acts || !kept) && (
          <>
            <Do quiet act={() => void act('New rate', one('repriceService', { service: service.index }))}>
              {anew.worse
                ? `Today's terms, from a period on: fee ${units.formatBps(anew.takeRateBps)}`
                : `${stays ? 'Keep the present' : "Take today's"} terms: fee ${units.formatBps(anew.takeRateBps)}, provider's part ${units.formatBps(anew.providerBps)}`}
            </Do>
            {coming && (
              <small>
                {anew.worse
                  ? 'They come instead of those that wait, and a period from now.'
                  : 'Those that wait do not come then: the co-op has changed its terms since.'}
              </small>
            )}
          </>
        )}
        {acts && atHome && (
          <Do quiet act={() => void act('Retiring', one('retireService', { service: service.index }))}>
            Retire the service
          </Do>
        )}
      </div>
    </article>
  );
}

/** The token account that payments to a wallet usually go to; undefined until it is derived, and for no wallet. */
function useTokenAccount(wallet: Address | undefined, { mint, tokenProgram }: Seen): Address | undefined {
  const [account, set] = useState<Address>();
  useEffect(() => {
    if (wallet) void addresses.tokensOf(wallet, mint, tokenProgram).then(set);
  }, [wallet, mint, tokenProgram]);
  return account;
}

/** Buying from the co-op itself: the whole price is its income, and counts as the buyer's use. */
function BuyFromCoop({ site, again }: ViewProps<At<Service>[]>) {
  const act = useAct({ site, again });
  const now = useNow(site);
  return (
    <article className="card" aria-label="Buy from the co-op">
      <header>
        <h3>Buy from the co-op</h3>
      </header>
      <p className="lead">
        Goods that the co-op sells in its own name. The whole price is its income, and all of it counts as use.
      </p>
      <Form
        button="Pay the co-op"
        onSubmit={(said) =>
          act('Paying', flow('payCoop', units.parseAmount(said('amount'), site.token, { least: 1n }), buyerOf(said)))
        }
        tell={(said) => {
          const amount = units.parseAmount(said('amount'), site.token);
          return (
            <>
              {counts(said, amount, site)}
              {promised(said, rules.turnoverOf(site.member, amount), site, now)}
            </>
          );
        }}
      >
        <ToPay label="What it costs" site={site} />
        <ForWhom site={site} key={String(site.member?.standing)} />
      </Form>
    </article>
  );
}

const KINDS = [
  ['income', 'Other income'],
  ['sale', 'The price of something the co-op owned'],
  ['gift', 'A gift for solidarity'],
] as const;

/** A form for money that pays for no purchase. */
function Income({ site, again }: ViewProps<At<Service>[]>) {
  const act = useAct({ site, again });
  return (
    <details className="card">
      <summary>Bring in other money</summary>
      <Form
        button="Bring it in"
        label="Bring in other money"
        onSubmit={(said) =>
          act(
            'Bringing in',
            flow('bookIncome', units.parseAmount(said('amount'), site.token, { least: 1n }), said('kind') as 'income'),
          )
        }
      >
        <WhatKind site={site} />
      </Form>
    </details>
  );
}
function WhatKind({ site }: { site: Seen }) {
  const { coop } = site;
  const [kind, choose] = useState('income');
  const hints: Record<string, ReactNode> = {
    income:
      'Rent, a subsidy, interest. It is earned, and counts as outside use: its part of the surplus goes to the reserve.',
    sale:
      coop.forSale > 0n ? (
        <>
          Resolutions permit sales of <Money of={coop.forSale} site={site} />. The price repays invested money; anything
          above that is income.
        </>
      ) : (
        'No resolution permits a sale now: propose “Sell something” first.'
      ),
    gift: 'It is kept for grants to members, and never shared as surplus.',
  };
  return (
    <div className="grid">
      <Choose
        name="kind"
        label="What it is"
        of={KINDS}
        value={kind}
        onChange={(event) => choose(event.target.value)}
        hint={hints[kind]}
      />
      <Field name="amount" label="How much" inputMode="decimal" required hint="From your wallet to the co-op" />
    </div>
  );
}
