/** The whole client, for the page, the command line and the tests: what is public, and what is not promised to anyone else. */
export * from './public';
export * as binding from './binding';
export * from './chores';
export * as endings from './endings';
export { effectsOf } from './effects';
export * as poolWords from './poolWords';
export { callInWords, programInWords } from './programs';
export { dueEverywhere, packed, sendGroups, type Group, type Part } from './parts';
export { strays, type Strays } from './strays';
export { eventInWords, type Names } from './eventWords';
export { historyOf, namesIn, unloggedInWords, type Entry } from './history';
export { explained } from './missing';
export { TAKEN } from './failures';
export { sendSigned, type Wire } from './send';
export { refusal } from './refusals';
export { NotSigned, notSigned } from './walletWords';
export { isOwnMachine } from './transport';
export { callOf } from './verbs';
