use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{MemberResigned, emit},
    state::{Coop, Member, Proposal, Standing},
};
use anchor_lang::prelude::*;

/// A member leaves, at any time, whatever else is refused. Shares and vintages become matured capital,
/// redeemable at the leaver's own time, without vote or interest; what was earned stays owed.
///
/// `over` names a special resolution one leaves because of: an elector of its snapshot counts among its exits,
/// and with too many of them it dies.
#[derive(Accounts)]
pub struct Resign {
    #[account(constraint = same(wallet.address(), &member.wallet) @ CoopError::WalletMismatch)]
    pub wallet: Signer,
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(&member.coop, coop.address()) @ CoopError::MemberOfAnotherCoop)]
    pub member: Record<Member>,
    /// The resolution one leaves over, if one does.
    #[account(mut)]
    pub over: Option<Record<Proposal>>,
}

impl Resign {
    pub fn handle(&mut self) -> Result<()> {
        let now = clock::now()?;
        let (coop, member) = (&mut self.coop, &mut self.member);
        require!(member.is(Standing::Member), CoopError::NotAMember);
        coop.require_claims()?;
        if let Some(proposal) = &mut self.over {
            require!(same(&proposal.coop, coop.address()), CoopError::ProposalOfAnotherCoop);
            let counts = proposal.is_special() && !proposal.status(coop, now).is_over();
            let votes = member.is_elector() || coop.counts_by_pledge(member);
            if counts && votes && coop.is_of_the_snapshot(member, proposal) {
                proposal.exits += 1;
            }
        }

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
