//! Pays solidarity money.

use super::{Weight, payment::ExecutePayment};
use crate::{
    account::same,
    error::CoopError,
    instructions::governance::propose::Propose,
    state::{Kind, Proposal},
};
use anchor_lang::prelude::*;

/// Ordinary. At most what there is; not to the co-op or its agent.
pub fn check(new: &Propose, p: &mut Proposal, to: &Address, amount: u64) -> Result<Weight> {
    require!(amount > 0, CoopError::AmountZero);
    require!(amount <= new.coop.books.solidarity.get(), CoopError::MoreThanSolidarity);
    let home = same(to, new.coop.address()) || new.pays_agent(p, to, amount);
    require!(!home, CoopError::PaysItself);
    Ok(Weight::Ordinary)
}

impl ExecutePayment {
    /// From solidarity.
    pub fn grant(&mut self) -> Result<()> {
        self.pay(Kind::Grant, |coop, _, _, amount, _| coop.try_book(|books| books.grant(amount)))
    }
}
