//! The only code that moves tokens. Amounts are base units of the co-op's mint.
//!
//! Each function is one call into the SPL Token or Token-2022 program, with the same accounts for both.
//! `unchecked_invoke_signed_fixed` keeps Anchor's borrow rules through [`CpiHandle`]s and allocates nothing.

use crate::{
    account::{Record, same},
    seeds,
    state::{Coop, Pool},
};
use anchor_lang::{
    create_account_with_signers, find_program_address, pinocchio::instruction::InstructionAccount,
    prelude::*, unchecked_invoke_signed_fixed,
};

/// Instruction numbers of the token programs.
const BURN: u8 = 8;
const CLOSE_ACCOUNT: u8 = 9;
const TRANSFER_CHECKED: u8 = 12;
const INITIALIZE_ACCOUNT_3: u8 = 18;
const BATCH: u8 = 255;

/// Where a token account names its mint and its owner.
const MINT: usize = 0;
const OWNER: usize = 32;

/// Bytes of a token account. Mints whose accounts need more are refused at founding.
const TOKEN_ACCOUNT_SIZE: usize = 165;

/// Seeds that sign for the authority; none if the authority signed the transaction.
pub type Seeds<'a> = &'a [&'a [&'a [u8]]];

/// Whether what should be a token account names this owner. The token program makes sure that it is one
/// when it is paid.
#[inline(always)]
pub fn is_owned_by(account: &UncheckedAccount, wallet: &Address) -> bool {
    names(*account.account(), OWNER, wallet)
}

/// Whether an account is kept by a token program and names this authority.
pub fn is_signed_for_by(account: &AccountView, authority: &Address) -> bool {
    is_kept_by_a_token_program(*account) && names(*account, OWNER, authority)
}

/// Whether an account is the vault of a co-op or the escrow of a pool, of any of them: its address follows from
/// the authority that it names.
pub fn is_vault_or_escrow(account: &AccountView) -> bool {
    let Some(authority) = bytes(account).get(OWNER..OWNER + 32) else { return false };
    let is_at = |seed| same(account.address(), &find_program_address(&[seed, authority], &crate::ID).0);
    is_kept_by_a_token_program(*account) && (is_at(seeds::VAULT) || is_at(seeds::ESCROW))
}

/// Refuses what neither token program keeps.
#[inline(always)]
pub fn require_token_account(account: &UncheckedAccount) -> Result<()> {
    require!(is_kept_by_a_token_program(*account.account()), ProgramError::IllegalOwner);
    Ok(())
}

/// Whether the account can be paid: a token account of the mint that is neither closed nor frozen.
#[inline(always)]
pub fn can_be_paid(account: &UncheckedAccount, mint: &Address) -> bool {
    const INITIALIZED: u8 = 1;
    names(*account.account(), MINT, mint) && bytes(account.account()).get(108) == Some(&INITIALIZED)
}

/// The amount in a vault or escrow whose address the co-op or pool vouches for.
#[inline(always)]
pub fn balance(account: &UncheckedAccount) -> Result<u64> {
    require_token_account(account)?;
    let amount = bytes(account.account()).get(64..72).and_then(|bytes| bytes.try_into().ok());
    amount.map(u64::from_le_bytes).ok_or(ProgramError::InvalidAccountData)
}

/// Whether a vault holds wrapped SOL.
pub fn is_native(account: &UncheckedAccount) -> bool {
    bytes(account.account()).get(109) == Some(&1)
}

/// Views are passed on by value, lest an instruction build its accounts in memory to point at one.
#[inline(never)]
fn names(account: AccountView, at: usize, address: &Address) -> bool {
    bytes(&account).get(at..).and_then(|bytes| bytes.first_chunk()) == Some(address.as_array())
}

#[inline(never)]
fn is_kept_by_a_token_program(account: AccountView) -> bool {
    [anchor_spl::token::ID, anchor_spl::token_2022::ID].iter().any(|program| account.owned_by(program))
}

