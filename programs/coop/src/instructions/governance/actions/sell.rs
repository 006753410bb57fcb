//! Permits the sale of invested assets, up to an amount.

use super::{Weight, on_coop::ExecuteOnCoop};
use crate::{
    error::CoopError,
    instructions::governance::propose::Propose,
    state::{Kind, Proposal},
};
use anchor_lang::prelude::*;

/// Ordinary up to the capacity of the budget, above that weighty. Ordinary sales draw from a bucket of their own, as
/// large as that of spends, so that many small resolutions cannot permit more than that.
pub fn check(new: &Propose, p: &mut Proposal, amount: u64) -> Result<Weight> {
    require!(amount > 0, CoopError::AmountZero);
    p.amount = amount.into();
    Ok(Weight::weighty_if(new.is_above_budget(amount)))
}

impl ExecuteOnCoop {
    /// Raises the amount that may be sold (`book_income`).
    pub fn sell(&mut self) -> Result<()> {
        self.resolve(Kind::Sell, |coop, proposal, now| {
            if !proposal.is_special() {
                let full = coop.budget().draw(coop.sales_full.get(), proposal.amount.get(), now);
                coop.sales_full = full.ok_or(CoopError::BudgetExceeded)?.into();
            }
            coop.for_sale = coop.for_sale.get().saturating_add(proposal.amount.get()).into();
            Ok(())
        })
    }
}
