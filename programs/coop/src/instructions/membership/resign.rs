use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{MemberResigned, emit},
    state::{Coop, CoopStatus, Member, Period, Pledge, Pool, Standing},
};
use anchor_lang::prelude::*;

/// A member leaves, at any time, whatever else is refused. Its shares and vintages become matured capital, without
/// vote or interest. Its part for the open period is paid wholly in cash, and everything that it has earned stays
/// owed.
///
/// - `ask`: all capital that does not rest is asked back at the close of the open period; refused while a period is
///   overdue, and while the price is 0. A member that expects a higher price leaves this out and asks later
///   (`ask_back`);
/// - the member's business of a closed period is settled here; its account must be given if there is any;
/// - its pledge is dealt with here: in an unsettled pool it no longer counts, while its money stays committed; from a
///   pool that succeeded its shares are claimed. Pool and pledge must be given if it has a pledge;
/// - `protest`: its leaving counts against every weighty resolution for which it was an elector (`count_protest`, by
///   anyone); it may apply again after 120 days.
#[derive(Accounts)]
pub struct Resign {
    #[account(constraint = same(wallet.address(), &member.wallet) @ CoopError::WalletMismatch)]
    pub wallet: Signer,
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(&member.coop, coop.address()) @ CoopError::MemberOfAnotherCoop)]
    pub member: Record<Member>,
    /// The closed period in which the member has unsettled business, if there is one.
    #[account(mut)]
    pub period: Option<Record<Period>>,
    /// The pool that holds its pledge, if there is one, and the pledge.
    #[account(mut)]
    pub pool: Option<Record<Pool>>,
    #[account(mut)]
    pub pledge: Option<Record<Pledge>>,
}

impl Resign {
    pub fn handle(&mut self, ask: bool, protest: bool) -> Result<()> {
        let now = clock::now()?;
        let (coop, member) = (&mut self.coop, &mut self.member);
        require!(member.is(Standing::Member), CoopError::NotAMember);
        coop.require_claims()?;

        if let Some(period) = &mut self.period {
            require!(same(&period.coop, coop.address()), CoopError::PeriodOfAnotherCoop);
            if member.is_unsettled() && member.unsettled_period == period.number {
                coop.settle(member, period);
            }
        }
        let pledged = self.pool.as_mut().zip(self.pledge.as_mut());
        coop.leave_pool(member, pledged, now)?;
        coop.dismiss(member, Standing::Left, now)?;
        member.in_protest = protest as u8;
        if ask && coop.status() == CoopStatus::Active {
            member.require_at_home(now)?;
            coop.require_not_overdue(now)?;
            let all = member.capital(now).askable(coop.charter.redemption_bps.get());
            require!(all == 0 || coop.pays_at_least(0, all), CoopError::PriceTooLow);
            coop.set_ask(member, all);
        }

        coop.invariant()?;
        member.invariant()?;
        emit(MemberResigned {
            coop: *coop.address(),
            seq: coop.next_seq(),
            at: now.into(),
            member: *member.address(),
            wallet: member.wallet,
            matured: member.matured,
            asked: member.asked,
            members: coop.members,
            electors: coop.electors,
        });
        Ok(())
    }
}
