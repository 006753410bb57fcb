use crate::{account::same, error::CoopError};
use anchor_lang::prelude::*;
use coop_math::governance;

/// Members whose ballots one page keeps.
pub const PAGE_BALLOTS: u32 = 128;

/// What 128 members say of a proposal: those with the numbers from page × 128 on, a byte each.
///
/// Seeds: `["ballots", proposal, page (u32 le)]`; both stand here too, since comparing them costs less than deriving the
/// address. The first voter of a page pays its rent, or a sponsor; it closes when the proposal is over.
#[account]
pub struct BallotPage {
    pub coop: Address,
    pub proposal: Address,
    /// Who paid the rent of this account and gets it back.
    pub rent_payer: Address,
    /// Of each member: 0 nothing yet, else [`Choice`] plus one in the lowest two bits, `OBJECTS` and `PROTESTS`.
    pub ballots: [u8; PAGE_BALLOTS as usize],
    /// Which of the proposal's pages it is.
    pub page: PodU32,
    pub bump: u8,
}

/// The bits of a ballot that say what it chose.
const CHOICE: u8 = 3;
/// The bit of a ballot that says that its elector objects as one of the review panel.
const OBJECTS: u8 = 4;
/// The bit of a ballot that says that its elector left in protest, and was counted.
const PROTESTS: u8 = 8;

/// What a ballot says.
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
    /// The page that a member's ballot is on.
    pub const fn of(number: u32) -> u32 {
        // rounded down: pages begin at 0
        number / PAGE_BALLOTS
    }

    /// Refuses another page than the one of a proposal that has a member's ballot.
    pub fn require_of(&self, proposal: &Address, number: u32) -> Result<()> {
        let its_own = same(&self.proposal, proposal) && self.page == Self::of(number);
        require!(its_own, CoopError::BallotMismatch);
        Ok(())
    }

    const fn slot(number: u32) -> usize {
        (number % PAGE_BALLOTS) as usize
    }

    /// What the member with this number, which is of this page, says now.
    pub fn said(&self, number: u32) -> Option<governance::Choice> {
        match self.ballots[Self::slot(number)] & CHOICE {
            1 => Some(governance::Choice::Yes),
            2 => Some(governance::Choice::No),
            3 => Some(governance::Choice::Abstain),
            _ => None,
        }
    }

    /// Keeps what it says from now on.
    pub fn say(&mut self, number: u32, choice: Choice) {
        let ballot = &mut self.ballots[Self::slot(number)];
        *ballot = *ballot & !CHOICE | (1 + choice as u8);
    }

    /// Keeps that it objects; `false` if it did before.
    pub fn object(&mut self, number: u32) -> bool {
        self.mark(number, OBJECTS)
    }

    /// Keeps that it left in protest; `false` if it was counted before.
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
