//! New accounts at addresses of this program.

use anchor_lang::{
    create_account_with_signers,
    pinocchio::cpi::{Seed, Signer as Signature},
    prelude::*,
};
use pinocchio_system::instructions::CreateAccountAllowPrefund;

/// The most seeds of an address, including the bump.
const MOST_SEEDS: usize = 4;

/// Makes an account of a program at the address that the seeds give; whatever lamports somebody has sent there before count to
/// its rent, and the payer adds the rest.
#[inline(never)]
pub fn create_at(
    payer: &AccountView,
    account: &AccountView,
    space: usize,
    owner: &Address,
    seeds: &[&[u8]],
) -> Result<()> {
    if account.lamports() == 0 || cfg!(feature = "without-prefund") {
        return create_account_with_signers(payer, account, space, owner, Some(seeds), None);
    }
    create_prefunded(payer, account, space, owner, seeds)
}

/// Uses one instruction of the system program that some runtimes lack (docs/decisions/0018). Cold: addresses are rarely
/// pre-funded.
#[cold]
#[inline(never)]
fn create_prefunded(
    payer: &AccountView,
    account: &AccountView,
    space: usize,
    owner: &Address,
    seeds: &[&[u8]],
) -> Result<()> {
    let nothing: &[u8] = &[];
    let mut parts: [Seed; MOST_SEEDS] = core::array::from_fn(|_| Seed::from(nothing));
    let parts = parts.get_mut(..seeds.len()).ok_or(ProgramError::MaxSeedLengthExceeded)?;
    for (part, seed) in parts.iter_mut().zip(seeds) {
        *part = Seed::from(*seed);
    }
    CreateAccountAllowPrefund::with_minimum_balance(payer, account, space as u64, owner, None)?
        .invoke_signed(&[Signature::from(&*parts)])
}
