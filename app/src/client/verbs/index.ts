/**
 * Every instruction of the program by its name, with the parameters that a person gives; all others (addresses, token accounts,
 * who gets rent back) are derived here. The commands of the command line come from this table as well.
 */
import type { Instruction } from '@solana/kit';
import type { Context } from '../given';
import { BOOTSTRAP } from './bootstrap';
import { CHARTER } from './charter';
import { FEDERATION } from './federation';
import { GOVERNANCE } from './governance';
import { MEMBERSHIP } from './membership';
import { PATRONAGE } from './patronage';
import type { Values, Verb } from './verb';

export { callOf, payerOf, whyAndDocument, type Context } from '../given';
export type { Kinds, Values, Verb } from './verb';

/** Every instruction of the program with the parameters that a person gives; `program` documents each, with all its accounts. */
export const VERBS = { ...CHARTER, ...MEMBERSHIP, ...BOOTSTRAP, ...PATRONAGE, ...GOVERNANCE, ...FEDERATION } as const;

/** The name of an instruction of the program. */
export type VerbName = keyof typeof VERBS;
/** The parameters that a person gives an instruction. */
export type ParamsOf<N extends VerbName> = (typeof VERBS)[N] extends Verb<infer P> ? Values<P> : never;

/** Builds one instruction by its name. */
export const build = <N extends VerbName>(context: Context, name: N, values: ParamsOf<N>): Promise<Instruction> =>
  (VERBS[name] as unknown as { build: (c: Context, v: ParamsOf<N>) => Promise<Instruction> }).build(context, values);
