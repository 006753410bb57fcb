/** The parameters that a person gives an instruction. */
import type { Address, Instruction } from '@solana/kit';
import type * as g from '../../generated';
import type { Context } from '../given';

/** Kinds of parameters. Money is in base units here; the command line reads token units. */
export interface Kinds {
  amount: bigint;
  id: bigint;
  index: number;
  bps: number;
  wallet: Address;
  account: Address;
  text: string;
  hash: Uint8Array;
  choice: 'yes' | 'no' | 'abstain';
  income: 'income' | 'sale' | 'gift';
  flag: boolean;
  charter: g.CharterTermsArgs;
  terms: g.PoolTermsArgs;
  action: g.ActionArgs;
}
type Kind = keyof Kinds | `${keyof Kinds}?`;
type Shape = Readonly<Record<string, Kind>>;
type Base<K> = K extends `${infer N extends keyof Kinds}?` ? N : K extends keyof Kinds ? K : never;
/** The values of a verb's parameters; those marked `?` may be left out. */
export type Values<P extends Shape> = {
  [K in keyof P as P[K] extends `${string}?` ? never : K]: Kinds[Base<P[K]>];
} & { [K in keyof P as P[K] extends `${string}?` ? K : never]?: Kinds[Base<P[K]>] | undefined };

export interface Verb<P extends Shape> {
  params: P;
  build: (context: Context, values: Values<P>) => Promise<Instruction>;
}
/** An instruction: its parameters, and how it is built from them. */
export const verb = <const P extends Shape>(
  params: P,
  build: (c: Context, v: Values<P>) => Promise<Instruction>,
): Verb<P> => ({ params, build });
