use crate::{
    clock,
    error::CoopError,
    events::{CoopAbandoned, emit},
    state::{Coop, Tombstone},
    vault,
};
use anchor_lang::{Discriminator, pinocchio::Resize, prelude::*};
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

/// Closes a forming co-op that everyone has left: the vault and all but a tombstone of the account, with
/// their rent back to the founder. The tombstone keeps the seeds from being founded twice.
///
/// By anyone, once no member account and no pool account exists. Nobody is owed anything then; what was
/// donated to the vault has no heir and is burned.
#[derive(Accounts)]
pub struct ReclaimCoop {
    #[account(mut)]
    pub coop: Account<Coop>,
    #[account(mut, address = coop.vault @ CoopError::VaultMismatch)]
    pub vault: InterfaceAccount<TokenAccount>,
    #[account(mut, address = coop.mint @ CoopError::MintMismatch)]
    pub mint: InterfaceAccount<Mint>,
    /// Gets the rent back.
    #[account(mut, address = coop.founder @ CoopError::RentPayerMismatch)]
    pub founder: UncheckedAccount,
    pub token_program: Interface<'static, TokenInterface>,
}

impl ReclaimCoop {
    pub fn handle(&mut self) -> Result<()> {
        let now = clock::now()?;
        self.coop.require_forming()?;
        require!(self.coop.member_accounts == 0 && self.coop.pool_accounts == 0, CoopError::CoopInUse);
        let burned = self.vault.amount();
        emit(CoopAbandoned {
            coop: *self.coop.address(),
            seq: self.coop.next_seq(),
            at: now.into(),
            burned: burned.into(),
        });

        let (id, bump) = (self.coop.id.get().to_le_bytes(), [self.coop.bump]);
        let seeds = self.coop.signer_seeds(&id, &bump);
        let program = self.token_program.address();
        if burned > 0 {
            vault::burn(
                program,
                self.vault.cpi_handle_mut(),
                self.mint.cpi_handle_mut(),
                self.coop.cpi_handle(),
                burned,
                &[&seeds],
            );
        }
        vault::close(
            program,
            self.vault.cpi_handle_mut(),
            self.founder.cpi_handle_mut(),
            self.coop.cpi_handle(),
            &[&seeds],
        );
        bury(*self.coop.account(), *self.founder.account())
    }
}

/// Shrinks the co-op's account to a tombstone and returns the rent of the rest.
fn bury(mut coop: AccountView, mut founder: AccountView) -> Result<()> {
    let size = Tombstone::DISCRIMINATOR.len();
    // SAFETY: this is the last use of the co-op's account in the instruction; no reference into its data
    // is alive, and shrinking keeps the bytes that remain.
    unsafe {
        coop.borrow_unchecked_mut()[..size].copy_from_slice(Tombstone::DISCRIMINATOR);
        coop.resize_unchecked(size)?;
    }
    let kept = anchor_lang::cpi::rent_exempt_lamports(size)?;
    let returned = coop.lamports() - kept;
    coop.set_lamports(kept);
    founder.set_lamports(founder.lamports() + returned);
    Ok(())
}
