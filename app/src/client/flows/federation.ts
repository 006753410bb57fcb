/** The end of a co-op: dissolving, drawing capital, passing on the rest. */
import type { Address, Instruction } from '@solana/kit';
import { passing } from '../given';
import { memberAt } from '../reads/members';
import { tokenAccountFor } from '../tokenAccounts';
import { build, type Context } from '../verbs';
import { closedFirst, fitting, settledFirst } from './first';

/** Pays a member of a dissolving co-op its part, into its own token account; anyone may send it. */
export async function draw(c: Context, wallet: Address = c.by.address): Promise<Instruction[]> {
  const member = await memberAt(c.rpc, c.site.address, wallet);
  return [
    await tokenAccountFor(c, wallet),
    ...(await settledFirst(c, [member])),
    await build(c, 'drawCapital', { wallet }),
  ];
}

/** Passes on what nobody claims of a dissolving co-op to whoever inherits, past heirs that have ended, in one transaction. */
export const passOn = async (c: Context): Promise<Instruction[]> => fitting(c, await passing(c));

/** Begins the dissolution, by resolution or without electors; closes an overdue period first, so that those who asked are paid. */
export async function dissolve(c: Context, proposal?: number): Promise<Instruction[]> {
  const { instructions, open } = await closedFirst(c);
  return [...instructions, await build(c, 'dissolve', { proposal, period: open })];
}
