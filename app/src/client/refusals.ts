/** Makes a refusal from the chain's error, by its rule. In a file of its own, as only senders need the texts of all rules. */
import type { Address } from '@solana/kit';
import { COOP_PROGRAM_ADDRESS } from '../generated';
import { ERRORS } from '../generated/texts';
import { TOKEN, TOKEN_2022 } from './addresses';
import { Refusal, TAKEN } from './failures';
import { UNGUARD } from './locks';
import { NO_RENT } from './needs';

const OF_TOKENS = {
  1: 'there is not enough money in the token account',
  4: 'the token account does not belong to the signer',
  17: "a token account is frozen by whoever issues the token: ask them. If it is the co-op's vault, nothing is paid in or out until they thaw it; if it is yours, you can also be paid to another account",
};
const OTHER_PROGRAMS: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  [TOKEN]: OF_TOKENS,
  [TOKEN_2022]: {
    ...OF_TOKENS,
    36: 'the token account that would be paid takes money only with a memo, and a program cannot send one: its owner switches “required memo” off in the wallet, or with `spl-token disable-required-transfer-memos ACCOUNT`',
    42: `CPI Guard is on for the token account that pays: ${UNGUARD('ACCOUNT')}`,
  },
  '11111111111111111111111111111111': { 0: TAKEN, 1: NO_RENT },
};

const KIND = 'an account that this needs is closed, or is of another kind than expected';
const MORE = 'it took more than was asked for, as something changed meanwhile: try again';
const WORDS: Readonly<Record<string, string>> = {
  AccountNotFound: 'the wallet that pays the fee holds no SOL on this network',
  InsufficientFundsForFee: 'the wallet holds too little SOL to pay the fee',
  BlockhashNotFound: 'the transaction waited too long for its signature: send it again',
  AlreadyProcessed: 'this transaction was already done',
  ProgramAccountNotFound: 'the program is not on this network',
  MissingRequiredSignature: 'a signature is missing',
  InsufficientFunds: 'an account holds too little SOL',
  InvalidAccountForFee:
    'the account that pays the fee is no wallet but belongs to a program: name its vault, or another payer',
  IncorrectProgramId: KIND,
  InvalidAccountData: KIND,
  IllegalOwner: KIND,
  UninitializedAccount: KIND,
  InvalidAccountOwner: KIND,
  ComputationalBudgetExceeded: MORE,
  MaxLoadedAccountsDataSizeExceeded: MORE,
};

/**
 * Makes a refusal from the error of a simulation or a confirmation. The logs say which program refused; without any, it is the
 * one of the transaction's `programs` (one for each instruction) whose instruction failed.
 */
export function refusal(err: unknown, logs: readonly string[] = [], programs: readonly Address[] = []): Refusal {
  const plain = JSON.parse(JSON.stringify(err, (_, v: unknown) => (typeof v === 'bigint' ? Number(v) : v))) as
    string | { InstructionError?: [number, string | { Custom?: number }]; InsufficientFundsForRent?: unknown };
  const said = (name: string) => WORDS[name] ?? name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  if (typeof plain === 'string') return new Refusal(said(plain), undefined, plain, undefined, logs);
  if (plain.InsufficientFundsForRent)
    return new Refusal(
      'the wallet would be left with too little SOL to exist',
      undefined,
      'InsufficientFundsForRent',
      undefined,
      logs,
    );
  const [index, what] = plain.InstructionError ?? [0, JSON.stringify(plain)];
  const code = typeof what === 'object' ? what.Custom : undefined;
  if (code === undefined) {
    const name = typeof what === 'string' ? what : JSON.stringify(what);
    return new Refusal(said(name), undefined, name, index, logs);
  }
  // the first program that logs a failure is the innermost one; without logs, ours may have passed on a code below its own
  const logged = logs.map((line) => /^Program (\w+) failed/.exec(line)?.[1]).find(Boolean);
  const innermost = logged ?? (programs[index] === COOP_PROGRAM_ADDRESS && code < 2000 ? undefined : programs[index]);
  const ours = !innermost || innermost === COOP_PROGRAM_ADDRESS;
  const known = ours ? ERRORS[code] : undefined;
  if (known) return new Refusal(`${known[1]} (${known[0]}, ${code})`, code, known[0], index, logs);
  const other = innermost ? OTHER_PROGRAMS[innermost]?.[code] : undefined;
  if (other) return new Refusal(other, code, undefined, index, logs);
  const anchor =
    ours && code === 2040
      ? 'the same account is given twice, and would be written to under both names'
      : ours && code >= 2000 && code < 6000
        ? 'an account given is not the one that the program expects'
        : `${innermost ? `program ${innermost}` : 'a program that it calls'} refused`;
  return new Refusal(`${anchor} (error ${code})`, code, undefined, index, logs);
}
