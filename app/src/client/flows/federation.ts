/** The end of a co-op: dissolving, drawing capital, passing on the rest. */
import type { Address, Instruction } from '@solana/kit';
import { passing } from '../given';
import { type At } from '../reads/accounts';
import { memberAt } from '../reads/members';
import { tokenAccountFor } from '../tokenAccounts';
import { build, type Context } from '../verbs';
import type { Member } from '../../generated';
import { closedFirst, fitting, settledFirst } from './first';

/** Pays a member of a dissolving co-op its part, to its own token account; by anyone. `known`: the member, if it is read already. */
export async function draw(c: Context, wallet: Address = c.by.address, known?: At<Member>): Promise<Instruction[]> {
  const member = known ?? (await memberAt(c.rpc, c.site.address, wallet));
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
