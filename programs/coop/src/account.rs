//! The accounts of this program.

use crate::creation::create_at;
use anchor_lang::{
    AccountClose, AccountInitialize, Discriminator, IdlAccountType, Owner, Space, address_eq,
    find_and_verify_program_address, prelude::*,
};
use bytemuck::Pod;
use core::{
    marker::PhantomData,
    ops::{Deref, DerefMut},
};

/// Bytes of the discriminator in front of every record.
const DISCRIMINATOR: usize = 8;
/// The runtime's borrow state of an account that is loaded to be written to.
const LOADED_TO_WRITE: u8 = 0;

/// A loaded account of this program, read and written in place. It does what Anchor's `Account<T>` does, but its
/// checks, creation and closing are functions that all kinds of record share, instead of copies in every instruction.
pub struct Record<T> {
    view: AccountView,
    to_write: bool,
    kind: PhantomData<T>,
}

/// The facts that distinguish one kind of record from the others.
struct Kind {
    discriminator: u64,
    size: usize,
}

impl<T: Pod + Owner + Discriminator> Record<T> {
    const KIND: Kind = {
        assert!(align_of::<T>() == 1, "the runtime aligns accounts, not what stands behind a discriminator");
        let discriminator = T::DISCRIMINATOR.first_chunk().expect("Anchor's default");
        Kind { discriminator: u64::from_le_bytes(*discriminator), size: DISCRIMINATOR + size_of::<T>() }
    };

    pub fn address(&self) -> &Address {
        self.view.address()
    }
}

impl<T: Pod + Owner + Discriminator> AnchorAccount for Record<T> {
    type Data = T;
    const MIN_DATA_LEN: usize = Self::KIND.size;

    /// Fails with `AccountBorrowFailed` if the same account is already loaded to be written to.
    #[inline(always)]
    fn load(view: AccountView) -> Result<Self> {
        if is_record(view, const { &Self::KIND }) {
            Ok(Self { view, to_write: false, kind: PhantomData })
        } else {
            Err(why_not(view, const { &Self::KIND }))
        }
    }

    #[inline(always)]
    unsafe fn load_mut(view: AccountView) -> Result<Self> {
        if is_writable_record(view, const { &Self::KIND }) {
            Ok(Self { view, to_write: true, kind: PhantomData })
        } else {
            Err(why_not_writable(view, const { &Self::KIND }))
        }
    }

    #[inline(always)]
    fn account(&self) -> &AccountView {
        &self.view
    }
}

impl<T: Pod + Owner + Discriminator> Deref for Record<T> {
    type Target = T;

    #[inline(always)]
    fn deref(&self) -> &T {
        // SAFETY: the account was found to have this size when it was loaded, and it is not resized while it is
        // loaded; `T` needs no alignment, and any bytes are a valid `T`. Nothing else writes in the meantime: an
        // account that is written to is refused under a second name, by the derive or by `load`.
        unsafe { &*self.view.data_ptr().add(DISCRIMINATOR).cast() }
    }
}

impl<T: Pod + Owner + Discriminator> DerefMut for Record<T> {
    #[inline(always)]
    fn deref_mut(&mut self) -> &mut T {
        assert!(self.to_write, "`mut` is missing in the accounts of an instruction");
        // SAFETY: as in `deref`; and nothing else reads an account that is loaded to be written to.
        unsafe { &mut *self.view.data_mut_ptr().add(DISCRIMINATOR).cast() }
    }
}

impl<T: Pod + Owner + Discriminator> AccountInitialize for Record<T> {
    type Params<'a> = ();

    #[inline(always)]
    fn create_and_initialize<'a>(
        payer: &AccountView,
        account: &AccountView,
        space: usize,
        _owner: &Address,
        _params: &(),
        signer_seeds: Option<&[&[u8]]>,
        _payer_signer_seeds: Option<&[&[u8]]>,
    ) -> Result<Self> {
        // every record stands at an address of the program
        let seeds = signer_seeds.ok_or(ProgramError::InvalidSeeds)?;
        create(payer, *account, space, Self::KIND.discriminator, seeds)?;
        Ok(Self { view: *account, to_write: true, kind: PhantomData })
    }
}

impl<T: Pod + Owner + Discriminator> AccountClose for Record<T> {
    #[inline(always)]
    fn close(&mut self, destination: AccountView) -> Result<()> {
        assert!(self.to_write, "`mut` is missing in the accounts of an instruction");
        self.to_write = false;
        close(self.view, destination)
    }
}

impl<T: Pod + Owner + Discriminator> Space for Record<T> {
    const INIT_SPACE: usize = Self::KIND.size;
}

impl<T: IdlAccountType> IdlAccountType for Record<T> {
    const __IDL_ACCOUNT_ENTRY: Option<&'static str> = T::__IDL_ACCOUNT_ENTRY;
    const __IDL_TYPE_DEF: Option<&'static str> = T::__IDL_TYPE_DEF;

    fn __register_idl_deps(
        accounts: &mut alloc::vec::Vec<&'static str>,
        types: &mut alloc::vec::Vec<&'static str>,
    ) {
        T::__register_idl_deps(accounts, types);
    }
}

/// Whether an account belongs to this program, is of this kind and complete, and is not loaded to be written to.
#[inline(always)]
fn is_record(view: AccountView, kind: &Kind) -> bool {
    is_of_kind(view, kind) && !is_loaded_to_write(view)
}

