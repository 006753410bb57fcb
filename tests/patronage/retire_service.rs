//! `retire_service`: Retires a service and closes its account.

use crate::{CoopSite, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn retire_service(&self, caller: &Address, index: u32, rent_payer: &Address) -> Instruction {
        self.retire_service_of(caller, None, index, rent_payer)
    }

    /// With the membership it belongs to.
    pub fn retire_service_of(
        &self,
        caller: &Address,
        provider: Option<Address>,
        index: u32,
        rent_payer: &Address,
    ) -> Instruction {
        build(
            accounts::RetireService {
                caller: *caller,
                coop: self.coop,
                service: self.service(index),
                provider,
                rent_payer: *rent_payer,
            },
            instruction::RetireService {},
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
        fixtures::trading,
        stateful::{
            chain::Chain,
            deed::{Act, Deed, Touched, Who},
            generate::{Aim, Generator},
            model::{Model, Verdict, demand},
        },
        verb::{Link, Scene, Verb},
    };
    use coop::error::CoopError::*;
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "retire_service"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let t = trading(world, 3, 200 * UNIT);
            let owner = t.owner.wallet();
            Call::new(t.site().retire_service(&owner, 0, &owner), &[&t.owner.key])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::OwnerOfService, Link::PayerOfService]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            1
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, coop, who, .. } = aim;
            let service = g.service(coop);
            let payer = coop.service(service).map_or(who, |s| s.rent_payer);
            let (acting, given) = coop.acting_for(service, who);
            let provider = if g.rng.percent(95) { given } else { g.rng.percent(50).then(|| g.who()) };
            RetireService { slot, service, caller: g.mostly(acting), provider, to: g.mostly(payer) }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[(NotTheServiceOwner, |w| {
        let t = trading(w, 3, 200 * UNIT);
        let thief = w.actor("thief", 0);
        let call = t.site().retire_service(&thief.wallet(), 0, &t.owner.wallet());
        w.send(&[call], &[&thief.key]).expect_err("refused")
    })];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct RetireService {
        pub slot: usize,
        pub service: usize,
        pub caller: Who,
        /// The membership that is given as the service's.
        pub provider: Option<Who>,
        pub to: Who,
    }

    impl Act for RetireService {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn touched(&self) -> Touched {
            let Self { service, caller, to, .. } = *self;
            Touched { service: Some(service), ..Touched::people(&[caller, to]) }
        }

        fn call(&self, chain: &Chain, model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, service, caller, provider, to } = *self;
            let site = &chain.sites[slot];
            // at the end anyone may call it
            let fixed = if model.coops[slot].is_dissolving() { vec![1, 4] } else { vec![0, 1, 4] };
            let w = |who: Who| chain.wallet(who);
            let provider = provider.map(|who| site.member(&w(who)));
            (site.retire_service_of(&w(caller), provider, service as u32, &w(to)), fixed)
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, service, caller, provider, to } = *self;
            let c = model.alive(slot)?;
            let s = c.service(service)?;
            demand(to == s.rent_payer, RentPayerMismatch)?;
            let mut acts = None;
            if !c.is_dissolving() {
                acts = c.require_acts_for(s, caller, provider)?;
                if let Some(who) = acts {
                    c.member(who)?.require_at_home(model.now)?;
                }
            }
            model.lamports[to] += model.rents.service;
            let now = model.now;
            let c = model.edit(slot);
            c.acted(acts, now);
            c.services[service] = None;
            c.books.service_accounts -= 1;
            c.books.seq += 1;
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{UNIT, World, fixtures::trading};
    use coop::error::CoopError::*;

    #[test]
    fn a_service_is_retired_by_its_owner_and_its_rent_returns() {
        let mut world = World::new();
        let t = trading(&mut world, 3, 200 * UNIT);
        let (site, owner) = (t.site(), t.owner.wallet());
        let thief = world.actor("thief", 0);
        world.refuses(NotTheServiceOwner, site.retire_service(&thief.wallet(), 0, &owner), &[&thief]);
        world.refuses(RentPayerMismatch, site.retire_service(&owner, 0, &thief.wallet()), &[&t.owner]);
        world.accepts(site.retire_service(&owner, 0, &owner), &[&t.owner]);
        assert_eq!(world.lamports(&owner), 1_000_000_000);
        assert!(world.is_closed(&site.service(0)));
        let coop = world.coop(&site.coop);
        assert_eq!(
            (coop.services.get(), coop.service_accounts.get()),
            (1, 0),
            "its number is not given again"
        );
        let who = &t.g.coop.founder;
        assert!(world.attempt(t.payment(who, true, UNIT), &[who]).is_err());
    }

    #[test]
    fn of_a_membership_the_wallet_of_the_day_retires_it_and_of_a_dissolving_co_op_anyone() {
        let mut world = World::new();
        let (g, _) = crate::patronage::provided(&mut world, 3, 4_000);
        let (site, own) = (g.coop.site, &g.coop.members[1]);
        let (member, new) = (site.member(&own.wallet()), world.actor("new wallet", 0));
        let by =
            |who: &crate::Actor, provider| site.retire_service_of(&who.wallet(), provider, 0, &own.wallet());
        world.refuses(PatronMissing, by(own, None), &[own]);
        world.edit::<coop::state::Member>(&member, |m| m.wallet = new.wallet());
        world.refuses(NotTheServiceOwner, by(own, Some(member)), &[own]);
        let stranger = world.actor("stranger", 0);
        world.refuses(NotTheServiceOwner, by(&stranger, Some(member)), &[&stranger]);
        let now = world.now();
        world.edit::<coop::state::Coop>(&site.coop, |c| c.dissolving_at = now.into());
        world.accepts(by(&stranger, None), &[&stranger]);
        assert!(world.is_closed(&site.service(0)));
    }
}
