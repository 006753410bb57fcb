/** Token accounts: creates missing ones, and checks before anyone signs that a wallet can pay. */
import { getTransferSolInstruction } from '@solana-program/system';
import {
  getCloseAccountInstruction,
  getCreateAssociatedTokenIdempotentInstruction,
  getSyncNativeInstruction,
} from '@solana-program/token';
import type { Address, Instruction } from '@solana/kit';
import { tokensOf, WRAPPED_SOL } from './addresses';
import { Refusal } from './failures';
import { payerOf, type Context } from './given';
import { isFrozen, isGuarded, UNGUARD, unpayable } from './locks';
import { accountsAt, bytesOf } from './reads/accounts';
import { type Site } from './reads/coops';
import { KEPT } from './reads/purses';
import { formatAmount } from './units';

type Of = Pick<Context, 'by' | 'payer'> & { site: Pick<Site, 'mint' | 'tokenProgram'> };

/** Creates a wallet's token account if it is missing. */
export async function tokenAccountFor(c: Of, wallet: Address): Promise<Instruction> {
  const { mint, tokenProgram } = c.site;
  return getCreateAssociatedTokenIdempotentInstruction({
    payer: payerOf(c),
    ata: await tokensOf(wallet, mint, tokenProgram),
    owner: wallet,
    mint,
    tokenProgram,
  });
}

const lacks = (what: string) => new Refusal(`${what}; nothing was sent`, undefined, 'NotEnoughTokens');

/**
 * What goes before a payment of `amount` base units from the wallet's own account: nothing if it holds them; for wrapped SOL,
 * wrapping the rest. Else throws what it holds and what it takes. `comes`: this transaction brings money: the chain decides.
 */
export async function payingFirst(c: Context, amount: bigint, comes = false): Promise<Instruction[]> {
  const { mint, tokenProgram, token } = c.site;
  const wallet = c.by.address;
  const ata = await tokensOf(wallet, mint, tokenProgram);
  const [account, itself] = await accountsAt(c.rpc, [ata, wallet]);
  const bytes = account?.owner === tokenProgram ? bytesOf(account.data) : undefined;
  const held = bytes ? new DataView(bytes.buffer).getBigUint64(64, true) : 0n;
  if (bytes && isFrozen(bytes))
    throw lacks(`your token account ${ata} is frozen by whoever issues the token ${mint}: ask them`);
  if (bytes && isGuarded(bytes))
    throw new Refusal(
      `CPI Guard is on for your token account ${ata}: ${UNGUARD(ata)}. Nothing was sent`,
      undefined,
      'CpiGuard',
    );
  if (held >= amount || (comes && mint !== WRAPPED_SOL && bytes)) return [];
  if (mint !== WRAPPED_SOL) {
    if (held === 0n)
      throw lacks(
        `you hold none of this token, ${mint}, and this takes ${formatAmount(amount, token)}: have it sent to your wallet ${wallet}`,
      );
    throw lacks(`you hold ${formatAmount(held, token)} of this token, and this takes ${formatAmount(amount, token)}`);
  }
  const [missing, lamports] = [amount - held, BigInt(itself?.lamports ?? 0)];
  if (lamports < missing + KEPT) {
    throw lacks(
      `this takes ${formatAmount(amount, 9)} SOL: you hold ${formatAmount(held, 9)} wrapped and ${formatAmount(lamports, 9)} besides, of which ${formatAmount(KEPT, 9)} stay for rent and fees`,
    );
  }
  return [
    await tokenAccountFor(c, wallet),
    getTransferSolInstruction({ source: c.by, destination: ata, amount: missing }),
    getSyncNativeInstruction({ account: ata }, { programAddress: tokenProgram }),
  ];
}

/** Creates a wallet's token account for what others are to pay it; throws if there is one that cannot be paid. */
export async function payableFirst(c: Context, wallet: Address): Promise<Instruction[]> {
  const { mint, tokenProgram } = c.site;
  if ((await unpayable(c.rpc, c.site, [wallet])).size > 0)
    throw new Refusal(
      `nobody could pay you: your token account ${await tokensOf(wallet, mint, tokenProgram)} is frozen, or takes money only with a memo`,
      undefined,
      'Unpayable',
    );
  return [await tokenAccountFor(c, wallet)];
}

/** Creates the token accounts that instructions pay to, if they are missing and belong to these wallets. */
export async function payoutsFirst(
  c: Context,
  instructions: readonly Instruction[],
  wallets: readonly Address[],
): Promise<Instruction[]> {
  const { mint, tokenProgram } = c.site;
  const named = new Set(instructions.flatMap(({ accounts = [] }) => accounts.map(({ address }) => address)));
  const own = await Promise.all(
    [...new Set(wallets)].map(async (wallet) => [wallet, await tokensOf(wallet, mint, tokenProgram)] as const),
  );
  const asked = own.filter(([, ata]) => named.has(ata));
  const there = await accountsAt(
    c.rpc,
    asked.map(([, ata]) => ata),
  );
  return Promise.all(asked.filter((_, i) => !there[i]).map(([wallet]) => tokenAccountFor(c, wallet)));
}

/** Unwraps all wrapped SOL of the wallet: closes its token account, whose rent returns as well. */
export async function unwrap(c: Context): Promise<Instruction[]> {
  const { mint, tokenProgram } = c.site;
  if (mint !== WRAPPED_SOL)
    throw new Error(`this co-op counts in the token ${mint}: only SOL is wrapped and taken out again`);
  const ata = await tokensOf(c.by.address, mint, tokenProgram);
  const [account] = await accountsAt(c.rpc, [ata]);
  return account
    ? [
        getCloseAccountInstruction(
          { account: ata, destination: c.by.address, owner: c.by },
          { programAddress: tokenProgram },
        ),
      ]
    : [];
}
