//! `update_payout`: Changes the account to which a service is paid.

use crate::{CoopSite, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn update_payout(&self, owner: &Address, index: u32, payout: &Address) -> Instruction {
        self.update_payout_by(owner, None, index, payout)
    }

    /// By whoever acts for it, with the membership it belongs to.
    pub fn update_payout_by(
        &self,
        caller: &Address,
        provider: Option<Address>,
        index: u32,
        payout: &Address,
    ) -> Instruction {
        build(
            accounts::UpdatePayout {
                caller: *caller,
                coop: self.coop,
                service: self.service(index),
                provider,
                payout: *payout,
            },
            instruction::UpdatePayout {},
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
            deed::{Act, Deed, Purse, Touched, Who},
            generate::{Aim, Generator},
            model::{Model, Verdict, demand},
        },
        verb::{Link, Scene, Spared, Spoiling, Verb},
    };
    use coop::error::CoopError::*;
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "update_payout"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let t = trading(world, 3, 200 * UNIT);
            let another = world.token_account(&t.owner.wallet(), 0);
            Call::new(t.site().update_payout(&t.owner.wallet(), 0, &another), &[&t.owner.key])
        }

        fn spared(&self) -> &'static [Spared] {
            &[Spared(Spoiling::Anybodys, 3, "the owner chooses where it is paid")]
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::OwnerOfService]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            2
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, coop, who, .. } = aim;
            let service = g.service(coop);
            let (acting, given) = coop.acting_for(service, who);
            let caller = g.mostly(acting);
            let provider = if g.rng.percent(95) { given } else { g.rng.percent(50).then(|| g.who()) };
            UpdatePayout { slot, service, caller, provider, payout: g.purse(caller) }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[(PayoutUnpayable, |w| {
        let t = trading(w, 3, 200 * UNIT);
        let call = t.site().update_payout(&t.owner.wallet(), 0, &t.site().vault);
        w.send(&[call], &[&t.owner.key]).expect_err("refused")
    })];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct UpdatePayout {
        pub slot: usize,
        pub service: usize,
        pub caller: Who,
        /// The membership that is given as the service's.
        pub provider: Option<Who>,
        pub payout: Purse,
    }

    impl Act for UpdatePayout {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn touched(&self) -> Touched {
            let Self { service, caller, .. } = *self;
            Touched { service: Some(service), ..Touched::people(&[caller]) }
        }

        fn call(&self, chain: &Chain, _model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, service, caller, provider, payout } = *self;
            let site = &chain.sites[slot];
            let w = |who: Who| chain.wallet(who);
            let provider = provider.map(|who| site.member(&w(who)));
            (site.update_payout_by(&w(caller), provider, service as u32, &chain.purse(payout)), vec![0, 1])
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, service, caller, provider, payout } = *self;
            let c = model.alive(slot)?;
            let s = c.service(service)?;
            demand(payout.0 == caller, PayoutUnpayable)?;
            let acts = c.require_acts_for(s, caller, provider)?;
            if let Some(who) = acts {
                c.member(who)?.require_at_home(model.now)?;
            }
            let now = model.now;
            let c = model.edit(slot);
            c.acted(acts, now);
            let s = c.edit_service(service);
            (s.owner, s.payout) = (caller, payout);
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
    fn a_frozen_payout_account_makes_payments_wait_and_its_owner_names_another() {
        let mut world = World::new();
        let t = trading(&mut world, 3, 200 * UNIT);
        let (site, who) = (t.site(), &t.g.coop.members[0]);
        let held = world.balance(&who.tokens);
        world.patch(&t.owner.tokens, 108, &[2]);
        world.refuses(PayoutUnpayable, t.payment(who, true, 10 * UNIT), &[who]);
        assert_eq!(world.balance(&who.tokens), held);
        let (owner, thief) = (t.owner.wallet(), world.actor("thief", 0));
        world.refuses(NotTheServiceOwner, site.update_payout(&thief.wallet(), 0, &thief.tokens), &[&thief]);
        let another = world.token_account(&owner, 0);
        world.refuses(PayoutUnpayable, site.update_payout(&owner, 0, &t.owner.tokens), &[&t.owner]);
        world.accepts(site.update_payout(&owner, 0, &another), &[&t.owner]);
        world.refuses(PayoutMismatch, t.payment(who, true, 10 * UNIT), &[who]);
        world.accepts(site.pay_service(who, true, 0, &another, 10 * UNIT, u64::MAX), &[who]);
        assert_eq!(world.balance(&another), 10 * UNIT - 300_000);
    }

    #[test]
    fn a_closed_payout_account_makes_payments_wait() {
        let mut world = World::new();
        let t = trading(&mut world, 3, 200 * UNIT);
        let who = &t.g.coop.members[0];
        world.put(t.owner.tokens, Default::default());
        world.refuses(PayoutUnpayable, t.payment(who, true, 10 * UNIT), &[who]);
    }

    #[test]
    fn the_new_account_is_the_callers_own_and_of_the_mint() {
        let mut world = World::new();
        let t = trading(&mut world, 3, 200 * UNIT);
        let (site, owner) = (t.site(), t.owner.wallet());
        let mint = world.new_mint(crate::mints::plain(&owner));
        let foreign = world.token_account_of(&mint, &owner, 0);
        let frozen = world.token_account(&owner, 0);
        world.patch(&frozen, 108, &[2]);
        let given = world.actor("friend", 0).tokens;
        for payout in [foreign, frozen, given, site.vault] {
            world.refuses(PayoutUnpayable, site.update_payout(&owner, 0, &payout), &[&t.owner]);
        }
    }

    #[test]
    fn for_a_membership_that_was_closed_its_last_owner_acts() {
        let mut world = World::new();
        let (g, _) = crate::patronage::provided(&mut world, 3, 4_000);
        let (site, own) = (g.coop.site, &g.coop.members[1]);
        let member = site.member(&own.wallet());
        let another = world.token_account(&own.wallet(), 0);
        let call = site.update_payout_by(&own.wallet(), Some(member), 0, &another);
        world.refuses(PatronMissing, site.update_payout(&own.wallet(), 0, &another), &[own]);
        world.accepts(call, &[own]);
        world.put(member, Default::default());
        let third = world.token_account(&own.wallet(), 0);
        world.accepts(site.update_payout_by(&own.wallet(), Some(member), 0, &third), &[own]);
        assert_eq!(world.service(&site.service(0)).payout, third);
        let thief = world.actor("thief", 0);
        let stolen = site.update_payout_by(&thief.wallet(), Some(member), 0, &thief.tokens);
        world.refuses(NotTheServiceOwner, stolen, &[&thief]);
    }
}
