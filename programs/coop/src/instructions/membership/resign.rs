use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{MemberResigned, emit},
    state::{Coop, Member, Standing},
};
use anchor_lang::prelude::*;

/// A member leaves, at any time, whatever else is refused. Shares and vintages become matured capital,
/// redeemable at the leaver's own time, without vote or interest; what was earned stays owed.
#[derive(Accounts)]
pub struct Resign {
    #[account(constraint = same(wallet.address(), &member.wallet) @ CoopError::WalletMismatch)]
    pub wallet: Signer,
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(&member.coop, coop.address()) @ CoopError::MemberOfAnotherCoop)]
    pub member: Record<Member>,
}

impl Resign {
    pub fn handle(&mut self) -> Result<()> {
        let now = clock::now()?;
        let (coop, member) = (&mut self.coop, &mut self.member);
        require!(member.is(Standing::Member), CoopError::NotAMember);

        coop.dismiss(member, Standing::Left, now);

        coop.invariant()?;
        member.invariant()?;
        emit(MemberResigned {
            coop: *coop.address(),
            seq: coop.next_seq(),
            at: now.into(),
            member: *member.address(),
            wallet: member.wallet,
            matured: member.matured,
            members: coop.members,
            electors: coop.electors,
        });
        Ok(())
    }
}
