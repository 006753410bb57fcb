use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{CoopClosed, emit},
    state::{Coop, Tombstone},
    vault,
};
use anchor_lang::{Discriminator, Space, pinocchio::Resize, prelude::*};
use anchor_spl::token_interface::TokenInterface;

/// Closes a forming co-op that everyone has left, or a dissolved one whose claims have lapsed: it closes the vault
/// and reduces the co-op's account to a tombstone, and the rent returns to its payer. Because of the tombstone, the
/// same seeds can never be used for another founding; and a co-op that named this one as its heir finds there who
/// inherits instead.
///
/// Anyone can send it, once no other account of the co-op exists and, after a dissolution, once all money in its
/// books has passed on (`finish_dissolution`). Nobody is owed anything then. Donations to the vault have no heir and
/// are burned. Wrapped SOL cannot be burned; it stays in the tombstone.
#[derive(Accounts)]
pub struct ReclaimCoop {
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(vault.address(), &coop.vault) @ CoopError::VaultMismatch)]
    pub vault: UncheckedAccount,
    #[account(mut, constraint = same(mint.address(), &coop.mint) @ CoopError::MintMismatch)]
    pub mint: UncheckedAccount,
    /// Gets the rent back.
    #[account(mut, constraint = same(rent_payer.address(), &coop.rent_payer) @ CoopError::RentPayerMismatch)]
    pub rent_payer: UncheckedAccount,
    pub token_program: Interface<'static, TokenInterface>,
}

impl ReclaimCoop {
    pub fn handle(&mut self) -> Result<()> {
        let now = clock::now()?;
        let coop = &self.coop;
        if coop.swept_at == 0 {
            coop.require_forming()?;
        } else {
            require!(coop.cash() == 0, CoopError::CoopInUse);
        }
        let accounts = [
            coop.member_accounts,
            coop.vouch_accounts,
            coop.pool_accounts,
            coop.service_accounts,
            coop.period_accounts,
            coop.proposal_accounts,
            coop.ballot_pages,
            coop.mandate_accounts,
            coop.redirect_accounts,
        ];
        require!(accounts.iter().all(|count| count.is_zero()), CoopError::CoopInUse);
        let left = vault::balance(&self.vault)?;
        let (burned, stays) = if vault::is_native(&self.vault) { (0, left) } else { (left, 0) };
        let seq = self.coop.next_seq();

        let (coop, account) = (&self.coop, *self.coop.account());
        let (id, bump) = (coop.id.get().to_le_bytes(), [coop.bump]);
        let seeds = coop.signer_seeds(&id, &bump).map(vault::Seed::from);
        let program = self.token_program.address();
        if burned > 0 {
            vault::burn(program, [*self.vault.account(), *self.mint.account(), account], burned, &seeds);
        }
        vault::close(program, [*self.vault.account(), account, account], &seeds);
        emit(CoopClosed {
            coop: *coop.address(),
            seq,
            at: now.into(),
            burned: burned.into(),
            stays: stays.into(),
            dissolved: (coop.swept_at != 0) as u8,
        });
        bury(account, *self.rent_payer.account(), self.coop.successor, stays)
    }
}

/// Shrinks the co-op's account to a tombstone and returns all lamports except the tombstone's rent and `stays`.
fn bury(mut coop: AccountView, mut rent_payer: AccountView, heir: Address, stays: u64) -> Result<()> {
    let size = Record::<Tombstone>::INIT_SPACE;
    // SAFETY: this is the last use of the co-op's account in the instruction; no reference into its data
    // is alive, and shrinking keeps the bytes that remain.
    unsafe {
        let front = coop.borrow_unchecked_mut().get_mut(..size).ok_or(ProgramError::AccountDataTooSmall)?;
        let (discriminator, rest) = front.split_at_mut(Tombstone::DISCRIMINATOR.len());
        discriminator.copy_from_slice(Tombstone::DISCRIMINATOR);
        rest.copy_from_slice(heir.as_ref());
        coop.resize_unchecked(size)?;
    }
    let kept = anchor_lang::cpi::rent_exempt_lamports(size)? + stays;
    let returned = coop.lamports() - kept;
    coop.set_lamports(kept);
    rent_payer.set_lamports(rent_payer.lamports() + returned);
    Ok(())
}
