use crate::{
    clock,
    error::CoopError,
    events::{PledgeReclaimed, emit},
    state::{Coop, Pledge, Pool},
};
use anchor_lang::{address_eq, prelude::*};

/// Closes a pledge that is withdrawn, refunded, or claimed without a bond left. By anyone.
#[derive(Accounts)]
pub struct ReclaimPledge {
    #[account(mut)]
    pub coop: Account<Coop>,
    #[account(mut, constraint = address_eq(&pool.coop, coop.address()) @ CoopError::PoolOfAnotherCoop)]
    pub pool: Account<Pool>,
    #[account(
        mut,
        close = rent_payer,
        constraint = address_eq(&pledge.pool, pool.address()) @ CoopError::PledgeOfAnotherPool,
    )]
    pub pledge: Account<Pledge>,
    /// Gets the rent back.
    #[account(mut, address = pledge.rent_payer @ CoopError::RentPayerMismatch)]
    pub rent_payer: UncheckedAccount,
}

impl ReclaimPledge {
    pub fn handle(&mut self) -> Result<()> {
        let now = clock::now()?;
        let (coop, pool, pledge) = (&mut self.coop, &mut self.pool, &self.pledge);
        require!(pledge.amount == 0 && pledge.bond == 0, CoopError::PledgeStillNeeded);

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
