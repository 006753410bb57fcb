/** Every action of a resolution: its fields, its sentence, its effects on the reader. */
import type { Address } from '@solana/kit';
import { Purpose } from '../../generated';
import type { KindName } from '../../generated/actionTable';
import { TO_AGENT } from '../../generated/constants';
import { coveredBy, freeFund, lastingLoss, newcomersBps } from '../rules/coop';
import {
  AFTER_AMENDMENT,
  comeHome,
  coverLoss,
  expense,
  invest,
  LOST,
  QUIET,
  REHOME_TIMELOCK,
  sendToAgent,
  SOUGHT,
} from '../../generated/math';
import { NONE } from '../addresses';
import { pinnedBy } from '../reads/proposals';
import { membershipOf } from '../reads/members';
import { link, shown, TEXTS } from '../texts';
import { formatBps, formatDuration, formatTime } from '../units';
import { programInWords } from '../programs';
import { SPENDS, type Action, type At } from './action';

/** What another take rate does: a lower one is promised once it has stood for a period, a higher one at once. */
export const newRate = (was: number, then: number): string =>
  `Services that register from then on pay ${formatBps(then)} instead of ${formatBps(was)}${then < was ? ', once that rate has stood for a period' : ''}; older ones keep what they were promised.`;

const WITHIN = 'a simple majority within the budget, above it two thirds';
const MORE = 'a simple majority';
const TWO_THIRDS = 'two thirds';
const HALF = 'two thirds, and half of all electors voting';
const AS_WORK = 'It is pay for work: it counts as patronage of the payee, if it is a member.';
const atWork = (action: { to: Address }, { rpc, site }: At) => membershipOf(rpc, site.address, action.to);
const bare = (label: string, needs: string) => ({ label, needs, fields: {} });

