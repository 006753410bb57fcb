use anchor_lang::prelude::*;
use coop_math::voting;

/// What an elector says of a proposal.
///
/// Seeds: `["ballot", proposal, member]`, which alone say whose it is and on what: instructions check the
/// address instead of stored ones. The member's wallet pays the rent and gets it back.
#[account]
pub struct Ballot {
    /// [`Choice`] plus one; 0: none, an objection only.
    pub choice: u8,
    /// 1: objects as one of the review panel.
    pub objects: u8,
    /// Of this address.
    pub bump: u8,
}

/// What a ballot says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize, IdlType)]
pub enum Choice {
    Yes,
    No,
    /// Counts for the quorum only.
    Abstain,
}

impl From<Choice> for voting::Choice {
    fn from(choice: Choice) -> Self {
        match choice {
            Choice::Yes => Self::Yes,
            Choice::No => Self::No,
            Choice::Abstain => Self::Abstain,
        }
    }
}

impl Ballot {
    /// What it says now.
    pub fn said(&self) -> Option<voting::Choice> {
        match self.choice {
            1 => Some(voting::Choice::Yes),
            2 => Some(voting::Choice::No),
            3 => Some(voting::Choice::Abstain),
            _ => None,
        }
    }
}
