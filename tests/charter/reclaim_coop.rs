//! `reclaim_coop`: Closes a co-op that never started or is over, and leaves a tombstone at its address.

use crate::{CoopSite, call::build};
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn reclaim_coop(&self) -> Instruction {
        build(
            accounts::ReclaimCoop {
                coop: self.coop,
                vault: self.vault,
                mint: self.mint,
                rent_payer: self.founder,
                token_program: self.token_program,
            },
            instruction::ReclaimCoop {},
        )
    }
}

#[cfg(feature = "svm")]
pub use rules::*;

/// What the tests know of it.
#[cfg(feature = "svm")]
mod rules {
    use crate::{
        Call, World,
        call::Founding,
        fixtures::found,
        stateful::{
            chain::Chain,
            deed::{Act, Deed, Touched, Who},
            generate::{Aim, Generator},
            model::{Coop, FOUNDERS, Life, Model, Verdict, demand},
        },
        verb::{Link, Scene, Verb},
    };
    use coop::error::CoopError::{self, *};
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "reclaim_coop"
        }

        fn at_the_end(&self) -> Option<CoopError> {
            Some(CoopNotForming)
        }

        fn fixture(&self, world: &mut World) -> Call {
            let coop = found(world, &Founding::default());
            let founder = coop.founder.wallet();
            world.send(&[coop.site.resign(&founder)], &[&coop.founder.key]).expect("resigned");
            world.send(&[coop.site.reclaim_member(&founder, &founder)], &[]).expect("reclaimed");
            Call::new(coop.site.reclaim_coop(), &[])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::PayerOfCoop]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            2
        }

        fn short_weight(&self) -> u64 {
            2
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, .. } = aim;
            ReclaimCoop { slot, to: g.mostly(FOUNDERS[slot]) }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[(CoopInUse, |w| {
        let coop = found(w, &Founding::default());
        w.send(&[coop.site.reclaim_coop()], &[]).expect_err("refused")
    })];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct ReclaimCoop {
        pub slot: usize,
        pub to: Who,
    }

    impl Act for ReclaimCoop {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn touched(&self) -> Touched {
            let Self { to, .. } = *self;
            Touched::people(&[to])
        }

        fn call(&self, chain: &Chain, _model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, to } = *self;
            let site = &chain.sites[slot];
            let w = |who: Who| chain.wallet(who);
            let mut call = site.reclaim_coop();
            call.accounts[3].pubkey = w(to);
            (call, vec![0, 1, 2, 3, 4])
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, to } = *self;
            let c = model.alive(slot)?;
            demand(to == FOUNDERS[slot], RentPayerMismatch)?;
            demand(!c.has_started() || c.books.swept_at != 0, CoopNotForming)?;
            demand(c.books.swept_at == 0 || c.buckets() == 0, CoopInUse)?;
            let accounts = c.members.len()
                + c.vouches.len()
                + c.pools.iter().filter(|p| p.exists).count()
                + c.services.iter().flatten().count()
                + c.periods.iter().flatten().count()
                + c.proposals.iter().flatten().count()
                + c.mandates.iter().flatten().count()
                + c.redirects.len();
            demand(accounts == 0, CoopInUse)?;
            let (showers, successor) = (c.showers, c.books.successor);
            model.lamports[to] += model.rents.coop + model.rents.tokens - model.rents.tombstone;
            model.shower(to, showers);
            let buried = model.edit(slot);
            *buried = Coop { life: Life::Buried, ..Coop::default() };
            buried.books.successor = successor;
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        UNIT, World,
        call::Founding,
        fixtures::{Founded, active, candidacy, donate, found},
    };
    use coop::{error::CoopError::*, events::Event, state::Tombstone};

    /// A forming co-op that its founder, the only member, has left.
    fn abandoned(world: &mut World) -> Founded {
        let coop = found(world, &Founding::default());
        let founder = coop.founder.wallet();
        world.accepts(coop.site.resign(&founder), &[&coop.founder]);
        world.accepts(coop.site.reclaim_member(&founder, &founder), &[]);
        coop
    }

    #[test]
    fn all_rent_but_the_tombstones_goes_back_to_the_founder() {
        let mut world = World::new();
        let coop = abandoned(&mut world);
        world.accepts(coop.site.reclaim_coop(), &[]);
        assert!(world.is_closed(&coop.site.vault));
        assert_eq!(world.read::<Tombstone>(&coop.site.coop).unwrap().heir, Default::default());
        let tombstone = world.svm.get_account(&coop.site.coop).unwrap();
        assert_eq!(tombstone.data.len(), 40);
        assert_eq!(tombstone.lamports, world.svm.minimum_balance_for_rent_exemption(40));
        assert_eq!(world.lamports(&coop.founder.wallet()), 1_000_000_000 - tombstone.lamports);
    }

    #[test]
    fn nothing_works_on_a_tombstone_and_its_seeds_are_never_founded_twice() {
        let mut world = World::new();
        let coop = abandoned(&mut world);
        world.accepts(coop.site.reclaim_coop(), &[]);
        let founder = coop.founder.wallet();
        assert!(world.attempt(coop.site.found(&Founding::default()), &[&coop.founder]).is_err());
        assert!(world.attempt(coop.site.apply(&founder, &founder), &[&coop.founder]).is_err());
        assert!(world.attempt(coop.site.reclaim_coop(), &[]).is_err());
    }

    #[test]
    fn a_donation_to_the_vault_is_burned_and_keeps_nobodys_rent() {
        for token_2022 in [false, true] {
            let mut world = if token_2022 { World::with_token_2022() } else { World::new() };
            let coop = abandoned(&mut world);
            donate(&mut world, &coop.site.vault, 5 * UNIT);
            let supply = |world: &World| {
                let mint = world.svm.get_account(&world.mint).unwrap();
                u64::from_le_bytes(mint.data[36..44].try_into().unwrap())
            };
            let before = supply(&world);
            world.accepts(coop.site.reclaim_coop(), &[]);
            assert_eq!(before - supply(&world), 5 * UNIT);
            assert!(world.is_closed(&coop.site.vault));
        }
    }

    #[test]
    fn one_account_of_anyone_keeps_the_co_op_open() {
        let mut world = World::new();
        let coop = found(&mut world, &Founding::default());
        let (founder, candidate) = (coop.founder.wallet(), world.actor("candidate", 0));
        candidacy(&mut world, &coop.site, &candidate);
        world.accepts(coop.site.resign(&founder), &[&coop.founder]);
        world.accepts(coop.site.reclaim_member(&founder, &founder), &[]);
        world.refuses(CoopInUse, coop.site.reclaim_coop(), &[]);
        world.accepts(coop.site.withdraw_application(&candidate.wallet()), &[&candidate]);
        world.refuses(CoopInUse, coop.site.reclaim_coop(), &[]);
        world.accepts(coop.site.reclaim_member(&candidate.wallet(), &candidate.wallet()), &[]);
        world.accepts(coop.site.reclaim_coop(), &[]);
    }

    #[test]
    fn an_active_co_op_cannot_be_abandoned() {
        let mut world = World::new();
        let g = active(&mut world, 3, 200 * UNIT);
        world.refuses(CoopNotForming, g.coop.site.reclaim_coop(), &[]);
    }

    #[test]
    fn a_donation_of_wrapped_sol_stays_in_the_tombstone_and_keeps_nobodys_rent_either() {
        let mut world = World::new();
        let plain = world.svm.get_account(&world.mint).unwrap();
        world.mint = spl_token_interface::native_mint::ID;
        world.put(world.mint, plain);
        let coop = abandoned(&mut world);
        let mut vault = world.svm.get_account(&coop.site.vault).unwrap();
        let (rent, donated) = (vault.lamports, 3 * UNIT);
        vault.lamports += donated;
        vault.data[109..113].copy_from_slice(&1u32.to_le_bytes());
        vault.data[113..121].copy_from_slice(&rent.to_le_bytes());
        world.put(coop.site.vault, vault);
        donate(&mut world, &coop.site.vault, donated);
        let receipt = world.accepts(coop.site.reclaim_coop(), &[]);
        let [Event::CoopClosed(closed)] = &receipt.events[..] else { panic!("{:?}", receipt.events) };
        assert_eq!((closed.burned.get(), closed.stays.get(), closed.dissolved), (0, donated, 0));
        assert!(world.is_closed(&coop.site.vault));
        let tombstone = world.svm.minimum_balance_for_rent_exemption(40);
        assert_eq!(world.lamports(&coop.site.coop), tombstone + donated);
        assert_eq!(world.lamports(&coop.founder.wallet()), 1_000_000_000 - tombstone);
    }
}
