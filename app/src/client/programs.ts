/** Calls of other programs in words. */
import { NONE, TOKEN, TOKEN_2022 } from './addresses';
import type { Call } from './reads/proposals';
import { visible } from './texts';
import { formatAmount } from './units';

const PROGRAMS: Readonly<Record<string, string>> = {
  [NONE]: 'the system program',
  [TOKEN]: 'the token program',
  [TOKEN_2022]: 'the token program 2022',
  ATokenGPvbdGVxr1b2hvZbsiqW5xWH25efTNsLJA8knL: 'the program of token accounts',
  MemoSq4gqABAXKb96qnH8TysNcWxMyWCqXgDLGmfcHr: 'the memo program',
  Stake11111111111111111111111111111111111111: 'the stake program',
  BPFLoaderUpgradeab1e11111111111111111111111: 'the loader of programs',
};
export const programInWords = (program: string, who: (address: string) => string = String): string =>
  PROGRAMS[program] ?? `the program ${who(program)}`;

/** A call of another program in words, if it is a known one; for others, voters read the bytes. */
export function callInWords(program: string, { accounts, data }: Call): string | undefined {
  const view = new DataView(Uint8Array.from(data).buffer);
  const to = (i: number) => accounts[i]?.address ?? 'an account that is missing';
  if (program === NONE && data.length === 12 && view.getUint32(0, true) === 2)
    return `pays ${formatAmount(view.getBigUint64(4, true), 9)} SOL from ${to(0)} to ${to(1)}`;
  if (program === TOKEN || program === TOKEN_2022) {
    const amount = () => view.getBigUint64(1, true);
    if (data[0] === 3 && data.length === 9) return `moves ${amount()} base units of a token from ${to(0)} to ${to(1)}`;
    if (data[0] === 12 && data.length === 10)
      return `moves ${formatAmount(amount(), data[9]!)} of the token ${to(1)} from ${to(0)} to ${to(2)}`;
    if (data[0] === 4 && data.length === 9) return `lets ${to(1)} take ${amount()} base units from ${to(0)}`;
    if (data[0] === 5) return `ends what others may take from ${to(0)}`;
    if (data[0] === 9) return `closes the token account ${to(0)} and pays its rent to ${to(1)}`;
  }
  if (PROGRAMS[program] === 'the memo program')
    return `writes “${visible(new TextDecoder().decode(Uint8Array.from(data)))}”`;
  return undefined;
}
