//! Pays solidarity money.

use super::{Weight, payment::ExecutePayment};
use crate::{
    account::same,
    error::CoopError,
    instructions::governance::propose::Propose,
    state::{Kind, Proposal},
};
use anchor_lang::prelude::*;

/// Ordinary. The amount is at most the money in solidarity; the payee is neither the co-op nor its agent.
pub fn check(new: &Propose, p: &mut Proposal, to: &Address, amount: u64) -> Result<Weight> {
    require!(amount > 0, CoopError::AmountZero);
    require!(amount <= new.coop.books.solidarity.get(), CoopError::MoreThanSolidarity);
    let home = same(to, new.coop.address()) || new.pays_agent(p, to, amount);
    require!(!home, CoopError::PaysItself);
    Ok(Weight::Ordinary)
}

impl ExecutePayment {
    /// Pays from solidarity.
    pub fn grant(&mut self) -> Result<()> {
        self.pay(Kind::Grant, |coop, _, _, amount, _| coop.try_book(|books| books.grant(amount)))
    }
}
