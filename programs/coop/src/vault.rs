//! The only code that moves tokens. Amounts are base units of the co-op's mint.
//!
//! Each function is one call of the SPL Token or Token-2022 program, with the same accounts for both. Accounts are
//! passed on as views, by value: an instruction does not have to build them in memory to point to one.

use crate::{
    account::{Record, same},
    creation::create_at,
    error::CoopError,
    seeds,
    state::{Coop, Member, Pool},
};
use anchor_lang::{
    find_program_address,
    pinocchio::{
        cpi::{CpiAccount, Signer as Signature, invoke_signed_unchecked},
        instruction::{InstructionAccount, InstructionView},
    },
    prelude::*,
};
use anchor_spl::associated_token;

/// Instruction numbers of the token programs.
const BURN: u8 = 8;
const CLOSE_ACCOUNT: u8 = 9;
const TRANSFER_CHECKED: u8 = 12;
const INITIALIZE_ACCOUNT_3: u8 = 18;
const WITHDRAW_EXCESS_LAMPORTS: u8 = 38;
const BATCH: u8 = 255;

/// Offsets of the mint and the owner in a token account.
const MINT: usize = 0;
const OWNER: usize = 32;

/// Bytes of a token account. Mints with larger accounts are refused at founding.
const TOKEN_ACCOUNT_SIZE: usize = 165;

pub use anchor_lang::pinocchio::cpi::Seed;

