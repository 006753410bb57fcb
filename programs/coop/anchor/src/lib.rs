//! Anchor, except for three functions that its derives and this program call, and that Anchor inlines. Anchor's
//! `run_handler` walks over the accounts of every instruction, account by account: that was a fifth of the program.
//! Here the walk is a function that all instructions share, and so are the searches for an address. Their results are
//! the same.
//!
//! `walk` and `walk_all` need the input of the runtime, so their tests run the program: every instruction in
//! `tests/generic`, with its accounts spoilt one at a time in `refused.rs`, and the fuzzer `instructions`
//! (docs/FUZZING.md), which drops, repeats and swaps accounts.
#![no_std]

pub use anchor_lang::*;

use anchor_lang::pinocchio::account::{MAX_PERMITTED_DATA_INCREASE, RuntimeAccount};
use core::{mem::transmute, ptr, slice};

/// Walks the accounts, checks and loads them, and hands them to the instruction.
#[inline(always)]
pub fn run_handler<'a, T: TryAccounts, R>(
    program_id: &'a Address,
    cursor: &'a mut AccountCursor,
    data: &'a [u8],
    given: usize,
    handler: impl FnOnce(&mut Context<'a, T>, T::IxArgs<'a>) -> Result<R>,
) -> Result<R> {
    const { assert!(T::HEADER_SIZE >= 1 && T::HEADER_SIZE <= 64, "1 to 64 accounts: a bit for each") };
    let mut twice = 0;
    let views = walk(cursor, given, T::HEADER_SIZE, T::MUT_MASK[0], &mut twice);
    if views.is_null() {
        return Err(if given < T::HEADER_SIZE {
            ErrorCode::AccountNotEnoughKeys.into()
        } else {
            ErrorCode::ConstraintDuplicateMutableAccount.into()
        });
    }
    // SAFETY: `walk` did not return null, so it has just initialised `HEADER_SIZE` views in a row from `views` on. They
    // are in an array of the entrypoint, which lives until the instruction ends.
    let views = unsafe { slice::from_raw_parts(views, T::HEADER_SIZE) };
    let twice = if T::HAS_DYNAMIC_MUT_MASK { Some(bits(twice)) } else { None };
    let (accounts, bumps, arguments) = T::validate_accounts(program_id, views, twice.as_ref(), 0, data)?;
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

/// Loads the first `wanted` accounts and returns a pointer to the first of their views; null if fewer are given, or if
/// an account that `mutable` marks as written to is named twice. Sets `twice` to the accounts that are named twice, a
/// bit for each position.
#[inline(never)]
fn walk(
    cursor: &mut AccountCursor,
    given: usize,
    wanted: usize,
    mutable: u64,
    twice: &mut u64,
) -> *const AccountView {
    if given < wanted {
        return ptr::null();
    }
    let views = if given > wanted || cfg!(not(target_os = "solana")) {
        // the cursor must end before the remaining accounts, which the handler may read
        // SAFETY: `given`, which is at least `wanted`, accounts are in the input, and none has been taken yet.
        let (views, named) = unsafe { cursor.walk_n(wanted) };
        *twice = named.map_or(0, word);
        views.as_ptr()
    } else {
        // SAFETY: this is compiled for the chain only, and runs once in a call, before any account is loaded. `wanted` is
        // `given`, so the input has that many accounts, and the cursor's array, at whose beginning it still is, has room
        // for the views of any instruction. Anchor gives its address as that of an empty slice alone; nothing else refers
        // to it. The cursor stays before the first account, but no account is left over, so it is not used again.
        unsafe {
            let views = cursor.walk_n(0).0.as_ptr();
            *twice = walk_all(views.cast_mut(), wanted);
            views
        }
    };
    if *twice & mutable == 0 { views } else { ptr::null() }
}

/// Anchor's form of a bit for each of the first 64 accounts. Optional accounts are looked up in it.
fn bits(word: u64) -> AccountBitvec {
    const { assert!(size_of::<AccountBitvec>() == size_of::<[u64; 4]>()) };
    // SAFETY: `AccountBitvec` has one field, a `[u64; 4]`. The assertion above shows that the struct is exactly as
    // large, so this array fills it, and every bit pattern of the array is valid.
    unsafe { transmute::<[u64; 4], AccountBitvec>([word, 0, 0, 0]) }
}

/// The first 64 bits of Anchor's form.
fn word(bits: &AccountBitvec) -> u64 {
    // SAFETY: as in `bits`: the struct is a `[u64; 4]`, whose first word stands at its beginning.
    unsafe { ptr::from_ref(bits).cast::<u64>().read() }
}

/// The address at which the runtime maps a program's input. Like that of the heap, it is the same in every call.
const INPUT: usize = 0x4_0000_0000;

/// Walks over the accounts as [`AccountCursor`] does, in less than half of its instructions. Returns a bit for each
/// account that is named twice.
///
/// # Safety
/// Only on the chain, and before any account of the call is loaded. `views` points to an array with room for `wanted`
/// views, which are at most 64, and the input contains at least `wanted` records in the layout of the runtime.
#[inline(always)]
unsafe fn walk_all(views: *mut AccountView, wanted: usize) -> u64 {
    /// From the data of an account to the next: room to grow, the rent epoch, and up to a multiple of 8 bytes.
    const BEHIND: usize = MAX_PERMITTED_DATA_INCREASE + size_of::<u64>() + 7;
    /// From the beginning of an account without data to the next.
    const EMPTY: usize = size_of::<RuntimeAccount>() + BEHIND;
    // the first account stands behind their number; here an account without data would stand before it
    let mut account = ptr::with_exposed_provenance_mut::<RuntimeAccount>(INPUT + size_of::<u64>() - EMPTY);
    let (mut length, mut twice) = (0, 0);
    // SAFETY: the runtime serialises each account behind the one before, aligned to 8 bytes. The record of an account
    // that was named before has the position of the earlier one, which is below `i`, so that view is initialised; the
    // first record is never such a one.
    unsafe {
        for i in 0..wanted {
            let end = account.wrapping_byte_add(length).wrapping_byte_add(EMPTY);
            account = end.map_addr(|address| address & !7);
            let mut view = AccountView::new_unchecked(account);
            let same_as = (*account).borrow_state;
            if same_as == cursor::NON_DUP_MARKER {
                length = (*account).data_len as usize;
                // `AccountView::resize` reads the original length from here
                (*account).padding = (length as u32).to_le_bytes();
            } else {
                twice |= 1 << i | 1 << same_as;
                view = *views.add(same_as as usize);
                // the record of an account that was named before has only eight bytes
                length = size_of::<u64>().wrapping_sub(EMPTY);
            }
            views.add(i).write(view);
        }
    }
    twice
}

/// The bump at which the seeds give the expected address; it is the first bump that gives an address at all. There is
/// one function for each number of seeds, because a loop over them would cost as much as a small instruction.
#[inline(never)]
pub fn find_and_verify_program_address<const N: usize>(
    seeds: &[&[u8]; N],
    program: &Address,
    expected: &Address,
) -> Result<u8> {
    anchor_lang::find_and_verify_program_address(seeds, program, expected)
}

/// The address that the seeds give, and its bump. It is not inlined, because it is some hundred instructions long.
#[inline(never)]
pub fn find_program_address(seeds: &[&[u8]], program: &Address) -> (Address, u8) {
    anchor_lang::find_program_address(seeds, program)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_that_is_there_twice_is_found_by_its_number() {
        for twice in [0, 1, 1 << 63, 0b1010_0110, u64::MAX] {
            let bits = bits(twice);
            for i in 0..=u8::MAX {
                let expected = i < 64 && twice >> i & 1 == 1;
                assert_eq!(bits.get(i), expected, "{twice:b} {i}");
            }
            assert_eq!(word(&bits), twice);
        }
    }
}
