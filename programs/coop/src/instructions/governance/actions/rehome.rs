//! Moves a membership to another wallet, because the keys of the old one are lost.

use super::{Named, Weight, executed, place_of};
use crate::{
    account::{self, Record, same},
    clock,
    error::CoopError,
    instructions::governance::propose::Propose,
    seeds,
    state::{Coop, Kind, Member, Proposal, Redirect, Standing},
};
use anchor_lang::prelude::*;
use coop_math::{
    governance::HALF,
    membership::{LOST, REHOME_TIMELOCK},
};

/// Special, with a quorum of half the electors and a timelock of 30 days. It moves the membership of a wallet with a
/// key to another wallet with a key, which has no membership in this co-op or is one from which this membership was
/// moved.
pub fn check(new: &Propose, p: &mut Proposal, member: &Address, wallet: &Address) -> Result<Weight> {
    (p.target, p.other) = (*member, *wallet);
    let Named { standing, wallet: now_at, .. } = new.named_member(member)?;
    require!(standing == Standing::Member, CoopError::NotAMember);
    require!(!same(&now_at, wallet) && *wallet != Address::default(), CoopError::WalletUnchanged);
    require!(now_at.is_on_curve() && wallet.is_on_curve(), CoopError::AgentsAreNotMoved);
    let place = new.place.as_ref().ok_or(CoopError::WalletIsAMember)?;
    require!(same(place.address(), &place_of(new.coop.address(), wallet)), CoopError::WalletIsAMember);
    if !same(place.address(), member) && place.account().owned_by(&crate::ID) {
        let redirect = Record::load(*place.account()).map_err(|_| CoopError::WalletIsAMember)?;
        require_redirect_of(&redirect, member)?;
    }
    p.quorum_bps = p.quorum_bps.get().max(HALF).into();
    p.timelock = p.timelock.get().max(REHOME_TIMELOCK).into();
    Ok(Weight::Special)
}

/// Moves a membership to another wallet, as resolved. Anyone can send it.
///
/// - the old wallet has not acted as a member for 180 days: any act of its own ends this;
/// - the member's account stays at its address, with its ballots, pledges and vouches; a redirect is created at the
///   new wallet's member address, so that nobody is a member twice;
/// - for 180 days from now the old wallet can undo the move (`undo_rehome`); meanwhile the new wallet can vote and
///   work, but it is paid nothing.
#[derive(Accounts)]
pub struct ExecuteRehome {
    /// Pays the rent.
    #[account(mut)]
    pub payer: Signer,
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(&proposal.coop, coop.address()) @ CoopError::ProposalOfAnotherCoop)]
    pub proposal: Record<Proposal>,
    #[account(
        mut,
        unsafe(dup),
        constraint = same(member.address(), &proposal.target) @ CoopError::SubjectMismatch,
    )]
    pub member: Record<Member>,
    /// The new wallet's member address; it is the member's own account if the membership began with that wallet.
    #[account(mut, unsafe(dup))]
    pub redirect: UncheckedAccount,
    pub system_program: Program<System>,
}

impl ExecuteRehome {
    pub fn handle(&mut self) -> Result<()> {
        let now = clock::now()?;
        let (coop, proposal, member) = (&mut self.coop, &mut self.proposal, &mut self.member);
        proposal.execute(Kind::Rehome, coop, now)?;
        require!(member.is(Standing::Member), CoopError::NotAMember);
        member.require_at_home(now)?;
        let silent = member.last_active_at.get();
        // any act of the old wallet ends it, however long a panel delays it
        let lost = now.saturating_sub(silent) >= LOST && silent < proposal.created_at.get();
        require!(lost, CoopError::WalletNotLost);
        let wallet = proposal.other;
        require!(!same(&wallet, &member.wallet), CoopError::WalletUnchanged);

        let seeds = [seeds::MEMBER, coop.address().as_ref(), wallet.as_ref()];
        if same(self.redirect.address(), member.address()) {
            let its_own = same(member.address(), &place_of(coop.address(), &wallet));
            require!(its_own, CoopError::WalletIsAMember);
        } else {
            let (mut redirect, made) =
                account::find_or_make::<Redirect>(&self.redirect, &self.payer, &seeds)?;
            if let Some(bump) = made {
                redirect.coop = *coop.address();
                redirect.member = *member.address();
                redirect.rent_payer = *self.payer.address();
                redirect.wallet = wallet;
                redirect.bump = bump;
                coop.redirect_accounts += 1;
            } else {
                require_redirect_of(&redirect, member.address())?;
                require!(same(&redirect.wallet, &wallet), CoopError::WalletIsAMember);
            }
        }
        member.former_wallet = member.wallet;
        member.rehomed_at = now.into();
        member.wallet = wallet;

        member.invariant()?;
        executed(coop, proposal, now);
        Ok(())
    }
}

/// Refuses a redirect that points to another member.
fn require_redirect_of(redirect: &Record<Redirect>, member: &Address) -> Result<()> {
    require!(same(&redirect.member, member), CoopError::WalletIsAMember);
    Ok(())
}
