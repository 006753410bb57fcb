use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{PledgeReclaimed, emit},
    state::{Coop, Pledge, Pool},
};
use anchor_lang::prelude::*;

/// Closes the account of a pledge that was withdrawn, refunded or claimed. Anyone can send it.
#[derive(Accounts)]
pub struct ReclaimPledge {
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(&pool.coop, coop.address()) @ CoopError::PoolOfAnotherCoop)]
    pub pool: Record<Pool>,
    #[account(
        mut,
        close = rent_payer,
        constraint = same(&pledge.pool, pool.address()) @ CoopError::PledgeOfAnotherPool,
    )]
    pub pledge: Record<Pledge>,
    /// Gets the rent back.
    #[account(mut, constraint = same(rent_payer.address(), &pledge.rent_payer) @ CoopError::RentPayerMismatch)]
    pub rent_payer: UncheckedAccount,
}

impl ReclaimPledge {
    pub fn handle(&mut self) -> Result<()> {
        let now = clock::now()?;
        let (coop, pool, pledge) = (&mut self.coop, &mut self.pool, &self.pledge);
        require!(pledge.amount == 0, CoopError::PledgeStillNeeded);

        pool.pledge_accounts -= 1;

        emit(PledgeReclaimed {
            coop: pledge.coop,
            seq: coop.next_seq(),
            at: now.into(),
            pool: pledge.pool,
            member: pledge.member,
        });
        Ok(())
    }
}
