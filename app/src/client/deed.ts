/** Recognises transactions that do the same. */
import type { Address } from '@solana/kit';
import { COOP_PROGRAM_ADDRESS } from '../generated/programs';
import { read } from './calls';
import { hex } from './units';

/** What is compared of an instruction. Whether accounts sign or are written to depends on the rest of the transaction. */
export interface Act {
  programAddress: Address;
  accounts?: readonly { readonly address: Address }[] | undefined;
  data?: ArrayLike<number> | undefined;
}
export const textOf = ({ programAddress, accounts = [], data }: Act): string =>
  JSON.stringify([programAddress, accounts.map(({ address }) => address), Array.from(data ?? [])]);

/**
 * Accounts that follow from the others or from the current state, so that they may differ when the same is sent again. Among them
 * are the wallets that pay, the buyer (who may be the payer), and the payout account of a service.
 */
const FOLLOW = new Set([
  'agent',
  'ballots',
  'buyer',
  'caller',
  'escrow',
  'federation',
  'federationVault',
  'founderMember',
  'mint',
  'payout',
  'place',
  'pledge',
  'programData',
  'provider',
  'redirect',
  'rentPayer',
  'slotHashes',
  'source',
  'subject',
  'successor',
  'successorVault',
  'systemProgram',
  'tokenProgram',
  'tokens',
  'vault',
  'vouch',
  'worker',
]);
/** Whether this account only pays fees and rent. Where tokens are paid and no `wallet` signs, they are the payer's own. */
const isSponsor = (name: string, accounts: readonly string[]) =>
  name === 'payer' && (!accounts.includes('source') || accounts.includes('wallet'));
/** What an instruction makes has an address from a running or a free number, which differs each time. */
const MADE: Readonly<Record<string, string>> = {
  found: 'coop',
  openPool: 'pool',
  registerService: 'service',
  propose: 'proposal',
};
/** Arguments that the client fills in from the current state: bounds, the charter's version, and the times of a pool's terms. */
const BOUND = /^(?:(?:max|min)[A-Z].*|charterVersion|terms)$/;

/** What an instruction is meant to do, as text: of this program's, without derived accounts and bounds; of others, all of it. */
function wishOf(act: Act): string {
  const call = act.programAddress === COOP_PROGRAM_ADDRESS ? read(Uint8Array.from(act.data ?? [])) : undefined;
  if (!call) return textOf(act);
  const accounts = (act.accounts ?? []).flatMap(({ address }, i) => {
    const name = call.accounts[i] ?? '';
    return FOLLOW.has(name) || isSponsor(name, call.accounts) || MADE[call.name] === name ? [] : [`${name} ${address}`];
  });
  const said = Object.entries(call.says).filter(
    ([name]) => !BOUND.test(name) && !(call.name === 'found' && name === 'id'),
  );
  return JSON.stringify([call.name, accounts, said], (_, value: unknown) =>
    typeof value === 'bigint' ? `${value}` : value instanceof Uint8Array ? hex(value) : value,
  );
}

const isOurs = ({ programAddress }: Act): boolean => programAddress === COOP_PROGRAM_ADDRESS;
const founds = (act: Act): boolean => isOurs(act) && read(Uint8Array.from(act.data ?? []))?.name === 'found';

/**
 * The instruction that a transaction is sent for: this program's last one, as those before it depend on what is due, and wallets
 * append their own. When a co-op is founded, `found`: what follows depends on its address, which is new each time.
 */
const chief = (all: readonly Act[]): Act | undefined => all.find(founds) ?? all.filter(isOurs).at(-1) ?? all.at(-1);

/** A hash that is equal for transactions that do the same. The accounts in it identify who acts, whoever pays the fee. */
export async function deedOf(all: readonly Act[]): Promise<string> {
  const act = chief(all);
  return hex(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(act ? wishOf(act) : ''))));
}

/** The co-op that a transaction founds. */
export function foundedBy(all: readonly Act[]): Address | undefined {
  const act = all.find(founds);
  const at = act && read(Uint8Array.from(act.data ?? []))!.accounts.indexOf('coop');
  return at === undefined ? undefined : act?.accounts?.[at]?.address;
}
