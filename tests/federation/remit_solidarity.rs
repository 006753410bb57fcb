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
        verb::{Scene, Spared, Spoiling, Verb},
    };
    use coop::error::CoopError::*;

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
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[(NothingToPass, |w| {
        let (small, large) = federated(w);
        // solidarity is for grants
        give_solidarity(w, &small.site, 7 * UNIT);
        no(w, small.site.remit_solidarity(&large.site.coop), &[])
    })];
}

#[cfg(test)]
mod tests {
    use crate::{
        UNIT, World,
        fixtures::{
            active, close, federated, give_solidarity, owe_federation, pass, send_to_agent, settle_everyone,
        },
    };
    use anchor_lang::Discriminator;
    use coop::{error::CoopError::*, state::Action};

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
        assert_eq!(receipt.events.len(), 2, "both tell it");
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
        close(&mut world, &small);
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
        world.edit::<coop::state::Coop>(&large.site.coop, |coop| coop.dissolving_at = now.into());
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
        world.pass(90 * crate::DAY);
        let number = world.coop(&site.coop).period.number.get();
        let crank = &large.founder;
        world.accepts(site.dissolve(&crank.wallet(), None, None, number), &[crank]);
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
