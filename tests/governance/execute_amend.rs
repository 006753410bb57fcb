//! `execute_amend`: Replaces the charter as resolved.

use crate::{CoopSite, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn execute_amend(&self, index: u32, heir: Option<Address>) -> Instruction {
        build(
            accounts::ExecuteAmend { coop: self.coop, proposal: self.proposal(index), heir },
            instruction::ExecuteAmend {},
        )
    }
}

#[cfg(feature = "svm")]
pub use rules::*;

/// What the tests know of it.
#[cfg(feature = "svm")]
mod rules {
    use crate::{
        Call, UNIT, World, charter,
        fixtures::{active, pass, propose, vote},
        scenes::{amendment, no},
        verb::{Link, Scene, Verb},
    };
    use anchor_lang::prelude::Address;
    use coop::{
        error::CoopError::{self, *},
        state::{Action, CharterTerms, Choice},
    };

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "execute_amend"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = active(world, 3, 200 * UNIT);
            let tighter = CharterTerms { reserve_bps: 2_500, ..charter() };
            pass(world, &g.coop, Action::Amend { charter: tighter, heir: Address::default() });
            Call::new(g.coop.site.execute_amend(0, None), &[])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfProposal]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn bounds(&self) -> Vec<CoopError> {
            LOOSENINGS.iter().map(|row| row.0).collect()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (AwaitsPeriodTurn, |w| {
            let g = active(w, 3, 200 * UNIT);
            let index = propose(w, &g.coop, amendment(|c| c.cash_bps = 2_000));
            vote(w, &g.coop, index, Choice::Yes);
            let p = w.proposal(&g.coop.site.proposal(index));
            w.set_time(p.ends.get() + p.timelock.get() as i64);
            no(w, g.coop.site.execute_amend(index, None), &[])
        }),
        (TooManyLeft, |w| {
            let g = active(w, 3, 200 * UNIT);
            pass(w, &g.coop, amendment(|c| c.cash_bps = 2_000));
            // one of three is more than a fifth
            let who = &g.coop.members[0];
            w.accepts(g.coop.site.resign_with(&who.wallet(), Some(0), Some(0), false), &[who]);
            no(w, g.coop.site.execute_amend(0, None), &[])
        }),
    ];

    /// A change of the charter that loosens it, and by what name it is refused.
    pub type Loosening = (CoopError, fn(&mut CharterTerms));

    /// Every ratchet, moved one step the wrong way.
    pub const LOOSENINGS: &[Loosening] = &[
        (MemberShareRaised, |c| c.member_share += 1),
        (TimelockShortened, |c| c.timelock -= 1),
        (ExodusRaised, |c| c.exodus_bps += 1),
        (PeriodLengthened, |c| c.period_length += 1),
        (TakeRateCeilingRaised, |c| c.take_rate_ceiling_bps += 1),
        (CommitmentShortened, |c| c.commitment -= 1),
        (ReserveLowered, |c| c.reserve_bps -= 1),
        (InterestCapRaised, |c| c.interest_cap_bps += 1),
        (DepreciationLowered, |c| c.depreciation_bps -= 1),
        (RevolvingLengthened, |c| c.revolve_periods += 1),
        (RedemptionLowered, |c| c.redemption_bps -= 1),
        (PioneerTermsChanged, |c| c.pioneer_bps += 1),
        (PioneerTermsChanged, |c| c.pioneer_threshold += 1),
        (PioneerTermsChanged, |c| c.pioneer_shares_bps += 1),
        (PioneerTermsChanged, |c| c.pioneer_start += 1),
        (PioneerTermsChanged, |c| c.pioneer_cap_bps -= 1),
    ];
}

#[cfg(test)]
mod tests {
    use super::LOOSENINGS;
    use crate::{
        World,
        scenes::{amendment, proposing},
    };

    #[test]
    fn an_amendment_that_loosens_a_ratchet_is_refused_by_its_name_when_it_is_proposed() {
        for (error, loosen) in LOOSENINGS {
            let refusal = proposing(&mut World::new(), |_, _| amendment(*loosen));
            assert!(refusal.is(*error), "{error:?}: {refusal:#?}");
        }
    }
}
