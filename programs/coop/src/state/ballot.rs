use crate::{account::same, error::CoopError};
use anchor_lang::prelude::*;
use coop_math::governance;

/// The number of members whose ballots one page stores.
pub const PAGE_BALLOTS: u32 = 128;

/// The ballots of 128 members on a proposal: those with the numbers from page × 128 on, one byte each.
///
/// Seeds: `["ballots", proposal, page (u32 le)]`. Both are stored here too, because comparing them costs less than
/// deriving the address. The first voter of a page, or a sponsor, pays its rent; it closes when the proposal is over.
#[account]
pub struct BallotPage {
    pub coop: Address,
    pub proposal: Address,
    /// The payer of this account's rent, who gets it back.
    pub rent_payer: Address,
    /// For each member: its vote in bits 0 and 1 (0: none, 1: yes, 2: no, 3: abstain); bit 2: it objected as one of the
    /// panel; bit 3: its protest is counted.
    pub ballots: [u8; PAGE_BALLOTS as usize],
    /// The number of this page among the proposal's pages.
    pub page: PodU32,
    pub bump: u8,
}

/// The bits of a ballot for its choice.
const CHOICE: u8 = 3;
/// The bit of a ballot that is set when its elector objects as a member of the review panel.
const OBJECTS: u8 = 4;
/// The bit of a ballot that is set when its elector's protest is counted.
const PROTESTS: u8 = 8;

/// The choice of a ballot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize, IdlType)]
pub enum Choice {
    Yes,
    No,
    /// Counts for the quorum only.
    Abstain,
}

impl From<Choice> for governance::Choice {
    fn from(choice: Choice) -> Self {
        match choice {
            Choice::Yes => Self::Yes,
            Choice::No => Self::No,
            Choice::Abstain => Self::Abstain,
        }
    }
}

impl BallotPage {
    /// The page that covers a member number.
    pub const fn of(number: u32) -> u32 {
        // rounded down: pages begin at 0
        number / PAGE_BALLOTS
    }

    /// Refuses any page but the one of this proposal that covers the member number.
    pub fn require_of(&self, proposal: &Address, number: u32) -> Result<()> {
        let its_own = same(&self.proposal, proposal) && self.page == Self::of(number);
        require!(its_own, CoopError::BallotMismatch);
        Ok(())
    }

    const fn slot(number: u32) -> usize {
        (number % PAGE_BALLOTS) as usize
    }

    /// The present choice of the member with this number, which this page covers.
    pub fn said(&self, number: u32) -> Option<governance::Choice> {
        match self.ballots[Self::slot(number)] & CHOICE {
            1 => Some(governance::Choice::Yes),
            2 => Some(governance::Choice::No),
            3 => Some(governance::Choice::Abstain),
            _ => None,
        }
    }

    /// Stores its choice.
    pub fn say(&mut self, number: u32, choice: Choice) {
        let ballot = &mut self.ballots[Self::slot(number)];
        *ballot = *ballot & !CHOICE | (1 + choice as u8);
    }

    /// Stores its objection; `false` if it has objected before.
    pub fn object(&mut self, number: u32) -> bool {
        self.mark(number, OBJECTS)
    }

    /// Stores that its protest is counted; `false` if it was counted before.
    pub fn protest(&mut self, number: u32) -> bool {
        self.mark(number, PROTESTS)
    }

    fn mark(&mut self, number: u32, bit: u8) -> bool {
        let ballot = &mut self.ballots[Self::slot(number)];
        let is_new = *ballot & bit == 0;
        *ballot |= bit;
        is_new
    }

    /// Whether its protest was counted.
    pub fn protests(&self, number: u32) -> bool {
        self.ballots[Self::slot(number)] & PROTESTS != 0
    }

    /// Whether it objected.
    pub fn objects(&self, number: u32) -> bool {
        self.ballots[Self::slot(number)] & OBJECTS != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ballot_touches_no_other_and_its_parts_not_each_other() {
        let mut page: BallotPage = bytemuck::Zeroable::zeroed();
        assert_eq!(
            (BallotPage::of(127), BallotPage::of(128), BallotPage::of(u32::MAX)),
            (0, 1, u32::MAX / 128)
        );
        for number in [0, 127, 128, 255, u32::MAX] {
            page.ballots = [0; PAGE_BALLOTS as usize];
            assert_eq!(page.said(number), None);
            assert!(page.object(number) && !page.object(number));
            for choice in [Choice::Yes, Choice::No, Choice::Abstain, Choice::Yes] {
                page.say(number, choice);
                assert_eq!((page.said(number), page.objects(number)), (Some(choice.into()), true));
            }
            assert_eq!(page.ballots.iter().filter(|ballot| **ballot != 0).count(), 1);
        }
    }
}
