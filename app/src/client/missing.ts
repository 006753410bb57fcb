/** Names the account that a refusal is about. The chain only reports that some account is too small or has another owner. */
import {
  isAddress,
  isSolanaError,
  SOLANA_ERROR__ACCOUNTS__ACCOUNT_NOT_FOUND,
  type Address,
  type Instruction,
} from '@solana/kit';
import { COOP_PROGRAM_ADDRESS, type Member, type Pledge, type Pool, type Proposal } from '../generated';
import {
  mandateOf,
  memberOf,
  NONE,
  periodOf,
  pledgeOf,
  poolOf,
  serviceOf,
  TOKEN,
  TOKEN_2022,
  tokensOf,
  vouchOf,
} from './addresses';
import { read } from './calls';
import { Refusal, TAKEN } from './failures';
import type { Context } from './given';
import { accountsAt, bytesOf, decodeAny } from './reads/accounts';
import { MADE } from './needs';
import { settlesFrom } from './poolRules';
import { executableFrom, expiresAt, lapsesFirst } from './rules/proposals';
import { position } from './rules/position';
import { standing } from './rules/members';
import { formatAmount, formatTime, person, spaced } from './units';

/** Refusals of an account of any kind: those of the runtime by name, those of the program's framework by number. */
const OF_ACCOUNTS = new Set([
  'AccountDataTooSmall',
  'InvalidAccountData',
  'IllegalOwner',
  'InvalidAccountOwner',
  'UninitializedAccount',
  'IncorrectProgramId',
  'InvalidArgument',
  'ExternalAccountDataModified',
]);
const isOfAccounts = ({ rule, code }: Refusal) =>
  code === undefined ? OF_ACCOUNTS.has(rule ?? '') : rule === undefined && code >= 2_000 && code < 6_000;

