//! `execute_amend`: Replaces the charter as resolved.

use crate::{
    CoopSite,
    call::{Nth, build},
};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn execute_amend(&self, nth: impl Into<Nth>, heir: Option<Address>) -> Instruction {
        build(
            accounts::ExecuteAmend { coop: self.coop, proposal: self.proposal(nth), heir },
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
        Call, DAY, UNIT, World,
        call::STATUTES,
        charter,
        charter::terms::broken_term,
        fixtures::{active, leave_in_protest, pass, propose, vote},
        scenes::{amendment, no},
        stateful::{
            chain::Chain,
            deed::{Act, Deed, Touched, Who},
            generate::{Aim, Generator, SHORT_LIVED},
            model::{Coop, FOUNDERS, Model, Refused, Verdict, YEAR, demand, refuse},
            resolution::{Execution, Proposable, Resolve, What},
        },
        verb::{Link, Scene, Verb},
    };
    use anchor_lang::prelude::Address;
    use coop::{
        error::CoopError::{self, *},
        state::{Action, CharterTerms, Choice, Kind, Statutes},
    };
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "execute_amend"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = active(world, 3, 200 * UNIT);
            let tighter = CharterTerms { reserve_bps: 2_500, ..charter() };
            pass(
                world,
                &g.coop,
                Action::Amend { charter: tighter, heir: Address::default(), statutes: None },
            );
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

        fn weight(&self) -> u64 {
            8
        }

        fn one_in(&self) -> u64 {
            100_000
        }

        fn resolved(&self) -> u64 {
            3
        }

        fn resolution(&self, g: &mut Generator, slot: usize, model: &Model) -> What {
            let coop = &model.coops[slot];
            let now = model.now;
            let b = &coop.books;
            let terms = *coop.terms();
            let heirs: Vec<usize> = (0..SHORT_LIVED)
                .filter(|other| {
                    let heir = &model.coops[*other];
                    *other != slot && heir.is_active() && now - heir.books.founded_at >= YEAR
                })
                .collect();
            let heir = if heirs.is_empty() {
                g.rng.percent(10).then(|| g.rng.upto(FOUNDERS.len()))
            } else {
                Some(g.rng.pick(&heirs))
            };
            let mut next = terms;
            next.take_rate_bps = b.take_rate.min(terms.take_rate_ceiling_bps);
            match g.rng.below(16) {
                0 => next.reserve_bps = (terms.reserve_bps + 100).min(5_000),
                1 => next.reserve_bps -= 1,
                2 => next.cash_bps = g.rng.pick(&[2_000, 10_000]),
                3 => next.quorum_bps = g.rng.pick(&[100, 1_000, 5_000]),
                4 => next.member_share = terms.member_share.saturating_sub(1),
                5 => next.timelock = (terms.timelock + DAY as u32).min(90 * DAY as u32),
                6 => next.timelock -= 1,
                7 => next.revolve_periods = terms.revolve_periods.saturating_sub(1),
                8 => next.pioneer_bps ^= 1,
                9 => next.budget_bps = g.rng.pick(&[0, 2_500]),
                10 => next.growth_floor = 5,
                11 => next.exodus_bps = terms.exodus_bps.max(501) - 1,
                12 => next.take_rate_ceiling_bps = next.take_rate_bps,
                _ => {}
            }
            let restated = [Some(STATUTES), Some([7; 32]), None, None, None, None];
            ToAmend { charter: next, heir, statutes: g.rng.pick(&restated) }.into()
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            ExecuteAmend(g.execution_of(Kind::Amend, aim)).into()
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
            leave_in_protest(w, &g.coop, &g.coop.members, 0);
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

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct ExecuteAmend(pub Execution);

    impl Act for ExecuteAmend {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.0.slot
        }

        fn touched(&self) -> Touched {
            self.0.touched()
        }

        fn call(&self, chain: &Chain, model: &Model) -> (Instruction, Vec<usize>) {
            let Execution { slot, proposal, other, .. } = self.0;
            let site = &chain.sites[slot];
            let nth = model.nth(slot, proposal);
            let other = other.map(|other| chain.sites[other].coop);
            (site.execute_amend(nth, other), vec![0, 1])
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Execution { slot, proposal, other, .. } = self.0;
            let now = model.now;
            let c = model.alive(slot)?;
            let p = c.proposal(proposal)?.clone();
            if let Some(heir) = other {
                model.other(slot, heir)?;
            }

            p.require_executable(Kind::Amend, c, now)?;
            let &ToAmend { charter, heir, statutes } = p.resolved();
            let mut old = *c.terms();
            old.take_rate_bps = c.books.take_rate;
            if let Some(error) = loosened(&old, &charter) {
                return refuse(error);
            }
            if let Some(heir) = heir.filter(|heir| c.books.heir != Some(*heir)) {
                demand(other.is_some(), HeirMissing)?;
                demand(other == Some(heir), SubjectMismatch)?;
                model.may_inherit(model.other(slot, heir)?)?;
            }
            let c = model.edit(slot);
            let needed = c.vouches_needed();
            c.charter = Some(charter);
            if c.vouches_needed() > needed {
                c.books.needs_since = now;
            }
            c.books.take_rate = charter.take_rate_bps;
            c.books.rates_high[0] = c.books.rates_high[0].max(charter.take_rate_bps);
            c.books.rates_low[0] = c.books.rates_low[0].min(charter.take_rate_bps);
            c.books.heir = heir;
            if let Some(statutes) = statutes.filter(|hash| *hash != c.books.statutes) {
                c.books.statutes = statutes;
                c.books.statutes_version += 1;
            }
            c.books.charter_version += 1;
            c.books.amended_at = now;
            model.executed(slot, proposal)
        }
    }

    /// A resolution that `execute_amend` executes.
    #[derive(Clone, Debug)]
    pub struct ToAmend {
        pub charter: CharterTerms,
        pub heir: Option<usize>,
        /// The hash of the new statutes.
        pub statutes: Option<[u8; 32]>,
    }

    /// Where restated statutes are.
    const RESTATED: &str = "https://example.org/restated";

    impl Resolve for ToAmend {
        fn kind(&self) -> Kind {
            Kind::Amend
        }

        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn names(&self) -> Option<usize> {
            self.heir
        }

        fn action(&self, chain: &Chain, _slot: usize, _model: &Model) -> Action {
            let Self { charter, heir, statutes } = *self;
            let heir = heir.map_or(Address::default(), |heir| chain.sites[heir].coop);
            let statutes = statutes.map(|hash| Statutes { hash, uri: RESTATED.into() });
            Action::Amend { charter, heir, statutes }
        }

        fn bytes(&self) -> u64 {
            self.statutes.map_or(0, |hash| (hash.len() + RESTATED.len()) as u64)
        }

        fn may_be_proposed(&self, model: &Model, slot: usize, _who: Who) -> Result<Proposable, Refused> {
            let Self { ref charter, heir, .. } = *self;
            let c = model.alive(slot)?;
            let t = c.terms();
            if let Some(error) = broken_term(charter) {
                return refuse(error);
            }
            if let Some(error) = loosened(t, charter) {
                return refuse(error);
            }
            if let Some(heir) = heir {
                model.may_inherit(model.other(slot, heir)?)?;
            }
            Ok(Proposable::class(true))
        }

        fn aim(&self, _g: &mut Generator, _coop: &Coop, execution: &mut Execution) {
            execution.other = self.heir;
        }
    }

    /// The first ratchet that an amendment would loosen.
    pub fn loosened(old: &CharterTerms, new: &CharterTerms) -> Option<CoopError> {
        let pioneers = |c: &CharterTerms| {
            (c.pioneer_bps, c.pioneer_threshold, c.pioneer_cap_bps, c.pioneer_shares_bps, c.pioneer_start)
        };
        let held = [
            (new.member_share <= old.member_share, MemberShareRaised),
            (new.timelock >= old.timelock, TimelockShortened),
            (new.exodus_bps <= old.exodus_bps, ExodusRaised),
            (new.period_length <= old.period_length, PeriodLengthened),
            (new.take_rate_ceiling_bps <= old.take_rate_ceiling_bps, TakeRateCeilingRaised),
            (new.commitment >= old.commitment, CommitmentShortened),
            (new.reserve_bps >= old.reserve_bps, ReserveLowered),
            (new.interest_cap_bps <= old.interest_cap_bps, InterestCapRaised),
            (new.depreciation_bps >= old.depreciation_bps, DepreciationLowered),
            (new.revolve_periods <= old.revolve_periods, RevolvingLengthened),
            (new.redemption_bps >= old.redemption_bps, RedemptionLowered),
            (pioneers(new) == pioneers(old), PioneerTermsChanged),
        ];
        held.into_iter().find(|(holds, _)| !holds).map(|(_, error)| error)
    }
}