#[inline(always)]
fn bytes(account: &AccountView) -> &[u8] {
    // SAFETY: nothing writes to the account while its bytes are read.
    unsafe { account.borrow_unchecked() }
}

/// Creates a vault or escrow at a program address of ours. The token program checks that the mint is one.
#[inline(never)]
pub fn open<'a>(
    token_program: &'a Address,
    payer: &AccountView,
    account: &'a UncheckedAccount,
    mint: CpiHandle<'a>,
    authority: &Address,
    seeds: &[&[u8]],
) -> Result<()> {
    create_account_with_signers(
        payer,
        account.account(),
        TOKEN_ACCOUNT_SIZE,
        token_program,
        Some(seeds),
        None,
    )?;
    let mut data = [INITIALIZE_ACCOUNT_3; 33];
    data[1..].copy_from_slice(authority.as_ref());
    let account = account.cpi_handle();
    unchecked_invoke_signed_fixed(
        token_program,
        &data,
        &[InstructionAccount::writable(account.address()), InstructionAccount::readonly(mint.address())],
        &[account, mint],
        &[],
    );
    Ok(())
}

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

/// Moves money from one token account to two others, in one call where the token program has a batch.
///
/// The SPL Token program has it on mainnet and in all three runtimes of the tests; Token-2022 not everywhere yet, and a
/// program cannot ask (docs/decisions/0004). A part of 0 is left out: it costs as much as another.
#[inline(never)]
pub fn transfer_to_both(
    token_program: &Address,
    from: &mut UncheckedAccount,
    mint: &UncheckedAccount,
    to: [(&mut UncheckedAccount, u64); 2],
    authority: &Signer,
    decimals: u8,
) -> Result<()> {
    let [(first, x), (second, y)] = to;
    if x > 0 && y > 0 && same(token_program, &anchor_spl::token::ID) {
        let mut data = [BATCH; 25];
        for (at, amount) in [(1, x), (13, y)] {
            data[at..at + 3].copy_from_slice(&[4, 10, TRANSFER_CHECKED]);
            data[at + 3..at + 11].copy_from_slice(&amount.to_le_bytes());
            data[at + 11] = decimals;
        }
        let from: CpiHandle<'_> = from.try_cpi_handle_mut()?.into();
        let first: CpiHandle<'_> = first.try_cpi_handle_mut()?.into();
        let second: CpiHandle<'_> = second.try_cpi_handle_mut()?.into();
        let (mint, authority) = (mint.cpi_handle(), authority.cpi_handle());
        let (source, of) =
            (InstructionAccount::writable(from.address()), InstructionAccount::readonly(mint.address()));
        let by = InstructionAccount::readonly_signer(authority.address());
        let (one, other) =
            (InstructionAccount::writable(first.address()), InstructionAccount::writable(second.address()));
        unchecked_invoke_signed_fixed(
            token_program,
            &data,
            &[source.clone(), of.clone(), one, by.clone(), source, of, other, by],
            &[from, mint, first, authority, from, mint, second, authority],
            &[],
        );
        return Ok(());
    }
    for (to, part) in [(first, x), (second, y)] {
        if part > 0 {
            let (from, to) = (from.try_cpi_handle_mut()?, to.try_cpi_handle_mut()?);
            transfer(token_program, from, mint.cpi_handle(), to, authority.cpi_handle(), part, decimals, &[]);
        }
    }
    Ok(())
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
    coop: &Record<Coop>,
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
    pool: &Record<Pool>,
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
    pool: &Record<Pool>,
    escrow: CpiHandleMut<'_>,
    rent_to: CpiHandleMut<'_>,
) {
    let (index, bump) = (pool.index.get().to_le_bytes(), [pool.bump]);
    let seeds = pool.signer_seeds(&index, &bump);
    close(token_program, escrow, rent_to, pool.cpi_handle(), &[&seeds])
}
