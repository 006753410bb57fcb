/** What people do, as the instructions that it takes: more than one where one would not be enough. */
export { type Founding, found } from './charter';
export { join, vouchFor, subscribe, clearApplication, withdrawApplication, COUNTED, leave } from './membership';
export { pledge, settlePool, withdrawPledge } from './bootstrap';
export {
  pay,
  payCoop,
  bookIncome,
  askBack,
  withdrawShares,
  offer,
  payToMe,
  close,
  settle,
  sweep,
  claimEverything,
} from './patronage';
export { vote, drawMandate, clearAway, type Reasons, propose, proposeInParts, execute, represent } from './governance';
export { draw, passOn, dissolve } from './federation';
export { settledFirst } from './first';

export { payingFirst, payoutsFirst, tokenAccountFor, unwrap } from '../tokenAccounts';
