/** What tells that two transactions do the same. */
import type { Address } from '@solana/kit';
import { hex } from './units';

/** What of an instruction counts: whether accounts sign or are written to depends on the rest of its transaction. */
export interface Act {
  programAddress: Address;
  accounts?: readonly { readonly address: Address }[] | undefined;
  data?: ArrayLike<number> | undefined;
}
export const textOf = ({ programAddress, accounts = [], data }: Act): string => JSON.stringify([programAddress, accounts.map(({ address }) => address), Array.from(data ?? [])]);

/** The same for what does the same: payer, and program, accounts and data of the last instruction, as what goes before it depends on what is due. */
export async function deedOf(payer: Address, last: Act | undefined): Promise<string> {
  return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(`${payer} ${last ? textOf(last) : ''}`))));
}
