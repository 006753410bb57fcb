/**
 * The client: addresses, typed reads, instructions by name, flows, events, refusals in words. Works in Node and in
 * browsers; needs @solana/kit and nothing else of Solana.
 */
export * as actions from './actions';
export * as addresses from './addresses';
export * as binding from './binding';
export * from './chores';
export * as documents from './documents';
export * as endings from './endings';
export { effectsOf } from './effects';
export * as flows from './flows';
export * as payees from './payees';
export * as poolRules from './poolRules';
export * as poolWords from './poolWords';
export { callInWords, programInWords } from './programs';
export { strays, type Strays } from './strays';
export * as reads from './reads';
export * as rules from './rules';
export * as texts from './texts';
export * as units from './units';
export * as words from './words';
export { eventsIn, type CoopEvent } from './events';
export { isNetwork, Refusal, sentence, trying, Unsettled, WrongInput } from './failures';
export { refusal } from './refusals';
export { fateOf, preview, send, type Fate, type Kept, type Outcome, type Preview, type Sending, type Signed } from './send';
export { build, callOf, payerOf, VERBS, type Context, type Kinds, type ParamsOf, type VerbName } from './verbs';
export type { At, Proposed, Reader, Site } from './reads';
export * as program from '../generated';
