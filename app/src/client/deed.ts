/** Recognises transactions that do the same. */
import type { Address } from '@solana/kit';
import { COOP_PROGRAM_ADDRESS } from '../generated/programs';
import type { PoolTerms } from '../generated/types/poolTerms';
import { ASSOCIATED_TOKEN, memberOf, TOKEN_2022 } from './addresses';
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
 * Accounts that follow from the other accounts or from the state of the chain, so that they may differ when the same request is
 * made again. They are not compared, except those in `CHOSEN`; `test/deed-parts.test.ts` has the reason for each.
 */
const FOLLOW = new Set([
  'agent',
  'ballots',
  'caller',
  'ending',
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
/** Where such an account, or what else reads like a bound, is what somebody chooses. */
const CHOSEN = new Set([
  'askBack minPriceBps',
  'executeCollect source',
  'found mint',
  'reclaimBallots ballots',
  'reclaimPledge pledge',
  'reclaimRedirect redirect',
  'reclaimVouch vouch',
  'registerService maxTakeRateBps',
  'registerService minProviderBps',
  'registerService payout',
  'updatePayout payout',
]);
/** Whether it only pays fees and rent, which anyone may do for another: where tokens are paid and nobody else signs, they are the payer's. */
const isSponsor = (name: string, accounts: readonly string[]) =>
  name === 'payer' && (!accounts.includes('source') || accounts.includes('wallet'));
/** What an instruction makes has an address from a running or a free number, which differs each time. */
const MADE: Readonly<Record<string, string>> = {
  found: 'coop',
  openPool: 'pool',
  registerService: 'service',
  propose: 'proposal',
};
/** Bounds that the client puts in by how things stand. */
const BOUND = /^(?:(?:max|min)[A-Z].*|charterVersion)$/;

/** Times of a pool count from its opening, which is a while from now on. */
const sinceOpening = ({ opens, withdrawUntil, deadline, ...terms }: PoolTerms) => ({
  ...terms,
  withdrawUntil: withdrawUntil - opens,
  deadline: deadline - opens,
});

/** Of these the last word counts: they set something, which a later one may set otherwise. */
const LAST_WORD = new Set(['askBack', 'castVote', 'describe', 'setName', 'updatePayout']);

/** Arguments that are amounts of the co-op's token. */
const AMOUNTS = ['amount', 'useAmount'];

/**
 * What is wished for by an instruction: of this program without what follows by itself, of others all of it. `but`: without its amounts,
 * or without anything that it sets.
 */
async function wishOf(act: Act, but?: 'amounts' | 'what it sets'): Promise<string> {
  const call = act.programAddress === COOP_PROGRAM_ADDRESS ? read(Uint8Array.from(act.data ?? [])) : undefined;
  if (!call) return textOf(act);
  const { name: what, accounts: names, says } = call;
  const given = (act.accounts ?? []).map(({ address }, i) => ({ name: names[i] ?? '', address }));
  const at = (name: string) => given.find((one) => one.name === name)?.address;
  // nobody is said to be paid for: the payer is, if it is a member by then
  const [coop, payer] = [at('coop'), at('payer')];
  const itself = at('buyer') && coop && payer && (await memberOf(coop, payer));
  const follows = (name: string) => FOLLOW.has(name) || isSponsor(name, names) || MADE[what] === name;
  const accounts = given
    .filter(({ name, address }) =>
      name === 'buyer'
        ? address !== COOP_PROGRAM_ADDRESS && address !== itself
        : (CHOSEN.has(`${what} ${name}`) && but !== 'what it sets') || !follows(name),
    )
    .map(({ name, address }) => `${name} ${address}`);
  if (but === 'what it sets') return JSON.stringify([what, accounts]);
  const said = Object.entries(says)
    .filter(([name]) => CHOSEN.has(`${what} ${name}`) || !(BOUND.test(name) || (what === 'found' && name === 'id')))
    .filter(([name]) => !but || !AMOUNTS.includes(name))
    .map(([name, value]) => [name, name === 'terms' ? sinceOpening(value as PoolTerms) : value]);
  return JSON.stringify([what, accounts, said], (_, value: unknown) =>
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

/** Who acts for themselves. A payer who pays tokens does too. */
const ACTORS = ['wallet', 'founder', 'owner', 'holder'];

/**
 * Whether it harms nobody to do it twice: all of it is what anyone may do at any time, such as settling, closing or sweeping, or sets what it sets
 * again. The program itself does only what is due.
 */
export const mayRepeat = (all: readonly Act[]): boolean =>
  all.some(isOurs) &&
  all.every((act) => {
    const names = isOurs(act) ? read(Uint8Array.from(act.data ?? []))?.accounts : undefined;
    if (!names) return act.programAddress === ASSOCIATED_TOKEN;
    return !ACTORS.some((name) => names.includes(name)) && !(names.includes('payer') && names.includes('source'));
  });

const hashed = async (text: string) =>
  hex(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))));
/** A hash that is equal for transactions with the same purpose. The accounts identify who acts; the fee payer does not count. */
export async function deedOf(all: readonly Act[]): Promise<string> {
  const act = chief(all);
  return hashed(act ? await wishOf(act) : '');
}

/** A hash that is equal for transactions that set the same thing, to whatever: a vote, an ask; undefined if it is none of those. */
export async function settingOf(all: readonly Act[]): Promise<string | undefined> {
  const act = chief(all);
  const sets = act && isOurs(act) && LAST_WORD.has(read(Uint8Array.from(act.data ?? []))?.name ?? '');
  return sets ? hashed(await wishOf(act, 'what it sets')) : undefined;
}

/**
 * Of a transaction with amounts of a co-op's token that may have a multiplier: a hash that is equal for those that differ only in them, and the amounts, in base units;
 * undefined for one without, or one that sets something, which is not done twice.
 */
export async function amountsOf(
  all: readonly Act[],
): Promise<{ coop: Address; deed: string; amounts: bigint[] } | undefined> {
  const act = chief(all);
  const call = act && isOurs(act) ? read(Uint8Array.from(act.data ?? [])) : undefined;
  if (!act || !call || LAST_WORD.has(call.name)) return undefined;
  const at = (name: string) => act.accounts?.[call.accounts.indexOf(name)]?.address;
  // other tokens are shown as they are stored
  if ((at('tokenProgram') ?? TOKEN_2022) !== TOKEN_2022) return undefined;
  const coop = at('coop');
  const amounts = AMOUNTS.flatMap((name) => (typeof call.says[name] === 'bigint' ? [call.says[name]] : []));
  return coop && amounts.length > 0 ? { coop, deed: await hashed(await wishOf(act, 'amounts')), amounts } : undefined;
}

/** The co-op that a transaction founds. */
export function foundedBy(all: readonly Act[]): Address | undefined {
  const act = all.find(founds);
  const at = act && read(Uint8Array.from(act.data ?? []))!.accounts.indexOf('coop');
  return at === undefined ? undefined : act?.accounts?.[at]?.address;
}
