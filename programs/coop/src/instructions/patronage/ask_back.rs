use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{CapitalAsked, emit},
    state::{Coop, Member},
};
use anchor_lang::prelude::*;

/// A member, or one who left, says how much of its withdrawn and matured capital it wants paid at the close of the open
/// period: everyone at one price, at most at par. 0 takes it back; the last word counts.
///
/// - refused if the price as it stands is 0 or below `min_price_bps`; what can still lower it are ordinary expenses,
///   which the budget bounds, and wear;
/// - who left may ask for all that does not rest; a staying member for what it withdrew from its shares and for
///   `redemption_bps` of its matured capital. What answers for a promise of use stays;
/// - an ask is for one period, and waits for none that is overdue.
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
        require!(amount == 0 || coop.pays_at_least(min_price_bps), CoopError::PriceTooLow);

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
