/** The whole client, for the page, the command line and the tests: what is public, and what is not promised to anyone else. */
export * from './public';
export * as binding from './binding';
export * from './chores';
export * as endings from './endings';
export { effectsOf } from './effects';
export * as poolWords from './poolWords';
export { callInWords, programInWords } from './programs';
export { STABLECOINS, stablecoinsOf, type Stablecoin } from './stablecoins';
export { strays, type Strays } from './strays';
export { linesShown, waterfallShown } from './tables';
export { multiplied, roundedFee, type Token } from './tokens';
export { explained } from './missing';
export { TAKEN } from './failures';
export { refusal } from './refusals';
export { notSigned } from './walletWords';
export { budgeted, budgetOf, offerOf, PRIORITIES } from './budget';
export { clusterOf, isOwnMachine } from './transport';
export { callOf } from './verbs';
