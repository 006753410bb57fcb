/** The whole client, for the page, the command line and the tests: what is public, and what is not promised to anyone else. */
export * from './public';
export * as binding from './binding';
export * from './chores';
export * as endings from './endings';
export { effectsOf } from './effects';
export * as poolWords from './poolWords';
export { callInWords, programInWords } from './programs';
export { strays, type Strays } from './strays';
export { refusal } from './refusals';
export { callOf } from './verbs';
