//! `remit_solidarity`: Passes solidarity to the reserve of the federation.

use crate::{CoopSite, address, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn remit_solidarity(&self, federation: &Address) -> Instruction {
        build(
            accounts::RemitSolidarity {
                coop: self.coop,
                federation: *federation,
                vault: self.vault,
                federation_vault: address::vault(federation),
                mint: self.mint,
                token_program: self.token_program,
            },
            instruction::RemitSolidarity {},
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
        fixtures::{federated, give_solidarity, owe_federation},
        scenes::no,
        stateful::{
            chain::Chain,
            deed::{Act, Deed},
            generate::{Aim, Generator, SHORT_LIVED},
            model::{Coop, Life, Model, Refused, Verdict, demand},
        },
        verb::{Scene, Spared, Spoiling, Verb},
    };
    use coop::error::CoopError::*;
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "remit_solidarity"
        }

        fn co_ops(&self) -> usize {
            2
        }

        fn fixture(&self, world: &mut World) -> Call {
            let (small, large) = federated(world);
            owe_federation(world, &small.site, 7 * UNIT);
            Call::new(small.site.remit_solidarity(&large.site.coop), &[])
        }

        fn spared(&self) -> &'static [Spared] {
            &[
                Spared(Spoiling::ByAddress, 1, "a federation that is gone holds nobody"),
                Spared(Spoiling::Gone, 1, "it is of the mint since it accepted the co-op"),
            ]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            3
        }

        fn one_in(&self) -> u64 {
            300_000
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, coop, .. } = aim;
            let any = g.rng.upto(SHORT_LIVED);
            let federation = coop.books.federation.unwrap_or(any);
            RemitSolidarity { slot, federation }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[(NothingToPass, |w| {
        let (small, large) = federated(w);
        // solidarity is for grants
        give_solidarity(w, &small.site, 7 * UNIT);
        no(w, small.site.remit_solidarity(&large.site.coop), &[])
    })];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct RemitSolidarity {
        pub slot: usize,
        pub federation: usize,
    }

    impl Act for RemitSolidarity {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn other_slot(&self) -> Option<usize> {
            Some(self.federation)
        }

        fn call(&self, chain: &Chain, model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, federation } = *self;
            let site = &chain.sites[slot];
            // nobody looks where a federation that is gone would be paid
            let there =
                model.coops[federation].life == Life::Alive && inherits(&model.coops[federation], model.now);
            let fixed = if there { vec![0, 1, 2, 3, 4, 5] } else { vec![0, 1, 2, 4] };
            (site.remit_solidarity(&chain.sites[federation].coop), fixed)
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, federation } = *self;
            let c = model.alive(slot)?;
            // one account in two places
            if slot == federation {
                return Err(Refused::Somehow);
            }
            demand(c.books.federation == Some(federation), InNoFederation)?;
            c.require_claims()?;
            let amount = c.books.money.federation_due;
            demand(amount > 0, NothingToPass)?;
            let there = model.alive(federation).is_ok_and(|c| inherits(c, model.now));
            let c = model.edit(slot);
            c.books.money.federation_due = 0;
            if there {
                model.pass(slot, federation, amount);
            } else {
                c.books.money.solidarity += amount;
                c.books.seq += 1;
            }
            Ok(())
        }
    }

    /// Whether it gets its part: it is active, or has an heir and began to dissolve less than 180 days ago.
    fn inherits(c: &Coop, now: i64) -> bool {
        c.is_active()
            || (c.is_dissolving()
                && c.books.successor.is_some()
                && now < c.books.dissolving_at + 180 * crate::DAY)
    }

    impl Model {
        /// Money goes from one co-op to the reserve of another; both tell it.
        pub fn pass(&mut self, from: usize, to: usize, amount: u64) {
            let c = self.edit(from);
            c.vault -= amount;
            c.books.seq += 1;
            let c = self.edit(to);
            c.vault += amount;
            c.books.money.reserve += amount;
            c.books.seq += 1;
            // it comes from people, by way of another co-op
            c.paid.entry(usize::MAX).or_default().0 += amount as u128;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        UNIT, World,
        fixtures::{
            active, close, close_overdue, federated, give_solidarity, long_without_electors, owe_federation,
            pass, send_to_agent, settle_everyone,
        },
    };
    use anchor_lang::Discriminator;
    use coop::{error::CoopError::*, events::Event, state::Action};

    #[test]
    fn what_is_due_passes_to_the_reserve_of_the_federation_and_nothing_else() {
        let mut world = World::new();
        let (small, large) = federated(&mut world);
        let site = small.site;
        give_solidarity(&mut world, &site, 5 * UNIT);
        owe_federation(&mut world, &site, 9 * UNIT);
        let stranger = active(&mut world, 3, 200 * UNIT).coop.site;
        world.refuses(InNoFederation, site.remit_solidarity(&stranger.coop), &[]);
        let (before, theirs) = (world.coop(&site.coop), world.coop(&large.site.coop));
        let receipt = world.accepts(site.remit_solidarity(&large.site.coop), &[]);
        let [Event::MoneyPassed(passed), Event::MoneyReceived(received)] = &receipt.events[..] else {
            panic!("both tell it: {:?}", receipt.events);
        };
        assert_eq!((passed.amount.get(), passed.to, passed.last), (9 * UNIT, large.site.coop, 0));
        assert_eq!((received.amount, received.from), (passed.amount, site.coop));
        let (after, now) = (world.coop(&site.coop), world.coop(&large.site.coop));
        assert_eq!((after.books.federation_due.get(), after.books.solidarity.get()), (0, 5 * UNIT));
        assert_eq!(after.operating(), before.operating());
        assert_eq!(now.books.reserve.get() - theirs.books.reserve.get(), 9 * UNIT);
        assert_eq!(world.balance(&large.site.vault), now.cash());
        assert_eq!(world.balance(&site.vault), after.cash());
    }

    #[test]
    fn a_close_owes_the_federation_its_part_of_solidarity_and_grants_come_of_the_rest() {
        let mut world = World::new();
        let (small, _) = federated(&mut world);
        let (site, founder) = (small.site, &small.founder);
        // of the first period that begins once the time to accept is over
        let since = world.coop(&site.coop).federation_since.get();
        world.set_time(since);
        close_overdue(&mut world, &small);
        let before = world.coop(&site.coop).books;
        world.accepts(site.book_income(founder, 1_000 * UNIT), &[founder]);
        close(&mut world, &small);
        let after = world.coop(&site.coop).books;
        // 5 % of the surplus is solidarity, half of it is the federation's
        let moved = |a: u64, b: u64| a - b;
        assert_eq!(moved(after.federation_due.get(), before.federation_due.get()), 25 * UNIT);
        assert_eq!(moved(after.solidarity.get(), before.solidarity.get()), 25 * UNIT);
        let to = small.members[0].wallet();
        let grant = Action::Grant { to, amount: after.solidarity.get() };
        let index = pass(&mut world, &small, grant);
        world.accepts(site.execute_grant(index, &small.members[0].tokens), &[]);
        assert_eq!(world.coop(&site.coop).books.federation_due, after.federation_due);
    }

    #[test]
    fn a_co_op_leaves_its_federation_when_nothing_is_due_to_it() {
        let mut world = World::new();
        let (small, large) = federated(&mut world);
        let site = small.site;
        let index = pass(&mut world, &small, Action::LeaveFederation);
        owe_federation(&mut world, &site, 1);
        world.refuses(RemitFirst, site.execute_leave_federation(index), &[]);
        let remit = site.remit_solidarity(&large.site.coop);
        world.send(&[remit.clone(), site.execute_leave_federation(index)], &[]).expect("in one transaction");
        owe_federation(&mut world, &site, 1);
        world.refuses(InNoFederation, remit, &[]);
    }

    #[test]
    fn what_was_due_to_a_federation_at_its_end_is_solidarity_again() {
        let mut world = World::new();
        let (small, large) = federated(&mut world);
        let site = small.site;
        owe_federation(&mut world, &site, 9 * UNIT);
        let now = world.now();
        world.edit::<coop::state::Coop>(&large.site.coop, |coop| {
            (coop.dissolving_at, coop.swept_at) = (now.into(), now.into());
        });
        let (before, theirs) = (world.coop(&site.coop), world.coop(&large.site.coop));
        let receipt = world.accepts(site.remit_solidarity(&large.site.coop), &[]);
        assert_eq!(receipt.events.len(), 1, "nothing reached the federation");
        let after = world.coop(&site.coop);
        assert_eq!(after.books.federation_due, 0);
        assert_eq!(after.books.solidarity.get() - before.books.solidarity.get(), 9 * UNIT);
        assert_eq!(after.cash(), before.cash());
        assert_eq!(bytemuck::bytes_of(&world.coop(&large.site.coop)), bytemuck::bytes_of(&theirs));
        // and it can leave
        world.edit::<coop::state::Coop>(&large.site.coop, |coop| coop.dissolving_at = 0.into());
        let index = pass(&mut world, &small, Action::LeaveFederation);
        world.accepts(site.execute_leave_federation(index), &[]);
    }

    #[test]
    fn a_dissolving_co_op_still_passes_on_what_is_due_and_pays_no_member_from_it() {
        let mut world = World::new();
        let (small, large) = federated(&mut world);
        let site = small.site;
        owe_federation(&mut world, &site, 50 * UNIT);
        send_to_agent(&mut world, &site, 300 * UNIT);
        settle_everyone(&mut world, &small);
        for who in small.everyone() {
            world.accepts(site.resign(&who.wallet()), &[who]);
        }
        long_without_electors(&mut world, &site);
        let number = world.coop(&site.coop).period.number.get();
        let crank = &large.founder;
        world.accepts(site.dissolve(&crank.wallet(), None::<u32>, None, number), &[crank]);
        settle_everyone(&mut world, &small);
        for who in small.everyone() {
            world.accepts(site.draw_capital(&who.wallet(), &who.tokens), &[]);
        }
        assert_eq!(world.coop(&site.coop).books.federation_due, 50 * UNIT);
        assert!(world.balance(&site.vault) >= 50 * UNIT);
        world.accepts(site.remit_solidarity(&large.site.coop), &[]);
    }

    #[test]
    fn a_federation_that_is_closed_keeps_no_co_op() {
        let mut world = World::new();
        let (small, large) = federated(&mut world);
        let site = small.site;
        owe_federation(&mut world, &site, 9 * UNIT);
        let index = pass(&mut world, &small, Action::LeaveFederation);
        let mut tombstone = world.svm.get_account(&large.site.coop).expect("an account");
        tombstone.data = coop::state::Tombstone::DISCRIMINATOR.to_vec();
        world.put(large.site.coop, tombstone);
        world.accepts(site.remit_solidarity(&large.site.coop), &[]);
        assert_eq!(world.coop(&site.coop).books.solidarity, 9 * UNIT);
        world.accepts(site.execute_leave_federation(index), &[]);
    }
}