const TABLE: { readonly [K in KindName]: Action<K> } = {
  Spend: {
    label: 'Pay someone',
    needs: WITHIN,
    fields: { to: 'Wallet', amount: 'Amount', purpose: 'What for' },
    says: (p, { amount, who }) =>
      `Pay ${amount} to ${who(p.target)} as ${SPENDS[p.flag] ?? 'something of a newer program'}`,
    does(p, e) {
      const { books, charter } = e.site.coop;
      const asset = p.flag === (Purpose.Investment as number) || p.flag === TO_AGENT;
      if (!asset && p.amount > e.operating) return ['The co-op does not have this money now.'];
      if (asset && p.amount > books.fund)
        return ['The fund does not hold this money now: what the open period earns is no part of it before its close.'];
      if (asset && p.amount > freeFund(e.site.coop, p.special === 1, e.site.now))
        return ['The co-op does not have this money now, apart from capital that is asked back.'];
      const then =
        p.flag === (Purpose.Investment as number)
          ? invest(books, p.amount, p.special === 1, e.site.now)
          : p.flag === TO_AGENT
            ? sendToAgent(books, p.amount, p.special === 1, e.site.now)
            : expense(books, p.amount);
      if (!then.ok) return ['The co-op does not have this money now.'];
      const more = [
        undefined,
        `It becomes an asset that wears by ${formatBps(charter.depreciationBps)} a year.`,
        AS_WORK,
        "It goes to the co-op's own agent, and is expected to come home.",
      ];
      return [...e.felt(then.value), more[p.flag], e.budget, e.turn];
    },
    subject: (action, at) => (action.purpose === Purpose.Work ? atWork(action, at) : NONE),
    first: { closes: true, pays: true, settles: 'other' },
  },
  Mandate: {
    label: 'Let someone draw in every period',
    needs: WITHIN,
    fields: {
      to: 'Wallet',
      perPeriod: 'In a period',
      until: 'For, days',
      work: 'Pay for work: if the holder is a member, it counts for its share in the surplus',
    },
    says: (p, { amount, who }) =>
      `Let ${who(p.target)} draw up to ${amount} a period${p.flag === 1 ? ' as pay for work' : ''} until ${formatTime(p.until)}`,
    does: (p, e) => [
      `Up to ${e.show(p.amount)} of the co-op's ${e.show(e.operating)} may leave in every period, without another vote.`,
      p.flag === 1 ? AS_WORK : undefined,
      e.turn,
    ],
    subject: (action, at) => (action.work ? atWork(action, at) : NONE),
  },
  RevokeMandate: {
    label: 'End a mandate',
    needs: MORE,
    fields: { mandate: 'Mandate' },
    says: (p, { who }) => `End the mandate ${who(p.target)}`,
    does: () => ['Nothing more can be drawn on it.'],
    subject: ({ mandate }) => mandate,
  },
  Grant: {
    label: 'Grant from solidarity',
    needs: MORE,
    fields: { to: 'Wallet', amount: 'Amount' },
    says: (p, { amount, who }) => `Grant ${amount} from solidarity to ${who(p.target)}`,
    does(
      { amount },
      {
        show,
        site: {
          coop: {
            books: { solidarity },
          },
        },
      },
    ) {
      return [
        `Solidarity: ${show(solidarity)} → ${show(solidarity > amount ? solidarity - amount : 0n)}. Nobody's capital is touched.`,
      ];
    },
    first: { pays: true },
  },
  OpenPool: {
    label: 'Open a pool',
    needs: MORE,
    fields: { terms: 'Terms' },
    says: ({ terms }, { money }) =>
      `Open a pool for ${money(terms.minRaise)} to ${money(terms.maxRaise)} until ${formatTime(terms.deadline)}`,
    does: ({ terms }, { show, site: { coop } }) => [
      `Members can pledge up to ${show(terms.maxPledge)} each to it, and promise use; if a gate is not passed, every pledge is refunded.`,
      `The capital rests for ${formatDuration(terms.stay)} from the settlement, and promises of use run as long${terms.useBondBps > 0 ? `; capital answers for ${formatBps(terms.useBondBps)} of each promise` : ''}.`,
      terms.minSolvencyBps > 0
        ? `It fails if the price of capital is then below ${formatBps(terms.minSolvencyBps)} of par; it is ${formatBps(newcomersBps(coop))} now.`
        : 'It can succeed at any price of capital: it has no minimum solvency.',
    ],
    check: ({ terms }) => void shown('what the pool is for', terms.purpose, TEXTS.purpose),
  },
  SetTakeRate: {
    label: 'Set the take rate',
    needs: MORE,
    fields: { bps: ['Rate, %', 'For services that register from then on'] },
    says: (p) => `Set the take rate to ${formatBps(p.rateBps)}`,
    does: (
      p,
      {
        site: {
          coop: { charter },
        },
      },
    ) => [newRate(charter.takeRateBps, p.rateBps)],
  },
  Expel: {
    label: 'Expel a member',
    needs: TWO_THIRDS,
    fields: { member: 'Its wallet' },
    says: (p, { who }) => `Expel the member ${who(p.target)}`,
    does: (p, { show, isSubject, mine }) =>
      isSubject
        ? [
            'It is you who would be expelled.',
            mine &&
              `You would lose your vote and your pioneer units. Your capital, which is paid at a close when you ask for it (today ${show(mine.ifLeaving.worth)} of it is free), and the ${show(mine.ifLeaving.cash)} in cash that you are owed both stay yours. You would be released from your promises, unless you pledged after this was proposed.`,
          ]
        : [
            'The member loses its vote. It keeps its capital and everything that it is owed, and is released from its promises, unless it pledged after this was proposed. A pledge to a pool that is not settled stays there, without counting.',
          ],
    subject: ({ member }) => member,
    first: { closes: true, settles: 'target' },
  },
  Readmit: {
    label: 'Let an expelled member apply again',
    needs: MORE,
    fields: { member: 'Its wallet' },
    says: (p, { who }) => `Let the expelled member ${who(p.target)} apply again`,
    does: () => ['The wallet may apply again, and needs vouches like everyone.'],
    subject: ({ member }) => member,
  },
  Rehome: {
    label: 'Move a membership to another wallet',
    needs: `${HALF}; then ${formatDuration(REHOME_TIMELOCK)} pass, and the old wallet must have done nothing for ${formatDuration(LOST)}`,
    fields: { member: 'Old wallet', wallet: 'New wallet' },
    says: (p, { who }) => `Move the membership ${who(p.target)} to the wallet ${who(p.other)}`,
    does: (p, { isSubject, lost }) => [
      isSubject
        ? 'Your membership, with everything in it, would belong to another wallet. Object if you do not want that: one click ends the proposal.'
        : 'This is meant for a lost key. The old wallet can end the proposal with one click, and any other act of its own as a member ends it too.',
      lost,
      `For ${formatDuration(QUIET)} after it the new wallet votes, but nothing is paid out to it or asked back, and the old wallet can undo it.`,
    ],
    subject: ({ member }) => member,
  },
  Amend: {
    label: 'Amend the charter',
    needs: TWO_THIRDS,
    weighty: true,
    fields: {
      charter: 'Charter',
      heir: ['Heir, another co-op', 'Gets the reserve at the end'],
      statutes: ['New statutes', 'None: the statutes stay. Only their fingerprint is kept on the chain'],
    },
    says: (p, { who }) =>
      `Amend the charter${p.flag === 1 ? ' and restate the statutes' : ''}; ${p.other === NONE ? 'no heir' : `the heir is ${who(p.other)}`}`,
    does: (p, e) => [
      ...e.terms(p.charter),
      `Every other open proposal ends. Pledges to open pools can be taken back, and no pool is settled within ${formatDuration(AFTER_AMENDMENT)} after it. A member that leaves over it, and did not vote yes, can be released from its promise.`,
      p.flag === 1 ? 'Candidates who have not signed the new statutes sign them before they are admitted.' : undefined,
      e.turn,
    ],
    subject: ({ heir }) => heir,
    check: ({ statutes }) =>
      void link("the statutes' link", (statutes as { uri: string } | null)?.uri ?? '', TEXTS.statutesLink),
  },
  CoverLoss: {
    label: 'Cover losses from the reserve',
    needs: TWO_THIRDS,
    weighty: true,
    fields: {
      upTo: [
        'Up to',
        'At most the loss that has lasted for a whole period, and at most a tenth of the reserve; once a year. Name no more than twice that loss',
      ],
    },
    says: (_, { amount }) => `Cover losses from the reserve, up to ${amount}`,
    does(p, e) {
      const { books } = e.site.coop;
      const lasting = lastingLoss(e.site.coop);
      const then = coverLoss(books, coveredBy(e.site.coop, p.amount));
      return [
        `Reserve: ${e.show(books.reserve)} → ${e.show(then.reserve)}; at most a tenth of it, and no more than the loss that has lasted for a whole period, ${e.show(lasting)} now. It waits while that is less than half of what it may cover.`,
        ...e.felt(then),
        e.turn,
        'It is carried out on the first day of a period.',
      ];
    },
    first: { closes: true },
  },
  JoinFederation: {
    label: 'Join a federation',
    needs: TWO_THIRDS,
    fields: { federation: 'Its address' },
    says: (p, { who }) => `Seek to join the federation ${who(p.target)}`,
    does: () => [
      `Once it has accepted, and the time to carry that out is over, the charter's part of this co-op's solidarity goes to the federation's reserve, from the next period on. The federation has ${formatDuration(SOUGHT)} to propose accepting it.`,
    ],
    subject: ({ federation }) => federation,
  },
  AcceptFederation: {
    label: 'Accept a co-op into this federation',
    needs: MORE,
    fields: { joining: 'Its address' },
    says: (p, { who }) => `Accept the co-op ${who(p.target)} into this federation`,
    does: () => ["A part of its solidarity comes to this co-op's reserve."],
    subject: ({ joining }) => joining,
  },
  LeaveFederation: {
    ...bare('Leave the federation, or take back the request to join', `${TWO_THIRDS}; ${MORE} while it is only sought`),
    weighty: true,
    says: (p, { who }) =>
      p.flag === 1
        ? `Take back the request to join the federation ${who(p.target)}`
        : `Leave the federation ${who(p.target)}`,
    does: (p) => [
      p.flag === 1
        ? 'The federation can no longer accept this co-op, unless the request is made again.'
        : 'Solidarity stays here from then on; money that was passed on does not come back. It is carried out on the first day of a period, so that the federation has its part of the period before.',
    ],
  },
  Invoke: {
    label: 'Call another program',
    needs: TWO_THIRDS,
    weighty: true,
    fields: {
      program: 'Program',
      accounts: 'Accounts, one on each line; “w” after those that it may change',
      data: 'Data, as hexadecimal digits',
      pinned: 'Only with the code that the program has now',
    },
    says: (p, { who }) =>
      `Call ${programInWords(p.target, who)} with the agent's signature${p.flag === 1 ? `, with the code that it had then: ${p.amount} bytes` : p.flag === 2 ? ', which nobody can change' : ''}`,
    does: (_, e) => [
      "The call can touch what the co-op's agent owns in other programs. It cannot touch the vault, the pools or the books.",
      e.turn,
    ],
    subject: ({ pinned, program }, { rpc }) => (pinned ? pinnedBy(rpc, program) : NONE),
  },
  Dissolve: {
    ...bare('End the co-op', HALF),
    weighty: true,
    says: (p, { who }) => `End the co-op; money that belongs to nobody goes to ${who(p.target)}`,
    does: (_, { mine, show, worthIfDissolved, turn, site: { coop } }) => [
      mine &&
        `Today you would get ${show(worthIfDissolved(mine.capital))} for your capital and ${show(mine.paid)} in cash, within three years.`,
      `The reserve of ${show(coop.books.reserve)} goes to ${coop.heir === NONE ? 'nobody yet: an heir must be named first' : 'the heir'}, never to members. Services, pledges and spends end at once.`,
      'A pool that succeeds before the co-op is dissolved makes this proposal void.',
      turn,
    ],
    subject: (_, { site }) => site.coop.heir,
  },
  Represent: {
    label: 'Act as a member of another co-op',
    needs: `${MORE}, or two thirds if it moves money`,
    fields: { coop: 'Address of the other co-op', accounts: 'Accounts', data: 'Data' },
    says: (p, { who }) => `Act as a member of the co-op ${who(p.target)}, with the agent's signature`,
    does: (_, e) => [
      'The co-op acts in another co-op of which it is a member, with one vote like every member. It can spend only the money that its agent holds; the vault is out of reach.',
      e.turn,
    ],
    subject: ({ coop }) => coop,
  },
  Collect: {
    label: 'Bring home money from the agent',
    needs: MORE,
    fields: { amount: 'Amount' },
    says: (_, { amount }) => `Bring home ${amount} from the co-op's agent`,
    does: (p, { felt, site: { coop, now } }) => felt(comeHome(coop.books, p.amount, now)),
  },
  Sell: {
    label: 'Sell something the co-op invested in',
    needs: WITHIN,
    fields: {
      amount: [
        'For, at most',
        'The buyer pays the money in under Services, as “the price of something the co-op owned”',
      ],
    },
    says: (_, { amount }) => `Permit the sale of ${amount} of the invested assets`,
    does: (p, { show, turn, site: { coop } }) => [
      `Up to ${show(p.amount)} more of the invested assets, which are worth ${show(coop.books.invested)} in the books, may be sold; the price returns to the fund.`,
      turn,
    ],
  },
  Describe: {
    label: "Change the co-op's description",
    needs: MORE,
    fields: { about: ['What it is about', 'In a few sentences'] },
    says: () => "Change the co-op's description",
    does: () => ["It replaces the text under the co-op's name."],
    check: ({ about }) => void shown('what the co-op is about', about, TEXTS.about),
  },
};
/** The entries typed alike, whatever their fields are. */
export const ACTIONS = TABLE as unknown as Readonly<Record<KindName, Action>>;
