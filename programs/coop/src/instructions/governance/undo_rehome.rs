use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{RehomeUndone, emit},
    state::{Coop, Member},
};
use anchor_lang::prelude::*;

/// The wallet from which a membership was moved takes it back, within 180 days: its key was not lost after all.
#[derive(Accounts)]
pub struct UndoRehome {
    #[account(constraint = same(wallet.address(), &member.former_wallet) @ CoopError::WalletMismatch)]
    pub wallet: Signer,
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(&member.coop, coop.address()) @ CoopError::MemberOfAnotherCoop)]
    pub member: Record<Member>,
}

impl UndoRehome {
    pub fn handle(&mut self) -> Result<()> {
        let now = clock::now()?;
        let (coop, member) = (&mut self.coop, &mut self.member);
        require!(member.is_quiet(now), CoopError::TooLateToUndo);

        member.wallet = member.former_wallet;
        member.former_wallet = Address::default();
        member.rehomed_at = PodI64::ZERO;
        member.last_active_at = now.into();

        member.invariant()?;
        emit(RehomeUndone {
            coop: *coop.address(),
            seq: coop.next_seq(),
            at: now.into(),
            member: *member.address(),
            wallet: member.wallet,
        });
        Ok(())
    }
}
