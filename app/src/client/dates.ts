/**
 * The dates of a co-op and of the member who looks: when votes end, until when one can leave over a resolution, when a resolution
 * can be carried out, deadlines of pools, the close of the period, and until when somebody is bound.
 */
import { capitalised } from './capitalised';
import type { Address } from '@solana/kit';
import type { Mandate, Member, Pool, Service } from '../generated';
import { inWords, KINDS, naming } from './actions';
import { NONE } from './addresses';
import { ofPool } from './poolDates';
import { byAddress, members } from './reads/members';
import { mandates, proposals, type Proposed } from './reads/proposals';
import { pools } from './reads/pools';
import { services } from './reads/patronage';
import { type At, type Reader } from './reads/accounts';
import { type Site } from './reads/coops';
import * as rules from './rules';
import { person, short, showAmount, text } from './units';

/** Something that has a date. */
export interface Dated {
  /** Stable for the same thing in the same co-op, so that a calendar updates its date instead of adding another. */
  id: string;
  kind:
    | 'vote'
    | 'leave'
    | 'execute'
    | 'pool'
    | 'period'
    | 'capital'
    | 'promise'
    | 'mandate'
    | 'service'
    | 'membership'
    | 'co-op';
  /** Unix seconds: the first second in which it can be done (`from`), or the last (`until`). */
  at: bigint;
  is: 'from' | 'until';
  /** A title in a few words, and a sentence that explains it. */
  what: string;
  more: string;
  /** Whether it concerns the member who looks, not just anyone. */
  mine: boolean;
}

/** The accounts that dates come from, besides the co-op itself. */
export interface DateLists {
  proposals: readonly Proposed[];
  pools: readonly At<Pool>[];
  services: readonly At<Service>[];
  mandates: readonly At<Mandate>[];
  members: readonly At<Member>[];
}
/** Reads the accounts that dates come from, all at the same time. */
export async function dateLists(rpc: Reader, coop: Address): Promise<DateLists> {
  const [all, raised, sold, drawn, people] = await Promise.all([
    proposals(rpc, coop),
    pools(rpc, coop),
    services(rpc, coop),
    mandates(rpc, coop),
    members(rpc, coop),
  ]);
  return { proposals: all, pools: raised, services: sold, mandates: drawn, members: people };
}

/** The last second that a calendar file can name: years have four digits. What is later has no date. */
const YEAR_9999 = 253_402_300_799n;

/** Everything of a co-op that has a date from now on, the soonest first. `me`: the membership of the one who looks. */
export function datesOf(site: Site, lists: DateLists, me: At<Member> | undefined = site.member): Dated[] {
  const { coop, now } = site;
  const people = byAddress(lists.members);
  const who = (address: string) => (people.has(address) ? person(people.get(address)!) : short(address));
  const named = naming(who, lists.mandates, site.token);
  const ending = rules.endingOf(lists.proposals, coop, now)?.index;
  if (coop.sweptAt !== 0n) return [];
  // asks, promises, mandates, services and pools end with the business of a co-op
  const moved = [...(me ? ofMove(me) : []), ...ofMoved(site)];
  if (coop.dissolvingAt !== 0n) return soonestFirst(now, [...moved, ...ofCoop(site)]);
  const all = [
    ...lists.proposals.flatMap((p) => ofProposal(site, p, me, named)),
    ...lists.pools.flatMap((pool) => ofPool({ ...site, ending }, pool, me)),
    ...(me ? ofMember(site, me) : []),
    ...moved,
    ...lists.mandates.map((m): Dated => ({
      id: `mandate-${m.index}-ends`,
      kind: 'mandate',
      at: m.until,
      is: 'until',
      mine: me?.wallet === m.holder,
      what: `Mandate ${m.index} ends`,
      more: `Until then ${who(m.holder)} can draw up to ${showAmount(m.perPeriod, site.token)} in a period.`,
    })),
    ...lists.services.flatMap((service) => ofService(service, me)),
    ...ofCoop(site),
  ];
  return soonestFirst(now, all);
}
const soonestFirst = (now: bigint, all: readonly Dated[]): Dated[] =>
  all
    .filter(({ at }) => at >= now && at <= YEAR_9999)
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.id < b.id ? -1 : 1));

