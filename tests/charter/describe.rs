//! `describe`: Sets the description of a forming co-op.

use crate::{CoopSite, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn describe(&self, founder: &Address, about: &str) -> Instruction {
        build(
            accounts::Describe { founder: *founder, coop: self.coop },
            instruction::Describe { about: about.into() },
        )
    }
}

#[cfg(feature = "svm")]
pub use rules::*;

/// What the tests know of it.
#[cfg(feature = "svm")]
mod rules {
    use crate::{
        Call, UNIT, World,
        call::Founding,
        fixtures::{active, found},
        scenes::no,
        stateful::{
            chain::Chain,
            deed::{Act, Deed, Touched, Who},
            generate::{Aim, Generator},
            model::{FOUNDERS, Model, Verdict, demand},
            words::{TEXTS, demand_text},
        },
        verb::{Link, Scene, Verb},
    };
    use coop::error::CoopError::{self, *};
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "describe"
        }

        fn at_the_end(&self) -> Option<CoopError> {
            Some(CoopNotForming)
        }

        fn fixture(&self, world: &mut World) -> Call {
            let coop = found(world, &Founding::default());
            Call::new(coop.site.describe(&coop.founder.wallet(), ABOUT), &[&coop.founder.key])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::Founder]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            2
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, .. } = aim;
            Describe { slot, who: g.mostly(FOUNDERS[slot]), about: g.rng.pick(&TEXTS) }.into()
        }
    }

    /// The most that fits.
    pub const ABOUT: &str = "We bake bread together: forty members, one till. Whoever buys here owns here; whoever works here \
        too. What is left over goes back to those who made it, after a part that belongs to nobody and \
        stays. We pay our suppliers within a week and publish every price. Come and knead!......";

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (NotTheFounder, |w| {
            let coop = found(w, &Founding::default());
            let other = w.actor("other", 0);
            no(w, coop.site.describe(&other.wallet(), ABOUT), &[&other])
        }),
        (CoopNotForming, |w| {
            let g = active(w, 3, 200 * UNIT);
            no(w, g.coop.site.describe(&g.coop.founder.wallet(), ABOUT), &[&g.coop.founder])
        }),
        (TextTooLong, |w| {
            let coop = found(w, &Founding::default());
            no(w, coop.site.describe(&coop.founder.wallet(), &"x".repeat(281)), &[&coop.founder])
        }),
        (TextNotShown, |w| {
            let coop = found(w, &Founding::default());
            no(w, coop.site.describe(&coop.founder.wallet(), "two\nlines"), &[&coop.founder])
        }),
    ];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct Describe {
        pub slot: usize,
        pub who: Who,
        pub about: &'static str,
    }

    impl Act for Describe {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn touched(&self) -> Touched {
            Touched::people(&[self.who])
        }

        fn call(&self, chain: &Chain, _model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, who, about } = *self;
            // a founder of two co-ops may as well describe the other one
            (chain.sites[slot].describe(&chain.wallet(who), about), vec![0])
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, who, about } = *self;
            let c = model.alive(slot)?;
            demand(who == FOUNDERS[slot], NotTheFounder)?;
            demand(!c.has_started(), CoopNotForming)?;
            demand_text(about, 280)?;
            let b = &mut model.edit(slot).books;
            b.about = about.into();
            b.seq += 1;
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::rules::ABOUT;
    use crate::{World, call::Founding, fixtures::found, stateful::chain::text};

    #[test]
    fn the_founder_says_it_in_280_bytes_and_says_it_anew() {
        let mut world = World::new();
        let coop = found(&mut world, &Founding::default());
        let wallet = coop.founder.wallet();
        assert_eq!(ABOUT.len(), 280);
        for about in [ABOUT, "Bread.", ""] {
            world.accepts(coop.site.describe(&wallet, about), &[&coop.founder]);
            assert_eq!(text(&world.coop(&coop.site.coop).about), about);
        }
    }
}