/// The seeds that sign for the authority; none if the authority signed the transaction.
pub type Seeds<'a> = &'a [Seed<'a>];

/// The access of a call to an account.
#[derive(Clone, Copy)]
enum Access {
    Read,
    Write,
    Sign,
}
use Access::{Read, Sign, Write};

/// Whether an account, which should be a token account, names this owner. The token program checks that it is one
/// when it is paid.
#[inline(always)]
pub fn is_owned_by(account: &UncheckedAccount, wallet: &Address) -> bool {
    names(*account.account(), OWNER, wallet)
}

/// Whether an account belongs to a token program and names this authority.
pub fn is_signed_for_by(account: &AccountView, authority: &Address) -> bool {
    is_kept_by_a_token_program(*account) && names(*account, OWNER, authority)
}

/// Whether an account is the vault of any co-op or the escrow of any pool: its address can be derived from the
/// authority that it names. Neither a wallet nor the agent given is a co-op or a pool: that is seen without two searches
/// for an address.
pub fn is_vault_or_escrow(account: &AccountView, agent: &Address) -> bool {
    let Some(authority) = bytes(account).get(OWNER..).and_then(|bytes| bytes.first_chunk()) else {
        return false;
    };
    let authority = Address::new_from_array(*authority);
    if !is_kept_by_a_token_program(*account) || same(&authority, agent) || authority.is_on_curve() {
        return false;
    }
    let is_at =
        |seed| same(account.address(), &find_program_address(&[seed, authority.as_ref()], &crate::ID).0);
    is_at(seeds::VAULT) || is_at(seeds::ESCROW)
}

/// Refuses to pay an owner that cannot sign (`keyless`), or to take money from it, through any account but the one
/// where it looks for money: its associated token account or, for a co-op, its vault. Strangers can create token
/// accounts for a program's address that nobody would ever find; a person can move money from every account that it
/// owns.
#[cold]
#[inline(never)]
pub fn require_canonical_account(
    account: &UncheckedAccount,
    owner: &Address,
    mint: &UncheckedAccount,
    token_program: &Address,
) -> Result<()> {
    let canonical = is_associated(account, owner, mint, token_program)
        || same(account.address(), &find_program_address(&[seeds::VAULT, owner.as_ref()], &crate::ID).0);
    require!(canonical, CoopError::NotTheCanonicalAccount);
    Ok(())
}

/// The same for a member, whose account records whether it can sign.
#[inline(always)]
pub fn require_members_canonical_account(
    account: &UncheckedAccount,
    member: &Member,
    mint: &UncheckedAccount,
    token_program: &Address,
) -> Result<()> {
    if member.keyless == 0 {
        Ok(())
    } else {
        require_canonical_account(account, &member.wallet, mint, token_program)
    }
}

/// Whether an account is the associated token account of an owner.
#[inline(never)]
pub fn is_associated(
    account: &UncheckedAccount,
    owner: &Address,
    mint: &UncheckedAccount,
    token_program: &Address,
) -> bool {
    // anchor-spl derives the same address, by a syscall that costs five times as much
    let associated = [owner.as_ref(), token_program.as_ref(), mint.address().as_ref()];
    same(account.address(), &find_program_address(&associated, &associated_token::ID).0)
}

/// Refuses an account that belongs to neither token program.
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

/// The amount in a vault or escrow, whose address the co-op's or the pool's account confirms.
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

/// Takes the view by value, so that an instruction does not have to build its accounts in memory to point to one.
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

/// One call of a token program. If the call fails, the transaction fails. Inlined, because the number of accounts is
/// then known at compile time.
#[inline(always)]
fn call<const N: usize>(program: &Address, data: &[u8], accounts: &[(AccountView, Access); N], seeds: Seeds) {
    let named = accounts.each_ref().map(|(account, access)| {
        InstructionAccount::new(account.address(), matches!(access, Write), matches!(access, Sign))
    });
    let given = accounts.each_ref().map(|(account, _)| CpiAccount::from(account));
    // SAFETY: while the token program runs, nothing here refers to bytes that it may change: it writes only to token
    // accounts and mints, which are read only between two calls.
    unsafe {
        let (accounts, given) = (named.as_slice(), given.as_slice());
        let instruction = InstructionView { program_id: program, accounts, data };
        if seeds.is_empty() {
            return invoke_signed_unchecked(&instruction, given, &[]);
        }
        invoke_signed_unchecked(&instruction, given, &[Signature::from(seeds)]);
    }
}

/// Creates a vault or an escrow at an address that this program derives. The token program checks the mint.
#[inline(never)]
pub fn open(
    token_program: &Address,
    payer: AccountView,
    account: AccountView,
    mint: AccountView,
    authority: &Address,
    seeds: &[&[u8]],
) -> Result<()> {
    create_at(&payer, &account, TOKEN_ACCOUNT_SIZE, token_program, seeds)?;
    let mut data = [INITIALIZE_ACCOUNT_3; 33];
    data[1..].copy_from_slice(authority.as_ref());
    call(token_program, &data, &[(account, Write), (mint, Read)], &[]);
    Ok(())
}

/// Moves `amount` of a mint from one token account to another. The token program checks that both are of the mint,
/// that the authority may draw on the first, that neither is frozen, and that there is enough money.
#[inline(never)]
pub fn transfer(
    token_program: &Address,
    [from, mint, to, authority]: [AccountView; 4],
    amount: u64,
    decimals: u8,
    seeds: Seeds,
) {
    let mut data = [TRANSFER_CHECKED; 10];
    data[1..9].copy_from_slice(&amount.to_le_bytes());
    data[9] = decimals;
    let accounts = [(from, Write), (mint, Read), (to, Write), (authority, Sign)];
    call(token_program, &data, &accounts, seeds);
}

/// Moves money from one token account to two others, in one call if the token program has batches.
///
/// The SPL Token program has them on mainnet and in all three runtimes of the tests. Token-2022 does not have them
/// everywhere yet, and a program cannot find out (docs/decisions/0004). A part of 0 is left out, because it would
/// cost as much as any other.
#[inline(never)]
pub fn transfer_to_both(
    token_program: &Address,
    [from, mint, first, second, authority]: [AccountView; 5],
    [x, y]: [u64; 2],
    decimals: u8,
) {
    if x > 0 && y > 0 && same(token_program, &anchor_spl::token::ID) {
        let mut data = [BATCH; 25];
        for (at, amount) in [(1, x), (13, y)] {
            data[at..at + 3].copy_from_slice(&[4, 10, TRANSFER_CHECKED]);
            data[at + 3..at + 11].copy_from_slice(&amount.to_le_bytes());
            data[at + 11] = decimals;
        }
        let one = [(from, Write), (mint, Read), (first, Write), (authority, Sign)];
        let other = [(from, Write), (mint, Read), (second, Write), (authority, Sign)];
        let [a, b, c, d] = one;
        let [e, f, g, h] = other;
        return call(token_program, &data, &[a, b, c, d, e, f, g, h], &[]);
    }
    for (to, part) in [(first, x), (second, y)] {
        if part > 0 {
            transfer(token_program, [from, mint, to, authority], part, decimals, &[]);
        }
    }
}

/// Destroys `amount`: the remaining money of a co-op that nobody can inherit.
#[inline(never)]
pub fn burn(token_program: &Address, [from, mint, authority]: [AccountView; 3], amount: u64, seeds: Seeds) {
    let mut data = [BURN; 9];
    data[1..9].copy_from_slice(&amount.to_le_bytes());
    call(token_program, &data, &[(from, Write), (mint, Write), (authority, Sign)], seeds);
}

/// Closes an empty token account and returns its rent.
#[inline(never)]
pub fn close(token_program: &Address, [account, rent_to, authority]: [AccountView; 3], seeds: Seeds) {
    call(token_program, &[CLOSE_ACCOUNT], &[(account, Write), (rent_to, Write), (authority, Sign)], seeds);
}

/// Moves lamports above a token account's rent to another account.
#[inline(never)]
pub fn withdraw_excess_lamports(
    token_program: &Address,
    [account, to, authority]: [AccountView; 3],
    seeds: Seeds,
) {
    let accounts = [(account, Write), (to, Write), (authority, Sign)];
    call(token_program, &[WITHDRAW_EXCESS_LAMPORTS], &accounts, seeds);
}

/// Pays `amount` out of a co-op's vault; the co-op signs.
#[inline(never)]
pub fn pay_out(
    token_program: &Address,
    coop: &Record<Coop>,
    [vault, mint, to]: [AccountView; 3],
    amount: u64,
) {
    let (id, bump) = (coop.id.get().to_le_bytes(), [coop.bump]);
    let accounts = [vault, mint, to, *coop.account()];
    transfer(token_program, accounts, amount, coop.decimals, &coop.signer_seeds(&id, &bump).map(Seed::from));
}

/// Pays `amount` out of a pool's escrow; the pool signs.
#[inline(never)]
pub fn pay_from_escrow(
    token_program: &Address,
    pool: &Record<Pool>,
    [escrow, mint, to]: [AccountView; 3],
    amount: u64,
    decimals: u8,
) {
    let (index, bump) = (pool.index.get().to_le_bytes(), [pool.bump]);
    let accounts = [escrow, mint, to, *pool.account()];
    transfer(token_program, accounts, amount, decimals, &pool.signer_seeds(&index, &bump).map(Seed::from));
}

/// Closes a pool's empty escrow; its rent goes to the pool, which signs.
#[inline(never)]
pub fn close_escrow(token_program: &Address, pool: &Record<Pool>, escrow: AccountView) {
    let (index, bump) = (pool.index.get().to_le_bytes(), [pool.bump]);
    let its = *pool.account();
    close(token_program, [escrow, its, its], &pool.signer_seeds(&index, &bump).map(Seed::from));
}
