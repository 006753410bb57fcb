use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{VaultSynced, emit},
    state::Coop,
    vault,
};
use anchor_lang::prelude::*;

/// Books money that was sent to the vault directly as a donation to the indivisible reserve. Anyone can send it.
/// Nothing else is computed from the balance of the vault.
#[derive(Accounts)]
pub struct SyncVault {
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(constraint = same(vault.address(), &coop.vault) @ CoopError::VaultMismatch)]
    pub vault: UncheckedAccount,
}

impl SyncVault {
    pub fn handle(&mut self) -> Result<()> {
        let now = clock::now()?;
        let coop = &mut self.coop;
        let donated = vault::balance(&self.vault)?.saturating_sub(coop.cash());
        require!(donated > 0, CoopError::NothingToSync);

        coop.books.reserve += donated;

        coop.invariant()?;
        emit(VaultSynced {
            coop: *coop.address(),
            seq: coop.next_seq(),
            at: now.into(),
            donated: donated.into(),
            reserve: coop.books.reserve,
        });
        Ok(())
    }
}
