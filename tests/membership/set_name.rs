//! `set_name`: Sets the name of a member or candidate.

use crate::{CoopSite, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn set_name(&self, wallet: &Address, name: &str) -> Instruction {
        build(
            accounts::SetName { wallet: *wallet, coop: self.coop, member: self.member(wallet) },
            instruction::SetName { name: name.into() },
        )
    }
}

#[cfg(feature = "svm")]
pub use rules::*;

/// What the tests know of it.
#[cfg(feature = "svm")]
mod rules {
    use crate::{
        Call, DAY, World,
        call::Founding,
        fixtures::{dissolving, found},
        scenes::no,
        stateful::{
            chain::Chain,
            deed::{Act, Acting, AsMember, Deed, Touched, Who},
            generate::{Aim, Generator},
            model::{Coop, Model, Standing, Verdict, demand},
            words::{NAMES, demand_text},
        },
        verb::{Link, Scene, Verb},
    };
    use coop::error::CoopError::{self, *};
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "set_name"
        }

        fn at_the_end(&self) -> Option<CoopError> {
            Some(CoopDissolving)
        }

        fn fixture(&self, world: &mut World) -> Call {
            let coop = found(world, &Founding::default());
            Call::new(coop.site.set_name(&coop.founder.wallet(), "Ada"), &[&coop.founder.key])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfMember, Link::WalletOfMember]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            2
        }

        fn fits(&self, coop: &Coop, _pool: usize, who: Who) -> bool {
            matches!(coop.standing(who), Some(Standing::Candidate | Standing::Member))
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, who, .. } = aim;
            SetName { slot, who, name: g.rng.pick(&NAMES) }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (NameKept, |w| {
            let coop = found(w, &Founding::default());
            let wallet = coop.founder.wallet();
            w.accepts(coop.site.set_name(&wallet, "Ada"), &[&coop.founder]);
            w.pass(30 * DAY - 1);
            no(w, coop.site.set_name(&wallet, ""), &[&coop.founder])
        }),
        (NotAMember, |w| {
            let coop = found(w, &Founding::default());
            let wallet = coop.founder.wallet();
            w.accepts(coop.site.resign(&wallet), &[&coop.founder]);
            no(w, coop.site.set_name(&wallet, "Ada"), &[&coop.founder])
        }),
        (CoopDissolving, |w| {
            let (small, _) = dissolving(w);
            no(w, small.site.set_name(&small.founder.wallet(), "Ada"), &[&small.founder])
        }),
        (TextTooLong, |w| {
            let coop = found(w, &Founding::default());
            no(w, coop.site.set_name(&coop.founder.wallet(), &"é".repeat(17)), &[&coop.founder])
        }),
        (TextNotShown, |w| {
            let coop = found(w, &Founding::default());
            no(w, coop.site.set_name(&coop.founder.wallet(), "Ada\u{200b}"), &[&coop.founder])
        }),
    ];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct SetName {
        pub slot: usize,
        pub who: Who,
        pub name: &'static str,
    }

    impl Act for SetName {
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
            let Self { slot, who, name } = *self;
            let site = &chain.sites[slot];
            (site.set_name(&chain.wallet(who), name), vec![0, 1, 2])
        }

        fn acting(&self) -> Option<Acting> {
            Some(Acting { wallet: 0, source: None, who: self.who })
        }

        fn as_member(&self) -> Option<AsMember> {
            Some(AsMember { accounts: 3, data: 4 + self.name.len() as u64, moves_money: false })
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, who, name } = *self;
            let now = model.now;
            let c = model.alive(slot)?;
            let m = c.member(who)?;
            demand(!c.is_dissolving(), CoopDissolving)?;
            demand(matches!(m.standing, Standing::Candidate | Standing::Member), NotAMember)?;
            demand(now - m.named_at >= 30 * DAY, NameKept)?;
            demand_text(name, 32)?;
            let c = model.edit(slot);
            let m = c.edit_member(who);
            m.take_name(name, now);
            m.last_active_at = now;
            c.books.seq += 1;
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        DAY, World,
        call::Founding,
        fixtures::{found, take_in},
        stateful::chain::text,
    };
    use coop::error::CoopError::*;

    #[test]
    fn a_name_is_kept_for_30_days_and_may_look_like_anothers_but_has_another_number() {
        let mut world = World::new();
        let mut coop = found(&mut world, &Founding::default());
        take_in(&mut world, &mut coop, 1);
        let (site, ada, other) = (coop.site, &coop.founder, &coop.members[0]);
        let name = |world: &World, of: &crate::Actor| {
            let member = world.member(&site.member(&of.wallet()));
            (text(&member.name), member.number.get())
        };
        world.accepts(site.set_name(&ada.wallet(), "Ada"), &[ada]);
        // a Cyrillic А: nothing tells them apart but the numbers
        world.accepts(site.set_name(&other.wallet(), "Аda"), &[other]);
        assert_eq!(name(&world, ada), ("Ada".into(), 0));
        assert_eq!(name(&world, other), ("Аda".into(), 1));
        world.pass(30 * DAY - 1);
        world.refuses(NameKept, site.set_name(&ada.wallet(), "Ada Lovelace"), &[ada]);
        world.pass(1);
        world.accepts(site.set_name(&ada.wallet(), "Ada Lovelace"), &[ada]);
        assert_eq!(name(&world, ada).0, "Ada Lovelace");
        // whoever leaves takes its name along
        world.accepts(site.resign(&ada.wallet()), &[ada]);
        assert_eq!(name(&world, ada), (String::new(), 0));
    }
}
