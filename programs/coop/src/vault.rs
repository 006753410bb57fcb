//! The only code that moves tokens. Amounts are base units of the co-op's mint.
//!
//! Each function is one call into the SPL Token or Token-2022 program, with the same accounts for both.
//! `unchecked_invoke_signed_fixed` keeps Anchor's borrow rules through [`CpiHandle`]s and allocates nothing.

use crate::state::{Coop, Pool};
use anchor_lang::{pinocchio::instruction::InstructionAccount, prelude::*, unchecked_invoke_signed_fixed};

/// Instruction numbers of the token programs.
const BURN: u8 = 8;
const CLOSE_ACCOUNT: u8 = 9;
const TRANSFER_CHECKED: u8 = 12;

/// Seeds that sign for the authority; none if the authority signed the transaction.
pub type Seeds<'a> = &'a [&'a [&'a [u8]]];

/// Moves `amount` from one token account of the mint to another. The token program checks that both are
/// of `mint`, that `authority` may draw on `from`, that neither is frozen, and that the money is there.
#[inline(never)]
#[expect(clippy::too_many_arguments, reason = "the accounts and data of the token programs' own instruction")]
pub fn transfer<'a>(
    token_program: &'a Address,
    from: CpiHandleMut<'a>,
    mint: CpiHandle<'a>,
    to: CpiHandleMut<'a>,
    authority: CpiHandle<'a>,
    amount: u64,
    decimals: u8,
    seeds: Seeds<'a>,
) {
    let mut data = [TRANSFER_CHECKED; 10];
    data[1..9].copy_from_slice(&amount.to_le_bytes());
    data[9] = decimals;
    let (from, to): (CpiHandle<'a>, CpiHandle<'a>) = (from.into(), to.into());
    unchecked_invoke_signed_fixed(
        token_program,
        &data,
        &[
            InstructionAccount::writable(from.address()),
            InstructionAccount::readonly(mint.address()),
            InstructionAccount::writable(to.address()),
            InstructionAccount::readonly_signer(authority.address()),
        ],
        &[from, mint, to, authority],
        seeds,
    )
}

/// Destroys `amount`: what is left of a co-op that nobody can inherit.
#[inline(never)]
pub fn burn<'a>(
    token_program: &'a Address,
    from: CpiHandleMut<'a>,
    mint: CpiHandleMut<'a>,
    authority: CpiHandle<'a>,
    amount: u64,
    seeds: Seeds<'a>,
) {
    let mut data = [BURN; 9];
    data[1..9].copy_from_slice(&amount.to_le_bytes());
    let (from, mint): (CpiHandle<'a>, CpiHandle<'a>) = (from.into(), mint.into());
    unchecked_invoke_signed_fixed(
        token_program,
        &data,
        &[
            InstructionAccount::writable(from.address()),
            InstructionAccount::writable(mint.address()),
            InstructionAccount::readonly_signer(authority.address()),
        ],
        &[from, mint, authority],
        seeds,
    )
}

/// Closes an empty token account and returns its rent.
#[inline(never)]
pub fn close<'a>(
    token_program: &'a Address,
    account: CpiHandleMut<'a>,
    rent_to: CpiHandleMut<'a>,
    authority: CpiHandle<'a>,
    seeds: Seeds<'a>,
) {
    let (account, rent_to): (CpiHandle<'a>, CpiHandle<'a>) = (account.into(), rent_to.into());
    unchecked_invoke_signed_fixed(
        token_program,
        &[CLOSE_ACCOUNT],
        &[
            InstructionAccount::writable(account.address()),
            InstructionAccount::writable(rent_to.address()),
            InstructionAccount::readonly_signer(authority.address()),
        ],
        &[account, rent_to, authority],
        seeds,
    )
}

/// Pays `amount` out of a co-op's vault; the co-op signs.
#[inline(never)]
pub fn pay_out(
    token_program: &Address,
    coop: &Account<Coop>,
    vault: CpiHandleMut<'_>,
    mint: CpiHandle<'_>,
    to: CpiHandleMut<'_>,
    amount: u64,
) {
    let (id, bump) = (coop.id.get().to_le_bytes(), [coop.bump]);
    let seeds = coop.signer_seeds(&id, &bump);
    transfer(token_program, vault, mint, to, coop.cpi_handle(), amount, coop.decimals, &[&seeds])
}

/// Pays `amount` out of a pool's escrow; the pool signs.
#[inline(never)]
pub fn pay_from_escrow(
    token_program: &Address,
    pool: &Account<Pool>,
    escrow: CpiHandleMut<'_>,
    mint: CpiHandle<'_>,
    to: CpiHandleMut<'_>,
    amount: u64,
    decimals: u8,
) {
    let (index, bump) = (pool.index.get().to_le_bytes(), [pool.bump]);
    let seeds = pool.signer_seeds(&index, &bump);
    transfer(token_program, escrow, mint, to, pool.cpi_handle(), amount, decimals, &[&seeds])
}

/// Closes a pool's empty escrow and returns its rent; the pool signs.
#[inline(never)]
pub fn close_escrow(
    token_program: &Address,
    pool: &Account<Pool>,
    escrow: CpiHandleMut<'_>,
    rent_to: CpiHandleMut<'_>,
) {
    let (index, bump) = (pool.index.get().to_le_bytes(), [pool.bump]);
    let seeds = pool.signer_seeds(&index, &bump);
    close(token_program, escrow, rent_to, pool.cpi_handle(), &[&seeds])
}
