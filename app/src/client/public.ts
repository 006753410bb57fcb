/**
 * `@coop/client`: reads a co-op and acts on one, from scripts, services and pages. Needs `@solana/kit` and the client of the
 * token program; runs in Node 20.19 or later and in browsers.
 *
 * Read with {@link reads}, make instructions with {@link flows} (what people do, with all that is due first) or {@link build}
 * (one instruction of the program by its name), and send them with {@link send}, which returns their outcome. Money is in base
 * units (`bigint`), times are unix seconds of the chain's clock (`bigint`), rates are basis points: `250` is 2.5 %.
 *
 * @packageDocumentation
 */
/** What can be resolved: the fields of each action, and proposals in words. */
export * as actions from './actions';
/** The addresses of the program's accounts. */
export * as addresses from './addresses';
/** Hashes of documents, as the chain stores them. */
export * as documents from './documents';
/** What people do, as instructions: with all that is due first in the same transaction. */
export * as flows from './flows';
/** Pools: where one is in its life, what it needs, when anyone may settle it, what a pledge becomes. */
export * as poolRules from './poolRules';
/** Typed reads of a co-op and its accounts; most are one request. */
export * as reads from './reads';
/** What follows from the accounts at a time: statuses, prices, what may be asked back. The chain decides; these compute as it does. */
export * as rules from './rules';
/** Texts on the chain: how long they may be, and which characters are refused. */
export * as texts from './texts';
/** Amounts, rates and times, as people write them. */
export * as units from './units';
/** The charter: every term with its meaning, and the usual values. */
export * as words from './words';
/** The program itself, generated from its IDL: accounts, instructions, types, errors. */
export * as program from '../generated';
/** What was decided in proposals whose accounts are closed, from the chain's history. */
export * as decisions from './decisions';
/** Whether a payee is a wallet. */
export * as payees from './payees';
export { calendar, type Dates } from './calendar';
export { dateLists, datesOf, type Dated, type DateLists } from './dates';
export { chores } from './chores';
export { eventInWords, type Names } from './eventWords';
export { historyOf, namesIn, unloggedInWords, type Entry } from './history';
export { dueEverywhere, packed, sendGroups, type Due, type Group, type Part } from './parts';
export { eventsIn, type CoopEvent } from './events';
export {
  isAsked,
  isNetwork,
  NodeFailure,
  Refusal,
  sentence,
  trying,
  Unsettled,
  WrongInput,
  type NodeTrouble,
} from './failures';
export { NotSigned } from './walletWords';
export type { Priority } from './budget';
export { connect, networkOf, PATIENCE, transactionLink, type Patience } from './transport';
export { fateOf } from './fate';
export { preview, type Preview } from './preview';
export { send, sendSigned, type Sending, type Wire } from './send';
export type { Fate, Outcome } from './outcomes';
export { openIn, type Asked, type Kept, type Signed } from './kept';
export { build, payerOf, VERBS, type Context, type Kinds, type ParamsOf, type VerbName } from './verbs';
export type { At, Reader } from './reads/accounts';
export type { Proposed } from './reads/proposals';
export type { Site } from './reads/coops';
