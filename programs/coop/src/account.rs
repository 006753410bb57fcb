//! Accounts of this program.

use anchor_lang::{
    AccountInitialize, Discriminator, Owner, Space,
    accounts::{SlabInit, SlabSchema},
    address_eq, find_and_verify_program_address,
    prelude::*,
};
use bytemuck::{Pod, Zeroable};
use core::ops::{Deref, DerefMut};

/// A loaded account of this program: Anchor's zero-copy [`Account`], checked by one function that every
/// instruction shares instead of a copy of the check in each. That took a tenth off the ELF.
pub type Record<T> = Account<Kept<T>>;

/// `T` as kept in a [`Record`]: the same bytes, the same owner and discriminator.
#[derive(Clone, Copy)]
#[repr(transparent)]
pub struct Kept<T>(T);

// SAFETY: transparent over `T`.
unsafe impl<T: Zeroable> Zeroable for Kept<T> {}
// SAFETY: transparent over `T`.
unsafe impl<T: Pod> Pod for Kept<T> {}

impl<T> Deref for Kept<T> {
    type Target = T;

    #[inline(always)]
    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Kept<T> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<T: Owner + Discriminator> SlabSchema for Kept<T> {
    const DATA_OFFSET: usize = <T as SlabSchema>::DATA_OFFSET;
    const MIN_DATA_LEN: usize = <T as SlabSchema>::MIN_DATA_LEN;

    #[inline(always)]
    fn validate(view: &AccountView, _data: &[u8]) -> Result<()> {
        let discriminator = const { u64::from_le_bytes(*T::DISCRIMINATOR.first_chunk().unwrap()) };
        if is_record(view, discriminator, Self::MIN_DATA_LEN) {
            Ok(())
        } else {
            Err(why_not(view, Self::MIN_DATA_LEN))
        }
    }
}

impl<T: Owner + Discriminator> SlabInit for Kept<T> {
    type Params<'a> = ();

    #[inline(always)]
    fn create_and_initialize(
        payer: &AccountView,
        account: &AccountView,
        space: usize,
        params: &(),
        signer_seeds: Option<&[&[u8]]>,
        payer_signer_seeds: Option<&[&[u8]]>,
    ) -> Result<()> {
        <T as SlabInit>::create_and_initialize(
            payer,
            account,
            space,
            params,
            signer_seeds,
            payer_signer_seeds,
        )
    }
}

impl<T: IdlAccountType> IdlAccountType for Kept<T> {
    const __IDL_ACCOUNT_ENTRY: Option<&'static str> = T::__IDL_ACCOUNT_ENTRY;
    const __IDL_TYPE_DEF: Option<&'static str> = T::__IDL_TYPE_DEF;

    fn __register_idl_deps(
        accounts: &mut alloc::vec::Vec<&'static str>,
        types: &mut alloc::vec::Vec<&'static str>,
    ) {
        T::__register_idl_deps(accounts, types);
    }
}

/// Whether an account is this program's, of this kind, and whole.
#[inline(never)]
fn is_record(view: &AccountView, discriminator: u64, size: usize) -> bool {
    // SAFETY: nothing writes to the account while its bytes are read.
    let data = unsafe { view.borrow_unchecked() };
    data.len() >= size
        && data.first_chunk() == Some(&discriminator.to_le_bytes())
        && view.owned_by(&crate::ID)
}

/// Why an account is no such record.
#[cold]
#[inline(never)]
fn why_not(view: &AccountView, size: usize) -> ProgramError {
    if !view.owned_by(&crate::ID) {
        let unused = view.lamports() == 0 && view.owned_by(&System::id());
        if unused { ProgramError::UninitializedAccount } else { ProgramError::IllegalOwner }
    } else if view.data_len() < size {
        ProgramError::AccountDataTooSmall
    } else {
        ProgramError::InvalidAccountData
    }
}

/// The record at a program address of ours: loaded if it is there, and else made at the canonical bump, which
/// is given. Of one that is there the seeds are not checked.
pub fn find_or_make<T>(
    account: &UncheckedAccount,
    payer: &Signer,
    seeds: &[&[u8]; 3],
) -> Result<(Record<T>, Option<u8>)>
where
    T: Pod + Owner + Discriminator,
{
    let view = *account.account();
    if view.owned_by(&crate::ID) {
        // SAFETY: the derive refuses the same writable account twice, and no other reference to this one's
        // data is alive.
        return Ok((unsafe { Record::load_mut(view)? }, None));
    }
    let (made, bump) = make(account, payer, seeds, 0)?;
    Ok((made, Some(bump)))
}

/// Makes the record at a program address of ours, at the canonical bump, with so many bytes behind it.
#[inline(never)]
pub fn make<T>(
    account: &UncheckedAccount,
    payer: &Signer,
    seeds: &[&[u8]; 3],
    extra: usize,
) -> Result<(Record<T>, u8)>
where
    T: Pod + Owner + Discriminator,
{
    let view = *account.account();
    let bump = find_and_verify_program_address(seeds, &crate::ID, view.address())?;
    let with_bump = [seeds[0], seeds[1], seeds[2], &[bump]];
    let space = <Record<T> as Space>::INIT_SPACE + extra;
    let made = <Record<T> as AccountInitialize>::create_and_initialize(
        payer.account(),
        &view,
        space,
        &crate::ID,
        &(),
        Some(&with_bump),
        None,
    )?;
    Ok((made, bump))
}

/// Whether two addresses are the same. Not inlined: it is asked some hundred times.
#[inline(never)]
pub fn same(a: &Address, b: &Address) -> bool {
    address_eq(a, b)
}

/// Whether the address of a record of ours is the one that these seeds, the bump among them, give. That it is
/// off the curve was checked when the record was made there.
pub fn is_at(address: &Address, seeds: &[&[u8]; 4]) -> bool {
    address_eq(address, &Address::derive_address(seeds, None, &crate::ID))
}
