//! Acts as a member of another co-op.

use super::{
    Weight,
    call::{ExecuteCall, ExecuteCallBumps},
};
use crate::{
    account::same,
    error::CoopError,
    instruction,
    instructions::governance::propose::Propose,
    state::{Coop, InvokeMeta, Kind, Proposal},
};
use anchor_lang::prelude::*;

/// Ordinary, or weighty if the act moves the agent's money or capital or ends its membership. The act is one of
/// [`ACTS`], in the co-op that the proposal names, which is another one than this.
pub fn check(
    new: &Propose,
    p: &mut Proposal,
    other: &Address,
    accounts: &[InvokeMeta],
    data: &[u8],
) -> Result<Weight> {
    require!(!same(other, new.coop.address()), CoopError::ActsElsewhere);
    new.subject::<Coop>(other)?;
    let act = ACTS.iter().find(|act| data.starts_with(act.discriminator)).ok_or(CoopError::NotAMembersAct)?;
    let acts_in = accounts.get(act.coop).ok_or(CoopError::ActsElsewhere)?;
    require!(acts_in.is_writable && same(&acts_in.address, other), CoopError::ActsElsewhere);
    new.require_callable(accounts)?;
    p.target = *other;
    Ok(Weight::weighty_if(act.moves_money))
}

impl ExecuteCall {
    /// The call writes to no account of this co-op, whose books are being written.
    pub fn represent(&mut self, bumps: &ExecuteCallBumps, given: &[AccountView]) -> Result<()> {
        self.resolve(Kind::Represent, bumps, given, |this| {
            require!(same(this.program.address(), &crate::ID), CoopError::SubjectMismatch);
            Ok(())
        })
    }
}

/// An instruction that a member's wallet signs, and that an agent can therefore sign by resolution.
pub struct MembersAct {
    pub discriminator: &'static [u8],
    /// The index of the co-op among its accounts.
    pub coop: usize,
    /// Whether it moves the member's money or capital, or ends the membership.
    pub moves_money: bool,
}

macro_rules! acts {
    ($($act:ident: $coop:literal, $moves:literal;)*) => {
        /// All acts of a member. An agent can do nothing else as a member of another co-op.
        pub const ACTS: &[MembersAct] = &[$(MembersAct {
            discriminator: instruction::$act::DISCRIMINATOR,
            coop: $coop,
            moves_money: $moves,
        },)*];
    };
}

acts! {
    Apply: 2, false;
    Reapply: 1, false;
    WithdrawApplication: 1, false;
    VouchFor: 2, false;
    WithdrawVouch: 1, false;
    Enrol: 1, false;
    SetName: 1, false;
    Propose: 2, false;
    Explain: 1, false;
    CastVote: 2, false;
    CancelProposal: 1, false;
    Object: 2, false;
    VetoRehome: 1, false;
    ClaimDividends: 1, false;
    ReclaimMember: 0, false;
    ReclaimVouch: 0, false;
    ReclaimPledge: 0, false;
    ReclaimProposal: 1, false;
    ReclaimBallots: 0, false;
    MakePledge: 2, true;
    WithdrawPledge: 1, true;
    Subscribe: 1, true;
    PayService: 1, true;
    PayCoop: 1, true;
    AskBack: 1, true;
    WithdrawShares: 1, true;
    Resign: 1, true;
}
