use super::cast_vote::page;
use crate::{
    account::{Record, same},
    clock,
    error::CoopError,
    events::{ObjectionMade, emit},
    state::{Coop, Member, Proposal, Standing},
};
use anchor_lang::{hash::sha256, prelude::*};
use coop_math::governance::{Status, is_drawn};

/// The number of objections that delays a resolution.
const DELAYING: u8 = 3;

/// A member of the review panel objects during the timelock of a resolution; the third objection doubles the
/// timelock, once.
///
/// An elector of the snapshot is on the panel if the first 64 bits (little-endian) of SHA-256(seed ‖ proposal ‖
/// member) × electors < `panel_size` × 2⁶⁴. A delay is all that the panel can cause: it moves no money and stops
/// nothing for good.
#[derive(Accounts)]
pub struct Object {
    /// Pays the rent of a new page of ballots; may be the wallet itself.
    #[account(mut, unsafe(dup))]
    pub payer: Signer,
    #[account(unsafe(dup), constraint = same(wallet.address(), &member.wallet) @ CoopError::WalletMismatch)]
    pub wallet: Signer,
    #[account(mut)]
    pub coop: Record<Coop>,
    #[account(mut, constraint = same(&member.coop, coop.address()) @ CoopError::MemberOfAnotherCoop)]
    pub member: Record<Member>,
    #[account(mut, constraint = same(&proposal.coop, coop.address()) @ CoopError::ProposalOfAnotherCoop)]
    pub proposal: Record<Proposal>,
    /// The page of ballots that covers the member's number and records the objection.
    #[account(mut)]
    pub ballots: UncheckedAccount,
    pub system_program: Program<System>,
}

impl Object {
    pub fn handle(&mut self) -> Result<()> {
        let now = clock::now()?;
        let (coop, member) = (&mut self.coop, &mut self.member);
        let proposal = &mut self.proposal;
        proposal.require(Status::Waiting, coop, now)?;
        require!(member.is(Standing::Member), CoopError::NotAMember);
        require!(coop.is_of_the_snapshot(member, proposal), CoopError::NotInSnapshot);
        let sits = sits(proposal, member.address(), coop.charter.panel_size);
        require!(proposal.panel_seated == 1 && sits, CoopError::NotOnThePanel);
        let number = member.number.get();
        let mut page = page(&self.ballots, &self.payer, coop, proposal, number)?;
        require!(page.object(number), CoopError::NotOnThePanel);

        proposal.objections = proposal.objections.saturating_add(1);
        if proposal.objections == DELAYING {
            let delay = proposal.timelock.get();
            proposal.timelock = (delay * 2).into();
            // times in the action move by the same length, so that the delay does not make the resolution void
            let times = &mut proposal.terms;
            for time in [&mut times.opens, &mut times.withdraw_until, &mut times.deadline] {
                if *time != 0 {
                    *time = time.get().saturating_add(delay as i64).into();
                }
            }
            if proposal.until != 0 {
                proposal.until = proposal.until.get().saturating_add(delay as i64).into();
            }
        }
        member.last_active_at = now.into();

        emit(ObjectionMade {
            coop: *coop.address(),
            seq: coop.next_seq(),
            at: now.into(),
            proposal: *proposal.address(),
            member: *member.address(),
            objections: proposal.objections,
            timelock: proposal.timelock,
        });
        Ok(())
    }
}

/// Whether an elector is drawn for the panel.
fn sits(proposal: &Record<Proposal>, member: &Address, panel_size: u8) -> bool {
    let mut drawn_by = [0; 96];
    drawn_by[..32].copy_from_slice(&proposal.panel_seed);
    drawn_by[32..64].copy_from_slice(proposal.address().as_ref());
    drawn_by[64..].copy_from_slice(member.as_ref());
    let hash = sha256(&drawn_by);
    let draw = u64::from_le_bytes(*hash.first_chunk().expect("32 bytes"));
    is_drawn(draw, proposal.electors.get(), panel_size)
}
