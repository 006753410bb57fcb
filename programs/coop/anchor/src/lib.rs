//! Anchor, but for three functions that its derives and this program call, and that Anchor inlines. [`run_handler`]
//! walks over the accounts of every instruction, account by account: that was a fifth of the program. Here the walk is
//! a function that all instructions share, as are the searches for an address. They do the same otherwise.
#![no_std]

pub use anchor_lang::*;

use core::{ptr, slice};

/// Walks the accounts, checks and loads them, and hands them to the instruction.
#[inline(always)]
pub fn run_handler<'a, T: TryAccounts, R>(
    program_id: &'a Address,
    cursor: &'a mut AccountCursor,
    data: &'a [u8],
    given: usize,
    handler: impl FnOnce(&mut Context<'a, T>, T::IxArgs<'a>) -> Result<R>,
) -> Result<R> {
    let views = walk(cursor, given, T::HEADER_SIZE, &T::MUT_MASK);
    if views.is_null() {
        return Err(if given < T::HEADER_SIZE {
            ErrorCode::AccountNotEnoughKeys.into()
        } else {
            ErrorCode::ConstraintDuplicateMutableAccount.into()
        });
    }
    // SAFETY: so many were just walked, and the entrypoint keeps them until the instruction ends.
    let views = unsafe { slice::from_raw_parts(views, T::HEADER_SIZE) };
    let (accounts, bumps, arguments) = T::validate_accounts(program_id, views, cursor.duplicates(), 0, data)?;
    let remaining = given.wrapping_sub(T::HEADER_SIZE) as u8;
    let mutable = if remaining != 0 && T::HAS_DYNAMIC_MUT_MASK {
        MutMask::Dynamic(accounts.active_mut_mask())
    } else {
        MutMask::Static(&T::MUT_MASK)
    };
    let mut context = Context::new(program_id, accounts, bumps, cursor, remaining, mutable);
    let result = handler(&mut context, arguments)?;
    context.accounts.exit_accounts(data)?;
    Ok(result)
}

/// The first of as many accounts as are wanted; null if fewer are given, or if one that will be written to is
/// there twice.
#[inline(never)]
fn walk(cursor: &mut AccountCursor, given: usize, wanted: usize, mutable: &[u64; 4]) -> *const AccountView {
    if given < wanted {
        return ptr::null();
    }
    // SAFETY: so many are there.
    let (views, _) = unsafe { cursor.walk_n(wanted) };
    let first = views.as_ptr();
    match cursor.duplicates() {
        Some(twice) if twice.intersects(mutable) => ptr::null(),
        _ => first,
    }
}

/// The bump at which the seeds give the expected address; it is the first that gives one. A function for each
/// number of seeds: loops over them cost as much as a small instruction.
#[inline(never)]
pub fn find_and_verify_program_address<const N: usize>(
    seeds: &[&[u8]; N],
    program: &Address,
    expected: &Address,
) -> Result<u8> {
    anchor_lang::find_and_verify_program_address(seeds, program, expected)
}

/// The address that the seeds give, and its bump. One search for all that ask: it is some hundred instructions long.
#[inline(never)]
pub fn find_program_address(seeds: &[&[u8]], program: &Address) -> (Address, u8) {
    anchor_lang::find_program_address(seeds, program)
}
