/** What went wrong, as a sentence that names the rule. */
import { isSolanaError, SOLANA_ERROR__ACCOUNTS__ACCOUNT_NOT_FOUND } from '@solana/kit';
import { COOP_PROGRAM_ADDRESS } from '../generated';
import { ERRORS } from '../generated/texts';

/** A transaction that the chain refuses or would refuse. Nothing of it was done. */
export class Refusal extends Error {
  constructor(
    message: string,
    /** The program's error: its number and name. */
    readonly code?: number,
    readonly rule?: string,
    /** Which of the transaction's instructions, counted from 0. */
    readonly instruction?: number,
    readonly logs: readonly string[] = [],
  ) {
    super(message);
    this.name = 'Refusal';
  }
}

const OTHER_PROGRAMS: Readonly<Record<string, Readonly<Record<number, string>>>> = {
  TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA: {
    1: 'there is not enough money in the token account',
    4: 'the token account is not of the signer',
    17: 'the token account is frozen',
  },
  TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb: {
    1: 'there is not enough money in the token account',
    4: 'the token account is not of the signer',
    17: 'the token account is frozen',
  },
  '11111111111111111111111111111111': { 0: 'an account is there already', 1: 'there is not enough SOL to pay for the rent of a new account' },
};

/** What is made by a running number (services, pools, mandates) fails so if someone else took the number first: nothing was done, and the next number is free. */
const isRaced = (failed: unknown): boolean => failed instanceof Refusal && (failed.rule === 'InvalidSeeds' || failed.message === OTHER_PROGRAMS['11111111111111111111111111111111']![0]);

/** Does it again, from what the chain says then, if someone else took the number first; up to so many times. */
export async function trying<T>(attempt: () => Promise<T>, times = 5): Promise<T> {
  for (;;) {
    try {
      return await attempt();
    } catch (failed) {
      if (!isRaced(failed) || --times === 0) throw failed;
    }
  }
}

const WORDS: Readonly<Record<string, string>> = {
  AccountNotFound: 'the wallet that pays the fee holds no SOL on this network',
  InsufficientFundsForFee: 'the wallet holds too little SOL to pay the fee',
  BlockhashNotFound: 'the transaction waited too long for its signature: send it again',
  AlreadyProcessed: 'this very transaction was done already',
  ProgramAccountNotFound: 'the program is not on this network',
  MissingRequiredSignature: 'a signature is missing',
  InsufficientFunds: 'an account holds too little SOL',
};

/** A refusal from what a simulation or a confirmation says. */
export function refusal(err: unknown, logs: readonly string[] = []): Refusal {
  const plain = JSON.parse(JSON.stringify(err, (_, v: unknown) => (typeof v === 'bigint' ? Number(v) : v))) as
    | string
    | { InstructionError?: [number, string | { Custom?: number }]; InsufficientFundsForRent?: unknown };
  const said = (name: string) => WORDS[name] ?? name.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  if (typeof plain === 'string') return new Refusal(said(plain), undefined, plain, undefined, logs);
  if (plain.InsufficientFundsForRent) return new Refusal('the wallet would be left with too little SOL to exist', undefined, 'InsufficientFundsForRent', undefined, logs);
  const [index, what] = plain.InstructionError ?? [0, JSON.stringify(plain)];
  const code = typeof what === 'object' ? what.Custom : undefined;
  if (code === undefined) {
    const name = String(typeof what === 'string' ? what : JSON.stringify(what));
    return new Refusal(said(name), undefined, name, index, logs);
  }
  const failed = [...logs].reverse().map((line) => /^Program (\w+) failed/.exec(line)?.[1]).filter(Boolean).pop();
  // the innermost program that failed is the first that says so
  const innermost = logs.map((line) => /^Program (\w+) failed/.exec(line)?.[1]).find(Boolean) ?? failed;
  const ours = !innermost || innermost === COOP_PROGRAM_ADDRESS;
  const known = ours ? ERRORS[code] : undefined;
  if (known) return new Refusal(`${known[1]} (${known[0]}, ${code})`, code, known[0], index, logs);
  const other = innermost ? OTHER_PROGRAMS[innermost]?.[code] : undefined;
  if (other) return new Refusal(other, code, undefined, index, logs);
  const anchor = ours && code === 2040 ? 'the same account is named twice, and would be written to under both names'
    : ours && code >= 2000 && code < 6000 ? 'an account given is not the one that the program expects' : `program ${innermost ?? ''} refused`;
  return new Refusal(`${anchor} (error ${code})`, code, undefined, index, logs);
}

/** Whatever was thrown, as one sentence for people. */
export function sentence(thrown: unknown): string {
  if (thrown instanceof Refusal) return thrown.message;
  if (isSolanaError(thrown, SOLANA_ERROR__ACCOUNTS__ACCOUNT_NOT_FOUND)) return `there is nothing at ${thrown.context.address}: the number or the wallet is of nobody here`;
  if (isSolanaError(thrown) && /fetch|HTTP/i.test(thrown.message)) return `the network does not answer: ${thrown.message}`;
  if (thrown instanceof DOMException && thrown.name === 'TimeoutError') return 'the network does not answer; what was sent may still be done';
  if (thrown instanceof TypeError && /fetch/i.test(thrown.message)) return 'the network does not answer; nothing was lost, try again';
  if (thrown instanceof Error) {
    if (/reject|declin|denied|cancel/i.test(thrown.message)) return 'the wallet did not sign; nothing was sent';
    return thrown.message;
  }
  return String(thrown);
}