function ofProposal(site: Site, p: Proposed, me: At<Member> | undefined, who: (address: string) => string): Dated[] {
  const { coop, now, token } = site;
  const status = rules.proposalStatus(p, coop, now);
  if (rules.isOver(status)) return [];
  const said = KINDS[p.kind] ? inWords(p, token, who) : 'an action of a newer program';
  const what = `proposal ${p.index}`;
  const votes = me !== undefined && rules.isOfSnapshot(coop, p, me);
  const [from, last] = [rules.executableFrom(p, coop, now), rules.expiresAt(p) - 1n];
  // a weighty one can no longer be executed if its window ends before the close for which it waits
  const comes = status !== 'executable' && !rules.lapsesFirst(p, coop, now);
  const dated = (id: string, of: Omit<Dated, 'id'>): Dated => ({ id: `proposal-${p.index}-${id}`, ...of });
  return [
    ...(status === 'voting'
      ? [
          dated('voting', {
            kind: 'vote',
            at: p.ends - 1n,
            is: 'until',
            mine: votes,
            what: `Vote on ${what} ends`,
            more: `${said}.`,
          }),
        ]
      : []),
    ...(comes && p.weighty === 1
      ? [
          dated('leave', {
            kind: 'leave',
            at: from - 1n,
            is: 'until',
            mine: votes,
            what: `Last second to leave over ${what} and be paid first`,
            more: `${said}. ${KINDS[p.kind] ? 'It is weighty: members that leave before it takes effect, and ask for their capital, are paid first.' : ''}`.trim(),
          }),
        ]
      : []),
    ...(comes
      ? [
          dated('from', {
            kind: 'execute',
            at: from,
            is: 'from',
            mine: false,
            what: `${capitalised(what)} can be carried out, if it passes`,
            more: `${said}. Anyone may carry it out.`,
          }),
        ]
      : []),
    dated('until', {
      kind: 'execute',
      at: last,
      is: 'until',
      mine: false,
      what: `${capitalised(what)} lapses unless it is carried out`,
      more: `${said}. Anyone may carry it out until then, if it has passed.`,
    }),
  ];
}
function ofMember(site: Site, me: At<Member>): Dated[] {
  const { coop, now, token } = site;
  const show = (n: bigint) => showAmount(n, token);
  const mine = (id: string, kind: Dated['kind'], at: bigint, is: Dated['is'], what: string, more: string): Dated => ({
    id: `member-${me.number}-${id}`,
    kind,
    at,
    is,
    what,
    more,
    mine: true,
  });
  const candidate = rules.standing(me) === 'candidate';
  const votes = me.sharePaidAt + BigInt(coop.charter.seasoning);
  const back = rules.mayReturnFrom(coop, me);
  return [
    ...rules.restsOf(me, now).map(({ until, capital }, i, all) =>
      mine(
        // the same as others end: a calendar that is read again does not list it twice
        `rest-${until}-${all.slice(0, i).filter((one) => one.until === until).length}`,
        'capital',
        until,
        'from',
        `${show(capital)} of your capital is free`,
        'It came with a pool, and can be asked back from then on.',
      ),
    ),
    ...(me.promised > 0n && me.turnover < me.promised && me.promiseStands === 1
      ? [
          mine(
            'promise',
            'promise',
            me.promiseEnds - 1n,
            'until',
            `Your promise of ${show(me.promised)} ends`,
            `Your turnover so far is ${show(me.turnover)}. If some is missing at the end, that part of ${show(me.bonded)} of your capital is forfeited.`,
          ),
        ]
      : []),
    ...(rules.isMember(me) &&
    !rules.isElector(me) &&
    !rules.isSuspended(me) &&
    me.sharePaidAt !== 0n &&
    me.shares >= coop.charter.memberShare
      ? [
          mine(
            'vote',
            'membership',
            votes,
            'from',
            'You can take your vote',
            'Your member share will then be paid and seasoned.',
          ),
        ]
      : []),
    ...(candidate
      ? [
          mine(
            'application',
            'membership',
            rules.clearableFrom(coop, me),
            'from',
            'Anyone may clear your application away',
            rules.signsAnew(coop, me)
              ? 'If you have not signed the restated statutes by then.'
              : 'If it still lacks vouches by then.',
          ),
        ]
      : []),
    ...(rules.standing(me) === 'left' && back > now && coop.dissolvingAt === 0n
      ? [
          mine(
            'return',
            'membership',
            back,
            'from',
            'You can apply again',
            'You left in protest, or were released, or the period in which you left is closed by then.',
          ),
        ]
      : []),
  ];
}

