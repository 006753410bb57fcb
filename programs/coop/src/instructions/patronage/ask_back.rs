use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{CapitalAsked, emit},
    state::{Coop, Member},
};
use anchor_lang::prelude::*;

/// A member, or a former one, asks for an amount of its withdrawn and matured capital to be paid at the close of the
/// open period: everyone at one price, at most at par. A later request replaces an earlier one; 0 takes it back.
///
/// - it is refused if the present price is 0 or below `min_price_bps`; where older capital has no price, that of new
///   capital counts. Wear and ordinary spends, which the budget bounds, can still lower that price, and so can special
///   ones on the first day of a period;
/// - a former member may ask for all its capital that does not rest; a staying member for its withdrawn shares and
///   for `redemption_bps` of its matured capital. Capital that answers for a promise of use stays;
/// - a request is for one period, and is refused while a period is overdue.
#[derive(Accounts)]
pub struct AskBack {
    #[account(constraint = same(wallet.address(), &member.wallet) @ CoopError::WalletMismatch)]
    pub wallet: Signer,
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(&member.coop, coop.address()) @ CoopError::MemberOfAnotherCoop)]
    pub member: Record<Member>,
}

impl AskBack {
    pub fn handle(&mut self, amount: u64, min_price_bps: u16) -> Result<()> {
        let now = clock::now()?;
        let (coop, member) = (&mut self.coop, &mut self.member);
        coop.require_active()?;
        member.require_at_home(now)?;
        coop.require_not_overdue(now)?;
        coop.require_settled(member)?;
        member.mature(coop.period.number.get(), coop.charter.revolve_periods);
        let most = member.capital(now).askable(coop.charter.redemption_bps.get());
        require!(amount <= most, CoopError::MoreThanCanBeAsked);
        require!(
            amount == 0 || coop.pays_at_least(min_price_bps, member.fresh_part(amount)),
            CoopError::PriceTooLow
        );

        coop.set_ask(member, amount);
        member.last_active_at = now.into();

        coop.invariant()?;
        member.invariant()?;
        emit(CapitalAsked {
            coop: *coop.address(),
            seq: coop.next_seq(),
            at: now.into(),
            member: *member.address(),
            amount: member.asked,
        });
        Ok(())
    }
}
