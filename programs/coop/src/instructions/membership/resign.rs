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
/// - period, pool and pledge are ignored where they are not needed, or not needed any more, even if they are closed: a
///   resolution of another co-op to resign here names them long before, and anyone may have settled, claimed and reclaimed since;
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
    pub period: Option<UncheckedAccount>,
    /// The pool that holds its pledge, if there is one, and the pledge.
    #[account(mut)]
    pub pool: Option<UncheckedAccount>,
    #[account(mut)]
    pub pledge: Option<UncheckedAccount>,
}

impl Resign {
    pub fn handle(&mut self, ask: bool, protest: bool) -> Result<()> {
        let now = clock::now()?;
        let (coop, member) = (&mut self.coop, &mut self.member);
        require!(member.is(Standing::Member), CoopError::NotAMember);
        coop.require_claims()?;

        if let Some(period) = self.period.as_ref().filter(|_| coop.has_closed_business(member)) {
            // SAFETY: of the accounts loaded here no other is a period.
            let mut period = unsafe { Record::<Period>::load_mut(*period.account()) }?;
            require!(same(&period.coop, coop.address()), CoopError::PeriodOfAnotherCoop);
            if member.unsettled_period == period.number {
                coop.settle(member, &mut period);
            }
        }
        if member.pledged_in != 0 {
            let given = self.pool.as_ref().zip(self.pledge.as_ref());
            let (pool, pledge) = given.ok_or(CoopError::PledgeMissing)?;
            // SAFETY: of the accounts loaded here no other is a pool.
            let mut pool = unsafe { Record::<Pool>::load_mut(*pool.account()) }?;
            // SAFETY: of the accounts loaded here no other is a pledge.
            let mut pledge = unsafe { Record::<Pledge>::load_mut(*pledge.account()) }?;
            coop.leave_pool(member, Some((&mut pool, &mut pledge)), now)?;
        }
        coop.dismiss(member, Standing::Left, now)?;
        member.in_protest = protest as u8;
        if ask && coop.status() == CoopStatus::Active {
            member.require_at_home(now)?;
            coop.require_not_overdue(now)?;
            let all = member.capital(now).askable(coop.charter.redemption_bps.get());
            require!(all == 0 || coop.pays_at_least(0, member.fresh_part(all)), CoopError::PriceTooLow);
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