/** A move of the membership, as long as it can be undone. */
function ofMove(me: At<Member>): Dated[] {
  const at = rules.quietUntil(me);
  if (at === 0n) return [];
  return [
    {
      id: `member-${me.number}-moved`,
      kind: 'membership',
      at,
      is: 'from',
      what: 'The membership that was moved to your wallet is yours for good',
      more: 'Until then the old wallet can take it back, and nothing is paid out or asked back.',
      mine: true,
    },
  ];
}

/** The same for the wallet from which it was moved. */
function ofMoved({ moved, wallet, now }: Site): Dated[] {
  if (!moved || !rules.mayTakeBack(moved, wallet, now)) return [];
  return [
    {
      id: `member-${moved.number}-taken-back`,
      kind: 'membership',
      at: rules.takenBackUntil(moved),
      is: 'until',
      what: 'Last second to take back the membership that was moved from your wallet',
      more: `The members moved ${person(moved)} to the wallet ${moved.wallet}. Until then this wallet can take it back.`,
      mine: true,
    },
  ];
}

function ofService(service: At<Service>, me: At<Member> | undefined): Dated[] {
  const mine = me !== undefined && (service.owner === me.wallet || service.provider === me.address);
  const dated = (id: string, at: bigint, is: Dated['is'], what: string, more: string): Dated => ({
    id: `service-${service.index}-${id}`,
    kind: 'service',
    at,
    is,
    what,
    more,
    mine,
  });
  const name = `“${text(service.name)}” (service ${service.index})`;
  return [
    dated(
      'promise',
      service.promisedUntil - 1n,
      'until',
      `The fee of ${name} is no longer promised`,
      "Until then neither its fee nor its provider's part can become worse.",
    ),
    ...(service.nextFrom > 0n
      ? [
          dated(
            'terms',
            service.nextFrom,
            'from',
            `New terms of ${name}`,
            "Its fee and its provider's part change, as shown under Services.",
          ),
        ]
      : []),
  ];
}

function ofCoop({ coop }: Site): Dated[] {
  const dated = (id: string, kind: Dated['kind'], at: bigint, is: Dated['is'], what: string, more: string): Dated => ({
    id,
    kind,
    at,
    is,
    what,
    more,
    mine: false,
  });
  if (coop.dissolvingAt !== 0n) {
    return [
      dated(
        'end-passes',
        'co-op',
        coop.dissolvingAt + rules.END.passesAfter,
        'from',
        'Money that belongs to nobody passes on',
        'The reserve goes to the successor, never to members.',
      ),
      {
        ...dated(
          'end-lapses',
          'co-op',
          rules.claimedUntil(coop),
          'until',
          'Claims lapse',
          'Money that was not claimed by then passes on.',
        ),
        mine: true,
      },
    ];
  }
  const sought = coop.federationSought === NONE ? undefined : rules.soughtUntil(coop);
  return [
    ...(coop.activatedAt === 0n
      ? []
      : [
          dated(
            `period-${coop.period.number}-ends`,
            'period',
            rules.periodEnds(coop),
            'from',
            `Period ${coop.period.number} can be closed`,
            'The surplus is shared, and whoever asked for capital is paid, everyone at one price. Anyone may close it.',
          ),
          dated(
            'pioneers',
            'co-op',
            rules.pioneerDate(coop),
            'from',
            'Pioneers begin to be paid',
            'No new pioneer units are made from then on.',
          ),
        ]),
    ...(sought
      ? [
          dated(
            'federation',
            'co-op',
            sought,
            'until',
            'The request to join the federation lapses',
            'Unless it has proposed to accept before.',
          ),
        ]
      : []),
  ];
}
