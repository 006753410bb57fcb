//! `execute_mandate`: Gives a mandate as resolved.

use crate::{
    CoopSite,
    call::{build, system},
};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    /// Gives the mandate of number `mandate`, which must be the co-op's next.
    pub fn execute_mandate(&self, payer: &Address, index: u32, mandate: u32) -> Instruction {
        build(
            accounts::ExecuteMandate {
                payer: *payer,
                coop: self.coop,
                proposal: self.proposal(index),
                mandate: self.mandate(mandate),
                system_program: system(),
            },
            instruction::ExecuteMandate {},
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
        fixtures::{active, pass, payroll},
        scenes::proposing,
        verb::{Link, Scene, Spared, Spoiling, Verb},
    };
    use coop::{error::CoopError::*, state::Action};

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "execute_mandate"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = active(world, 3, 200 * UNIT);
            pass(world, &g.coop, payroll(&g.coop, world.now()));
            let who = &g.coop.founder;
            Call::new(g.coop.site.execute_mandate(&who.wallet(), 0, 0), &[&who.key])
        }

        fn spared(&self) -> &'static [Spared] {
            &[Spared(Spoiling::Anybodys, 0, "anyone may pay the rent")]
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfProposal]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (MoreThanOperating, |w| {
            proposing(w, |w, coop| {
                let until = w.now() + 365 * crate::DAY;
                let to = coop.members[0].wallet();
                Action::Mandate { to, per_period: 600 * UNIT + 1, until, work: false }
            })
        }),
        (MandateTooShort, |w| {
            proposing(w, |w, coop| {
                let c = charter();
                let over = w.now() + 1 + (c.voting_period + c.timelock + c.execution_window) as i64;
                Action::Mandate { to: coop.members[0].wallet(), per_period: 1, until: over - 1, work: false }
            })
        }),
    ];
}

#[cfg(test)]
mod tests {
    use crate::{
        DAY, UNIT, World,
        fixtures::{pass, propose},
        patronage::seasoned,
        scenes::refused,
    };
    use coop::{error::CoopError::*, state::Action};

    #[test]
    fn a_mandate_keeps_what_was_resolved_and_whose_work_it_pays() {
        let mut world = World::new();
        let g = seasoned(&mut world, 3, 200 * UNIT);
        let (site, worker, payer) = (g.coop.site, &g.coop.members[1], world.actor("payer", 0));
        let until = world.now() + 365 * DAY;
        let to = worker.wallet();
        let index =
            pass(&mut world, &g.coop, Action::Mandate { to, per_period: 10 * UNIT, until, work: true });
        world.accepts(site.execute_mandate(&payer.wallet(), index, 0), &[&payer]);
        let mandate = world.mandate(&site.mandate(0));
        assert_eq!((mandate.holder, mandate.worker), (to, site.member(&to)));
        assert_eq!((mandate.per_period.get(), mandate.until.get()), (10 * UNIT, until));
        assert_eq!((mandate.work, mandate.special, mandate.worker_number.get()), (1, 0, 2));
        assert_eq!(mandate.rent_payer, payer.wallet());
        assert_eq!(world.coop(&site.coop).mandate_accounts, 1);
    }

    #[test]
    fn above_the_bucket_it_is_special_and_above_operating_it_is_none() {
        let mut world = World::new();
        let g = seasoned(&mut world, 3, 200 * UNIT);
        let (site, to) = (g.coop.site, g.coop.members[1].wallet());
        let until = world.now() + 365 * DAY;
        let of = |per_period| Action::Mandate { to, per_period, until, work: false };
        for most in [600 * UNIT + 1, u64::MAX] {
            assert!(refused(&mut world, &g.coop, of(most)).is(MoreThanOperating));
        }
        assert!(refused(&mut world, &g.coop, of(0)).is(AmountZero));
        let index = propose(&mut world, &g.coop, of(60 * UNIT + 1));
        let p = world.proposal(&site.proposal(index));
        assert!(p.is_special() && p.weighty == 1);
    }

    #[test]
    fn work_of_a_stranger_is_nobodys_and_its_place_must_be_given() {
        let mut world = World::new();
        let g = seasoned(&mut world, 3, 200 * UNIT);
        let (site, plumber) = (g.coop.site, world.actor("plumber", 0));
        let until = world.now() + 365 * DAY;
        let action = Action::Mandate { to: plumber.wallet(), per_period: UNIT, until, work: true };
        let who = &g.coop.founder;
        let with = |subject| site.propose_with(&who.wallet(), 0, subject, action.clone());
        world.refuses(PatronMissing, with(None), &[who]);
        world.refuses(PatronMismatch, with(Some(site.member(&g.coop.members[0].wallet()))), &[who]);
        let index = pass(&mut world, &g.coop, action.clone());
        world.accepts(site.execute_mandate(&who.wallet(), index, 0), &[who]);
        assert_eq!(world.mandate(&site.mandate(0)).worker, Default::default());
        world.accepts(site.draw_mandate(&plumber.wallet(), 0, &plumber.tokens, UNIT), &[&plumber]);
        assert_eq!(world.coop(&site.coop).period.done.outside_work, UNIT);
    }
}