/** The addresses and numbers that the user gave, by which accounts can be found. */
function saidOf(said: readonly string[]) {
  return {
    wallets: said.filter((word) => isAddress(word)) as Address[],
    numbers: said
      .map((word) => word.replace(/[ _'’]/g, ''))
      .filter((word) => /^\d{1,9}$/.test(word))
      .map(Number),
  };
}

/** What is missing at an empty address, found by trying the addresses and numbers that the user gave. */
async function absent(c: Context, missing: Address, said: readonly string[]): Promise<string | undefined> {
  const {
    site: {
      address: coop,
      mint,
      tokenProgram,
      coop: { pools, services, mandates, period },
    },
    by,
  } = c;
  const { wallets, numbers } = saidOf(said);
  const own = c.site.member?.address ?? (await memberOf(coop, by.address));
  const numbered = (what: string, count: number, n: number) =>
    `there is no ${what} ${n} in this co-op${n < count ? ' any more: its account is closed' : count === 0 ? ': it has had none yet' : `: the last one is ${count - 1}`}`;
  if (missing === own)
    return `you, ${by.address}, are neither a member nor a candidate of this co-op: apply first (\`coop join\`)`;
  for (const wallet of wallets) {
    const member = await memberOf(coop, wallet);
    if (missing === member)
      return `${wallet} is neither a member nor a candidate of this co-op: name the wallet of one`;
  }
  for (const n of numbers) {
    const pool = await poolOf(coop, n);
    if (missing === pool) return numbered('pool', pools, n);
    if (missing === (await serviceOf(coop, n))) return numbered('service', services, n);
    if (missing === (await mandateOf(coop, n))) return numbered('mandate', mandates, n);
    if (missing === (await periodOf(coop, n)))
      return n === period.number ? `period ${n} is still open` : numbered('closed period', period.number, n);
    for (const wallet of [by.address, ...wallets]) {
      const who = wallet === by.address ? 'you have' : `${wallet} has`;
      if (missing === (await pledgeOf(pool, wallet === by.address ? own : await memberOf(coop, wallet))))
        return `${who} no pledge in pool ${n}`;
    }
  }
  for (const candidate of wallets) {
    for (const voucher of [by.address, ...wallets]) {
      const [one, other] = [
        await memberOf(coop, candidate),
        voucher === by.address ? own : await memberOf(coop, voucher),
      ];
      if (missing === (await vouchOf(one, other)))
        return `${voucher === by.address ? 'you have' : `${voucher} has`} no vouch for ${candidate}`;
    }
  }
  for (const wallet of [by.address, ...wallets]) {
    if (missing === (await tokensOf(wallet, mint, tokenProgram)))
      return wallet === by.address
        ? `you hold none of this token, ${mint}`
        : `${wallet} has no token account for ${mint}`;
  }
  return undefined;
}

/** What an account is, for people. */
function kindOf(account: Awaited<ReturnType<typeof accountsAt>>[number]): string {
  if (!account) return 'nothing on this network';
  if (account.owner === NONE) return 'a wallet';
  if (account.owner === COOP_PROGRAM_ADDRESS)
    return `an account of this program's (${spaced(decodeAny(bytesOf(account.data))?.kind ?? 'unknown')})`;
  return account.owner === TOKEN || account.owner === TOKEN_2022
    ? bytesOf(account.data).length === 82
      ? 'a token'
      : 'a token account'
    : 'an account of another program';
}

/** The limit behind a refusal, an amount or a time, where it depends on the accounts. */
async function limit(c: Context, rule: string | undefined, accounts: readonly Named[]): Promise<string | undefined> {
  const { coop, member, now, token } = c.site;
  const stored = async <T>(name: string) => {
    const found = accounts.find((one) => one.name === name);
    const [account] = found ? await accountsAt(c.rpc, [found.address]) : [];
    return account ? (decodeAny(bytesOf(account.data))?.fields as T | undefined) : undefined;
  };
  const most = (amount: bigint) => `the most is ${formatAmount(amount, token)}`;
  if (rule === 'MoreThanCanBeAsked' && member) return most(position(coop, member, now).askable);
  if (rule === 'MoreThanWithdrawable' && member) return most(position(coop, member, now).withdrawable);
  if (rule === 'MoreThanPledged') return stored<Pledge>('pledge').then((pledge) => pledge && most(pledge.amount));
  if (rule === 'VotingNotOver')
    return stored<Proposal>('proposal').then(
      (proposal) =>
        proposal &&
        `ballots are taken until ${formatTime(proposal.ends)}, ${lapsesFirst(proposal, coop, now) ? `and it lapses on ${formatTime(expiresAt(proposal))}, before a close can come` : `and if it passes, it can be carried out from ${formatTime(executableFrom(proposal, coop, now))} on`}`,
    );
  if (rule === 'TooEarlyToSettle')
    return stored<Pool>('pool').then(
      (pool) => pool && `with the present pledges, from ${formatTime(settlesFrom(c.site, pool))} on`,
    );
  return undefined;
}

/** Why a vouch was refused, where the chain only reports that an account exists already or has another owner. */
async function noVouch(c: Context, accounts: readonly Named[]): Promise<string | undefined> {
  const candidate = accounts.find(({ name }) => name === 'candidate')?.address;
  if (!candidate) return undefined;
  if (candidate === c.site.member?.address) return 'you cannot vouch for yourself: others do';
  const [account] = await accountsAt(c.rpc, [candidate]);
  const member = account && (decodeAny(bytesOf(account.data))?.fields as Member | undefined);
  if (!member || !('standing' in member)) return undefined;
  return standing(member) === 'member'
    ? `${person(member)} is a member already, and needs no vouch`
    : `you have vouched for ${person(member)} already`;
}

interface Named {
  address: Address;
  name: string;
}
/**
 * The same failure, or one that names the account that is missing or wrong. `said`: the addresses and numbers that the user gave;
 * `instructions`: what was tried. Failures of transactions that were sent are returned as they are.
 */
export async function explained(
  c: Context,
  instructions: readonly Instruction[],
  failed: unknown,
  said: readonly string[],
): Promise<unknown> {
  if (isSolanaError(failed, SOLANA_ERROR__ACCOUNTS__ACCOUNT_NOT_FOUND)) {
    const told = await absent(c, failed.context.address as Address, said);
    return told ? new Refusal(told, undefined, 'NothingThere') : failed;
  }
  if (!(failed instanceof Refusal) || failed.signature) return failed;
  const again = (message: string) => new Refusal(message, failed.code, failed.rule, failed.instruction, failed.logs);
  const one = instructions[failed.instruction ?? -1];
  const call = one?.programAddress === COOP_PROGRAM_ADDRESS ? read(one.data ?? new Uint8Array()) : undefined;
  const accounts: Named[] = (one?.accounts ?? [])
    .map(({ address }, i) => ({ address, name: call?.accounts[i] ?? '' }))
    .filter(({ address }) => address !== COOP_PROGRAM_ADDRESS && address !== NONE);
  if (call?.name === 'vouchFor' && (failed.message === TAKEN || isOfAccounts(failed))) {
    const told = await noVouch(c, accounts);
    if (told) return again(told);
  }
  const its = await limit(c, failed.rule, accounts);
  if (its) return again(`${failed.message}: ${its}`);
  if (!isOfAccounts(failed)) return failed;
  const there = await accountsAt(
    c.rpc,
    accounts.map(({ address }) => address),
  );
  for (const [i, { address, name }] of accounts.entries()) {
    if (there[i] || MADE[call?.name ?? '']?.includes(name)) continue;
    const told = await absent(c, address, said);
    return again(told ?? `there is no ${spaced(name) || 'account'} at ${address}: check the number or the address`);
  }
  const given = accounts.findIndex(({ address, name }) => said.includes(address) && name !== 'payer');
  if (given >= 0)
    return again(
      `${accounts[given]!.address} is ${kindOf(there[given])}, and cannot be used as ${spaced(accounts[given]!.name)}`,
    );
  return again('the program refused one of the accounts: check that the numbers and addresses belong to this co-op');
}
