use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{PoolCancelled, emit},
    state::{Coop, Pool},
};
use anchor_lang::prelude::*;

/// The founder gives up a founding pool that holds nobody's money, and can open another without waiting for the
/// deadline.
///
/// The pool then has the status failed, like one that did not pass its gates.
#[derive(Accounts)]
pub struct CancelPool {
    #[account(constraint = same(founder.address(), &coop.founder) @ CoopError::NotTheFounder)]
    pub founder: Signer,
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(&pool.coop, coop.address()) @ CoopError::PoolOfAnotherCoop)]
    pub pool: Record<Pool>,
}

impl CancelPool {
    pub fn handle(&mut self) -> Result<()> {
        let now = clock::now()?;
        let (coop, pool) = (&mut self.coop, &mut self.pool);
        pool.require_unsettled()?;
        require!(pool.founding == 1, CoopError::NotAFoundingPool);
        require!(pool.pledgers == 0, CoopError::PoolHasPledges);

        pool.settled_at = now.into();
        coop.founding_pool_live = 0;

        coop.invariant()?;
        pool.invariant()?;
        emit(PoolCancelled {
            coop: *coop.address(),
            seq: coop.next_seq(),
            at: now.into(),
            pool: *pool.address(),
            index: pool.index,
        });
        Ok(())
    }
}