/// Whether an account can be written to, belongs to this program, is of this kind and complete.
#[inline(always)]
fn is_writable_record(mut view: AccountView, kind: &Kind) -> bool {
    let is = view.is_writable() && is_of_kind(view, kind);
    if is {
        // SAFETY: this is the header of an account that the runtime gave.
        unsafe { (*view.account_mut_ptr()).borrow_state = LOADED_TO_WRITE };
    }
    is
}

#[inline(always)]
fn is_of_kind(view: AccountView, kind: &Kind) -> bool {
    // SAFETY: nothing writes to the account while its bytes are read. They are at least `kind.size`, which was compared
    // before and includes the eight of the discriminator.
    view.data_len() >= kind.size
        && unsafe { view.data_ptr().cast::<u64>().read_unaligned() } == kind.discriminator.to_le()
        && view.owned_by(&crate::ID)
}

#[inline(always)]
fn is_loaded_to_write(view: AccountView) -> bool {
    // SAFETY: this is the header of an account that the runtime gave.
    unsafe { (*view.account_ptr()).borrow_state == LOADED_TO_WRITE }
}

/// The reason for which an account is not such a record.
#[cold]
#[inline(never)]
fn why_not(view: AccountView, kind: &Kind) -> ProgramError {
    if is_loaded_to_write(view) {
        ProgramError::AccountBorrowFailed
    } else if !view.owned_by(&crate::ID) {
        let unused = view.lamports() == 0 && view.owned_by(&System::id());
        if unused { ProgramError::UninitializedAccount } else { ProgramError::IllegalOwner }
    } else if view.data_len() < kind.size {
        ProgramError::AccountDataTooSmall
    } else {
        ProgramError::InvalidAccountData
    }
}

/// The reason for which an account is not such a record, or cannot be written to.
#[cold]
#[inline(never)]
fn why_not_writable(view: AccountView, kind: &Kind) -> ProgramError {
    if !view.is_writable() {
        ErrorCode::ConstraintMut.into()
    } else if view.data_len() < kind.size {
        ProgramError::AccountDataTooSmall
    } else {
        why_not(view, kind)
    }
}

/// Creates an account of this program.
#[inline(never)]
fn create(
    payer: &AccountView,
    mut account: AccountView,
    space: usize,
    discriminator: u64,
    seeds: &[&[u8]],
) -> Result<()> {
    create_at(payer, &account, space, &crate::ID, seeds)?;
    // SAFETY: the account was just created, with at least this many bytes.
    unsafe {
        account.data_mut_ptr().cast::<u64>().write_unaligned(discriminator.to_le());
        (*account.account_mut_ptr()).borrow_state = LOADED_TO_WRITE;
    }
    Ok(())
}

/// Closes an account of this program; its lamports go to `destination`.
#[inline(never)]
fn close(mut account: AccountView, mut destination: AccountView) -> Result<()> {
    let lamports = destination.lamports().checked_add(account.lamports());
    destination.set_lamports(lamports.ok_or(ProgramError::ArithmeticOverflow)?);
    // SAFETY: the account was loaded as writable, so nothing else reads it. From now on it has no lamports, no data and
    // no owner, also for later instructions of the same transaction.
    unsafe { account.close_unchecked() };
    Ok(())
}

/// The record at an address that this program derives. It is loaded if it exists; otherwise it is created at the
/// canonical bump, which is returned. The seeds of an existing record are not checked.
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

/// Creates the record at an address that this program derives, at the canonical bump, with `extra` bytes after its
/// fields.
#[inline(always)]
pub fn make<T>(
    account: &UncheckedAccount,
    payer: &Signer,
    seeds: &[&[u8]; 3],
    extra: usize,
) -> Result<(Record<T>, u8)>
where
    T: Pod + Owner + Discriminator,
{
    let (view, kind) = (*account.account(), const { &Record::<T>::KIND });
    let bump = make_at(payer.account(), view, seeds, kind.size + extra, kind.discriminator)?;
    Ok((Record { view, to_write: true, kind: PhantomData }, bump))
}

#[inline(never)]
fn make_at(
    payer: &AccountView,
    account: AccountView,
    seeds: &[&[u8]; 3],
    space: usize,
    discriminator: u64,
) -> Result<u8> {
    let bump = find_and_verify_program_address(seeds, &crate::ID, account.address())?;
    let with_bump = [seeds[0], seeds[1], seeds[2], &[bump]];
    create(payer, account, space, discriminator, &with_bump)?;
    Ok(bump)
}

/// Writes the bytes after the fields of a record, which was created with that many.
pub fn write_behind<T>(record: &Record<T>, bytes: &[u8])
where
    T: Pod + Owner + Discriminator,
{
    let (mut view, at) = (record.view, const { Record::<T>::KIND.size });
    // SAFETY: a reference to the record does not cover the bytes after its fields.
    let data = unsafe { view.borrow_unchecked_mut() };
    data[at..at + bytes.len()].copy_from_slice(bytes);
}

/// The bytes after the fields of a record.
pub fn behind<T>(record: &Record<T>) -> &[u8]
where
    T: Pod + Owner + Discriminator,
{
    // SAFETY: nothing writes to the bytes after the fields of a loaded record.
    let data = unsafe { record.view.borrow_unchecked() };
    data.get(const { Record::<T>::KIND.size }..).unwrap_or_default()
}

/// Whether two addresses are the same. Inlined: a call costs as much as half of the comparison.
#[inline(always)]
pub fn same(a: &Address, b: &Address) -> bool {
    address_eq(a, b)
}
