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
        verb::{Link, Scene, Verb},
    };
    use coop::error::CoopError::*;

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
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[(NotTheServiceOwner, |w| {
        let t = trading(w, 3, 200 * UNIT);
        let thief = w.actor("thief", 0);
        let call = t.site().retire_service(&thief.wallet(), 0, &t.owner.wallet());
        w.send(&[call], &[&thief.key]).expect_err("refused")
    })];
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
