//! Pays operating money.

use super::{Weight, payment::ExecutePayment};
use crate::{
    account::same,
    error::CoopError,
    instructions::{governance::propose::Propose, patronage::patron},
    state::{Kind, Outlay, Proposal, Purpose, flag},
};
use anchor_lang::prelude::*;

/// Ordinary up to the capacity of the budget, above that weighty. The amount is at most the operating money; money
/// for the co-op's own agent is expected to come home.
pub fn check(new: &Propose, p: &mut Proposal, to: &Address, amount: u64, purpose: Purpose) -> Result<Weight> {
    require!(amount > 0, CoopError::AmountZero);
    require!(amount <= new.coop.operating(), CoopError::MoreThanOperating);
    require!(!same(to, new.coop.address()), CoopError::PaysItself);
    p.flag = match purpose {
        _ if new.pays_agent(p, to, amount) => flag::TO_AGENT,
        Purpose::Expense => flag::EXPENSE,
        Purpose::Investment => flag::INVESTMENT,
        Purpose::Work => flag::WORK,
    };
    if p.flag == flag::WORK {
        (p.other, p.other_number) = new.worker(to)?;
    }
    Ok(Weight::weighty_if(new.is_above_budget(amount)))
}

impl ExecutePayment {
    /// Pays from operating money; an ordinary resolution only as far as the budget has room. Pay for work counts as
    /// patronage of the member who does it. Money for the co-op's own agent is not an expense.
    pub fn spend(&mut self) -> Result<()> {
        self.pay(Kind::Spend, |coop, proposal, given, amount, now| {
            let outlay = match proposal.flag {
                flag::INVESTMENT => Outlay::Investment,
                flag::TO_AGENT => Outlay::ToAgent,
                _ => Outlay::Expense,
            };
            coop.spend(amount, outlay, proposal.is_special(), now)?;
            if proposal.flag == flag::WORK {
                let mut worker = patron(given, &proposal.other, proposal.other_number)?;
                coop.count_work(worker.as_mut(), amount, now)?;
            }
            Ok(())
        })
    }
}
