//! `register_service`: Registers a service at the take rate of now, promised for the charter's commitment.

use crate::{
    CoopSite,
    call::{build, system},
};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    /// Registers the service of this index, which must be the co-op's next.
    pub fn register_service(
        &self,
        payer: &Address,
        owner: &Address,
        index: u32,
        payout: &Address,
        name: &str,
        max_take_rate_bps: u16,
    ) -> Instruction {
        self.register_service_of(payer, owner, None, index, payout, name, (max_take_rate_bps, 0))
    }

    /// The same for a membership; `accepted`: the take rate at most, and the provider's part at least.
    #[expect(clippy::too_many_arguments, reason = "what a registration says")]
    pub fn register_service_of(
        &self,
        payer: &Address,
        owner: &Address,
        provider: Option<Address>,
        index: u32,
        payout: &Address,
        name: &str,
        accepted: (u16, u16),
    ) -> Instruction {
        build(
            accounts::RegisterService {
                payer: *payer,
                owner: *owner,
                coop: self.coop,
                service: self.service(index),
                provider,
                payout: *payout,
                system_program: system(),
            },
            instruction::RegisterService {
                name: name.into(),
                uri: "https://example.org/service".into(),
                max_take_rate_bps: accepted.0,
                min_provider_bps: accepted.1,
            },
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
        fixtures::active,
        stateful::{
            chain::Chain,
            deed::{Act, Deed, Purse, Touched, Who},
            generate::{Aim, Generator},
            model::{Model, Service, Standing, Verdict, demand},
        },
        verb::{Scene, Spared, Spoiling, Verb},
    };
    use coop::error::CoopError::{self, *};
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "register_service"
        }

        fn at_the_end(&self) -> Option<CoopError> {
            Some(CoopNotActive)
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = active(world, 3, 200 * UNIT);
            let owner = world.actor("service", 0);
            let wallet = owner.wallet();
            let call = g.coop.site.register_service(&wallet, &wallet, 0, &owner.tokens, "Oven rental", 300);
            Call::new(call, &[&owner.key])
        }

        fn spared(&self) -> &'static [Spared] {
            &[
                Spared(Spoiling::Anybodys, 0, "anyone may pay the rent"),
                Spared(Spoiling::Anybodys, 1, "anyone may register a service"),
                Spared(Spoiling::Anybodys, 4, "the owner chooses where it is paid"),
            ]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            6
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, coop, who, .. } = aim;
            let rate = coop.lasting_take_rate();
            let most = g.rng.pick(&[rate, rate, 10_000, rate.saturating_sub(1)]);
            let name = g.rng.pick(&[1, 7, 32, 32, 0, 33]);
            let bps = coop.charter.map_or(0, |c| c.provider_bps);
            let least = g.rng.pick(&[0, bps, bps, bps + 1]);
            let owner = coop.wallet(who);
            RegisterService {
                slot,
                owner,
                payer: g.mostly(owner),
                provider: g.rng.percent(60).then_some(who),
                payout: g.purse(owner),
                name,
                accepted: (most, least),
            }
            .into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (TakeRateAboveAccepted, |w| {
            let g = active(w, 3, 200 * UNIT);
            let who = &g.coop.founder;
            let call = g.coop.site.register_service(&who.wallet(), &who.wallet(), 0, &who.tokens, "s", 299);
            w.send(&[call], &[&who.key]).expect_err("refused")
        }),
        (ProviderPartBelowAccepted, |w| {
            let g = active(w, 3, 200 * UNIT);
            let (who, wallet) = (&g.coop.founder, g.coop.founder.wallet());
            let call = g.coop.site.register_service_of(&wallet, &wallet, None, 0, &who.tokens, "s", (300, 1));
            w.send(&[call], &[&who.key]).expect_err("refused")
        }),
    ];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct RegisterService {
        pub slot: usize,
        pub owner: Who,
        pub payer: Who,
        /// The owner's membership.
        pub provider: Option<Who>,
        pub payout: Purse,
        pub name: usize,
        /// The rate at most, and the provider's part at least.
        pub accepted: (u16, u16),
    }

    impl Act for RegisterService {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn touched(&self) -> Touched {
            // what is made is the last of its kind, which the comparison looks at anyway
            let Self { owner, payer, provider, .. } = *self;
            Touched::people(&[owner, payer, provider.unwrap_or(owner)])
        }

        fn call(&self, chain: &Chain, model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, owner, payer, provider, payout, name, accepted } = *self;
            let site = &chain.sites[slot];
            let w = |who: Who| chain.wallet(who);
            let index = model.coops[slot].services.len() as u32;
            let payout = chain.purse(payout);
            let name = "n".repeat(name);
            let provider = provider.map(|who| site.member(&w(who)));
            let call =
                site.register_service_of(&w(payer), &w(owner), provider, index, &payout, &name, accepted);
            (call, vec![2, 3, 6])
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, owner, payer, provider, payout, name, accepted } = *self;
            let now = model.now;
            let c = model.alive(slot)?;
            let member = provider.map(|who| c.member(who)).transpose()?;
            demand(payout.0 == owner, PayoutUnpayable)?;
            demand(c.is_active(), CoopNotActive)?;
            demand(name > 0, NameMissing)?;
            demand(name <= 32, TextTooLong)?;
            let provider_bps = c.terms().provider_bps;
            demand(c.lasting_take_rate() <= accepted.0, TakeRateAboveAccepted)?;
            demand(provider_bps >= accepted.1, ProviderPartBelowAccepted)?;
            if let Some(member) = member {
                demand(member.wallet == owner, WalletMismatch)?;
                demand(member.standing == Standing::Member, NotAMember)?;
            }
            let acts = provider;
            let provider = provider.zip(member.map(|m| m.number));
            model.lamports[payer] -= model.rents.service;
            let c = model.edit(slot);
            c.acted(acts, now);
            let service = Service {
                rent_payer: payer,
                owner,
                payout,
                registered_at: now,
                promised_until: now + c.terms().commitment as i64,
                take_rate: c.lasting_take_rate(),
                provider_bps,
                next: (0, 0, 0),
                provider,
            };
            c.services.push(Some(service));
            c.books.service_accounts += 1;
            c.books.seq += 1;
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        DAY, UNIT, World, charter,
        fixtures::{active, found, take_rate_becomes},
        mints,
    };
    use coop::error::CoopError::*;

    #[test]
    fn anyone_registers_at_the_rate_of_the_moment_which_is_promised_from_then_on() {
        let mut world = World::new();
        let g = active(&mut world, 3, 200 * UNIT);
        let site = g.coop.site;
        let (owner, payer) = (world.actor("owner", 0), world.actor("payer", 0));
        let held = world.lamports(&payer.wallet());
        for index in 0..2 {
            let wallet = owner.wallet();
            let call =
                site.register_service(&payer.wallet(), &wallet, index, &owner.tokens, "Ofenmiete ü", 300);
            world.accepts(call, &[&payer, &owner]);
            let service = world.service(&site.service(index));
            assert_eq!(
                (service.owner, service.payout, service.rent_payer),
                (wallet, owner.tokens, payer.wallet())
            );
            assert_eq!((service.take_rate_bps.get(), service.index.get()), (300, index));
            assert_eq!(service.promised_until, world.now() + charter().commitment as i64);
            assert_eq!(&service.name[..12], "Ofenmiete ü".as_bytes());
            world.pass(DAY);
        }
        assert!(world.lamports(&payer.wallet()) < held);
        assert_eq!(world.coop(&site.coop).service_accounts, 2);
        take_rate_becomes(&mut world, &site.coop, 301);
        let wallet = owner.wallet();
        let late = |most| site.register_service(&wallet, &wallet, 2, &owner.tokens, "s", most);
        world.refuses(TakeRateAboveAccepted, late(300), &[&owner]);
        world.accepts(late(301), &[&owner]);
    }

    #[test]
    fn a_members_service_belongs_to_its_membership_at_the_split_of_the_moment() {
        let mut world = World::new();
        let g = active(&mut world, 3, 200 * UNIT);
        let (site, who, other) = (g.coop.site, &g.coop.founder, &g.coop.members[0]);
        world.edit::<coop::state::Coop>(&site.coop, |c| c.charter.provider_bps = 2_500.into());
        let (wallet, own) = (who.wallet(), Some(site.member(&who.wallet())));
        let call = |provider, least| {
            site.register_service_of(&wallet, &wallet, provider, 0, &who.tokens, "s", (300, least))
        };
        world.refuses(ProviderPartBelowAccepted, call(own, 2_501), &[who]);
        world.refuses(WalletMismatch, call(Some(site.member(&other.wallet())), 0), &[who]);
        let elsewhere = found(&mut world, &Default::default());
        let theirs = Some(elsewhere.site.member(&elsewhere.founder.wallet()));
        world.refuses(MemberOfAnotherCoop, call(theirs, 0), &[who]);
        world.accepts(call(own, 2_500), &[who]);
        let service = world.service(&site.service(0));
        assert_eq!((Some(service.provider), service.provider_number.get()), (own, 0));
        assert_eq!((service.provider_bps.get(), service.take_rate_bps.get()), (2_500, 300));
        // who left registers like anyone, for nobody
        world.accepts(site.resign(&wallet), &[who]);
        let late =
            |provider| site.register_service_of(&wallet, &wallet, provider, 1, &who.tokens, "s", (300, 0));
        world.refuses(NotAMember, late(own), &[who]);
        world.accepts(late(None), &[who]);
        assert_eq!(world.service(&site.service(1)).provider, Default::default());
    }

    #[test]
    fn a_name_is_1_to_32_bytes_of_text() {
        let mut world = World::new();
        let g = active(&mut world, 3, 200 * UNIT);
        let owner = world.actor("owner", 0);
        let wallet = owner.wallet();
        let named = |name: &str| g.coop.site.register_service(&wallet, &wallet, 0, &owner.tokens, name, 300);
        world.refuses(NameMissing, named(""), &[&owner]);
        world.refuses(TextNotShown, named("a\nb"), &[&owner]);
        world.refuses(TextTooLong, named(&"x".repeat(33)), &[&owner]);
        world.accepts(named(&"x".repeat(32)), &[&owner]);
    }

    #[test]
    fn a_payout_account_must_be_one_that_can_be_paid() {
        let mut world = World::new();
        let g = active(&mut world, 3, 200 * UNIT);
        let owner = world.actor("owner", 0);
        let wallet = owner.wallet();
        let site = g.coop.site;
        let paid_to = |payout: &anchor_lang::prelude::Address| {
            site.register_service(&wallet, &wallet, 0, payout, "s", 300)
        };
        let another = world.new_mint(mints::plain(&wallet));
        let foreign = world.token_account_of(&another, &wallet, 0);
        let frozen = world.token_account(&wallet, 0);
        world.patch(&frozen, 108, &[2]);
        for payout in [site.vault, foreign, frozen] {
            world.refuses(PayoutUnpayable, paid_to(&payout), &[&owner]);
        }
        // what no token program keeps
        for payout in [wallet, site.coop, world.mint] {
            assert!(world.attempt(paid_to(&payout), &[&owner]).is_err());
        }
        world.accepts(paid_to(&owner.tokens), &[&owner]);
    }

    #[test]
    fn a_forming_co_op_has_no_services() {
        let mut world = World::new();
        let coop = found(&mut world, &Default::default());
        let who = &coop.founder;
        let call = coop.site.register_service(&who.wallet(), &who.wallet(), 0, &who.tokens, "s", 300);
        world.refuses(CoopNotActive, call, &[who]);
    }
}
