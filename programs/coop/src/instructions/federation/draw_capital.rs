use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{CapitalDrawn, emit},
    state::{Coop, Member, Standing},
    vault,
};
use anchor_lang::prelude::*;
use anchor_spl::token_interface::TokenInterface;

/// Pays a member of a dissolving co-op its part: claim × min(1, (operating + already paid) ÷ all claims), less what
/// it has already drawn. Anyone can send it, as often as there is money to draw; it goes to a token account that the
/// claimant's wallet owns. Money that comes home later tops everyone up, and the order of the draws changes nobody's
/// part. A draw of 0 changes nothing. The first draw ends the membership, if it has not ended before, even if the
/// member has no claim.
///
/// All capital is a claim, including capital that answered for a promise; business of the last period is settled
/// first (`settle_patronage`).
#[derive(Accounts)]
pub struct DrawCapital {
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(&member.coop, coop.address()) @ CoopError::MemberOfAnotherCoop)]
    pub member: Record<Member>,
    #[account(mut, constraint = same(vault.address(), &coop.vault) @ CoopError::VaultMismatch)]
    pub vault: UncheckedAccount,
    #[account(mut, constraint = vault::is_owned_by(&destination, &member.wallet) @ CoopError::DestinationNotTheMembers)]
    pub destination: UncheckedAccount,
    #[account(constraint = same(mint.address(), &coop.mint) @ CoopError::MintMismatch)]
    pub mint: UncheckedAccount,
    pub token_program: Interface<'static, TokenInterface>,
}

impl DrawCapital {
    pub fn handle(&mut self) -> Result<()> {
        let now = clock::now()?;
        let (coop, member) = (&mut self.coop, &mut self.member);
        let token_program = self.token_program.address();
        vault::require_members_canonical_account(&self.destination, member, &self.mint, token_program)?;
        coop.require_dissolving()?;
        member.require_at_home(now)?;
        coop.require_claims()?;
        coop.require_settled(member)?;
        let stayed = member.is(Standing::Member);
        if stayed {
            coop.dismiss(member, Standing::Left, now)?;
        }
        let (claim, drawn) = (member.matured.get(), member.drawn.get());
        let mut claims = coop.claims();
        let amount = coop.books.ask(|books| claims.draw_floor(books, claim, drawn));
        if amount == 0 && !stayed {
            return Ok(());
        }

        coop.book(|books| claims.pay(books, amount));
        coop.claims_paid = claims.paid.into();
        member.drawn = (drawn + amount).into();
        if member.drawn == member.matured {
            // paid at par: nothing more can come
            coop.books.retained_total -= claim;
            member.matured = PodU64::ZERO;
            member.drawn = PodU64::ZERO;
        }

        if amount > 0 {
            vault::pay_out(
                self.token_program.address(),
                coop,
                [*self.vault.account(), *self.mint.account(), *self.destination.account()],
                amount,
            );
        }
        coop.invariant()?;
        member.invariant()?;
        emit(CapitalDrawn {
            coop: *coop.address(),
            seq: coop.next_seq(),
            at: now.into(),
            member: *member.address(),
            claim: claim.into(),
            amount: amount.into(),
            claims: coop.claims,
            claims_paid: coop.claims_paid,
            operating: coop.operating().into(),
        });
        Ok(())
    }
}