#[cfg(test)]
mod tests {
    use super::LOOSENINGS;
    use crate::{
        UNIT, World,
        fixtures::{active, pass},
        scenes::{amendment, proposing},
    };

    #[test]
    fn an_amendment_that_loosens_a_ratchet_is_refused_by_its_name_when_it_is_proposed() {
        for (error, loosen) in LOOSENINGS {
            let refusal = proposing(&mut World::new(), |_, _| amendment(*loosen));
            assert!(refusal.is(*error), "{error:?}: {refusal:#?}");
        }
    }

    /// What is promised to services goes by the highest and the lowest rate of two periods, however the rate was set.
    #[test]
    fn an_amended_rate_is_the_highest_or_the_lowest_of_its_period() {
        for (amended, low, high) in [
            (amendment(|c| c.take_rate_bps = 200), 200, 300),
            (amendment(|c| c.take_rate_bps = 400), 300, 400),
        ] {
            let mut world = World::new();
            let g = active(&mut world, 3, 200 * UNIT);
            let site = g.coop.site;
            let index = pass(&mut world, &g.coop, amended);
            world.accepts(site.execute_amend(index, None), &[]);
            let period = world.coop(&site.coop).period;
            assert_eq!((period.take_rate_low.get(), period.take_rate_high.get()), (low, high));
        }
    }
}
