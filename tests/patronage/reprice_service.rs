//! `reprice_service`: Gives a service the co-op's take rate of now, as far as its promise allows.

use crate::{CoopSite, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    /// By anyone.
    pub fn reprice_service(&self, index: u32) -> Instruction {
        self.reprice_service_by(None, None, index)
    }

    /// By whoever acts for it, with the membership it belongs to.
    pub fn reprice_service_by(
        &self,
        caller: Option<Address>,
        provider: Option<Address>,
        index: u32,
    ) -> Instruction {
        build(
            accounts::RepriceService { caller, coop: self.coop, service: self.service(index), provider },
            instruction::RepriceService {},
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
        fixtures::{take_rate_becomes, trading},
        scenes::no,
        stateful::{
            chain::Chain,
            deed::{Act, Deed, Touched, Who},
            generate::{Aim, Generator},
            model::{Model, Verdict, demand, refuse},
        },
        verb::{Link, Scene, Verb},
    };
    use coop::error::CoopError::{self, *};
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "reprice_service"
        }

        fn at_the_end(&self) -> Option<CoopError> {
            Some(CoopNotActive)
        }

        fn fixture(&self, world: &mut World) -> Call {
            let t = trading(world, 3, 200 * UNIT);
            take_rate_becomes(world, &t.site().coop, 200);
            let owner = t.owner.wallet();
            Call::new(t.site().reprice_service_by(Some(owner), None, 0), &[&t.owner.key])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::OwnerOfService]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            8
        }

        fn one_in(&self) -> u64 {
            100_000
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, coop, .. } = aim;
            let service = g.service(coop);
            let (acting, given) = coop.acting_for(service, aim.who);
            let caller = g.rng.percent(70).then(|| g.mostly(acting));
            let provider = if g.rng.percent(95) { given } else { g.rng.percent(50).then(|| g.who()) };
            RepriceService { slot, service, caller, provider }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (TakeRatePromised, |w| {
            // even if it would be better for it
            let t = trading(w, 3, 200 * UNIT);
            take_rate_becomes(w, &t.site().coop, 200);
            no(w, t.site().reprice_service(0), &[])
        }),
        (TakeRateUnchanged, |w| {
            let t = trading(w, 3, 200 * UNIT);
            no(w, t.site().reprice_service_by(Some(t.owner.wallet()), None, 0), &[&t.owner])
        }),
        (NotTheServiceOwner, |w| {
            let t = trading(w, 3, 200 * UNIT);
            take_rate_becomes(w, &t.site().coop, 200);
            let thief = w.actor("thief", 0);
            no(w, t.site().reprice_service_by(Some(thief.wallet()), None, 0), &[&thief])
        }),
    ];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct RepriceService {
        pub slot: usize,
        pub service: usize,
        pub caller: Option<Who>,
        /// The membership that is given as the service's.
        pub provider: Option<Who>,
    }

    impl Act for RepriceService {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn touched(&self) -> Touched {
            let Self { service, caller, .. } = *self;
            let people: Vec<Who> = caller.into_iter().collect();
            Touched { service: Some(service), ..Touched::people(&people) }
        }

        fn call(&self, chain: &Chain, _model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, service, caller, provider } = *self;
            let site = &chain.sites[slot];
            let caller = caller.map(|who| chain.wallet(who));
            let provider = provider.map(|who| site.member(&chain.wallet(who)));
            (site.reprice_service_by(caller, provider, service as u32), vec![1])
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, service, caller, provider } = *self;
            let now = model.now;
            let c = model.alive(slot)?;
            let s = c.service(service)?;
            demand(c.is_active(), CoopNotActive)?;
            let part = c.terms().provider_bps;
            let (rate_now, part_now) = s.split(now);
            let comes = if s.next.0 > now { s.next.1 } else { rate_now };
            let rate = comes.clamp(c.least_take_rate(), c.lasting_take_rate());
            let mut acts = None;
            let worse = rate > rate_now || part < part_now;
            if now < s.promised_until {
                let Some(caller) = caller else { return refuse(TakeRatePromised) };
                acts = c.require_acts_for(s, caller, provider)?;
                demand(!worse, TakeRatePromised)?;
            }
            // what is better holds at once, what is worse a period later
            let next = if worse { now + c.books.period_length as i64 } else { 0 };
            let waiting = (s.next.0 > now).then_some((s.next.1, s.next.2));
            let as_it_was = match waiting {
                Some(waits) => worse && waits == (rate, part),
                None => !worse && (rate, part) == (rate_now, part_now),
            };
            demand(!as_it_was, TakeRateUnchanged)?;
            let c = model.edit(slot);
            c.acted(acts, now);
            let s = c.edit_service(service);
            s.take_rate = rate.min(rate_now);
            s.provider_bps = part.max(part_now);
            s.next = (next, rate, part);
            c.books.seq += 1;
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        DAY, UNIT, World,
        fixtures::{take_rate_becomes, trading},
        patronage::provided,
    };
    use coop::{
        error::CoopError::*,
        state::{Coop, Service},
    };

    fn rate(service: &Service, now: i64) -> (u16, u16) {
        let split = service.split(now);
        (split.take_rate_bps, split.provider_bps)
    }

    #[test]
    fn its_owner_takes_what_is_better_at_any_time_and_nothing_worse_before_the_promise_ends() {
        let mut world = World::new();
        let t = trading(&mut world, 3, 200 * UNIT);
        let (site, coop) = (t.site(), t.site().coop);
        let of = |world: &World| rate(&world.service(&site.service(0)), world.now()).0;
        let own = site.reprice_service_by(Some(t.owner.wallet()), None, 0);
        let promised = world.service(&site.service(0)).promised_until.get();
        take_rate_becomes(&mut world, &coop, 100);
        assert_eq!(of(&world), 300, "a service keeps its rate until it is repriced");
        world.accepts(own.clone(), &[&t.owner]);
        assert_eq!(of(&world), 100);
        assert_eq!(world.service(&site.service(0)).promised_until, promised, "no longer promised");
        // what was once given is kept too
        take_rate_becomes(&mut world, &coop, 300);
        world.refuses(TakeRatePromised, own.clone(), &[&t.owner]);
        world.set_time(promised - 1);
        world.refuses(TakeRatePromised, own, &[&t.owner]);
        world.refuses(TakeRatePromised, site.reprice_service(0), &[]);
    }

    #[test]
    fn after_the_promise_anyone_reprices_and_what_is_worse_begins_a_period_later() {
        let mut world = World::new();
        let t = trading(&mut world, 3, 200 * UNIT);
        let (site, coop) = (t.site(), t.site().coop);
        let promised = world.service(&site.service(0)).promised_until.get();
        world.set_time(promised);
        take_rate_becomes(&mut world, &coop, 1_000);
        world.accepts(site.reprice_service(0), &[]);
        world.refuses(TakeRateUnchanged, site.reprice_service(0), &[]);
        let from = promised + 30 * DAY;
        let service = world.service(&site.service(0));
        assert_eq!((rate(&service, from - 1).0, rate(&service, from).0), (300, 1_000));
        assert_eq!(service.next_from, from);
        let who = &t.g.coop.founder;
        for (now, paid) in [(from - 1, 9_700), (from, 9_000)] {
            world.set_time(now);
            let before = world.balance(&t.owner.tokens);
            world.accepts(t.payment(who, true, 10_000), &[who]);
            assert_eq!(world.balance(&t.owner.tokens) - before, paid);
        }
        // what is better holds at once
        take_rate_becomes(&mut world, &coop, 50);
        world.accepts(site.reprice_service(0), &[]);
        assert_eq!(rate(&world.service(&site.service(0)), from).0, 50);
    }

    #[test]
    fn what_was_to_become_worse_does_not_if_the_co_op_thinks_better_of_it() {
        let mut world = World::new();
        let t = trading(&mut world, 3, 200 * UNIT);
        let (site, coop) = (t.site(), t.site().coop);
        world.set_time(world.service(&site.service(0)).promised_until.get());
        take_rate_becomes(&mut world, &coop, 1_000);
        world.accepts(site.reprice_service(0), &[]);
        world.pass(DAY);
        take_rate_becomes(&mut world, &coop, 300);
        world.accepts(site.reprice_service(0), &[]);
        let service = world.service(&site.service(0));
        assert_eq!((service.next_from.get(), rate(&service, i64::MAX).0), (0, 300));
        world.refuses(TakeRateUnchanged, site.reprice_service(0), &[]);
    }

    #[test]
    fn rate_and_split_are_each_kept_where_the_new_one_is_worse() {
        let mut world = World::new();
        let (g, _) = provided(&mut world, 3, 4_000);
        let (site, own) = (g.coop.site, &g.coop.members[1]);
        let member = Some(site.member(&own.wallet()));
        let mine = site.reprice_service_by(Some(own.wallet()), member, 0);
        world.edit::<Coop>(&site.coop, |c| {
            (c.charter.take_rate_bps, c.charter.provider_bps) = (100.into(), 3_000.into());
            let before = c.period;
            c.period.begin_take_rate(100.into(), &before);
            c.period.begin_take_rate(100.into(), &{ c.period });
        });
        world.refuses(TakeRatePromised, mine.clone(), &[own]);
        world.set_time(world.service(&site.service(0)).promised_until.get());
        world.accepts(mine, &[own]);
        let (service, now) = (world.service(&site.service(0)), world.now());
        assert_eq!((rate(&service, now), rate(&service, now + 30 * DAY)), ((100, 4_000), (100, 3_000)));
    }

    #[test]
    fn the_wallet_of_the_day_acts_for_a_membership() {
        let mut world = World::new();
        let (g, _) = provided(&mut world, 3, 4_000);
        let (site, own) = (g.coop.site, &g.coop.members[1]);
        let (member, new) = (site.member(&own.wallet()), world.actor("new wallet", 0));
        take_rate_becomes(&mut world, &site.coop, 100);
        world.edit::<coop::state::Member>(&member, |m| m.wallet = new.wallet());
        let by = |who: &crate::Actor, provider| site.reprice_service_by(Some(who.wallet()), provider, 0);
        world.refuses(PatronMissing, by(&new, None), &[&new]);
        world.refuses(PatronMismatch, by(&new, Some(site.member(&g.coop.founder.wallet()))), &[&new]);
        world.refuses(NotTheServiceOwner, by(own, Some(member)), &[own]);
        world.accepts(by(&new, Some(member)), &[&new]);
        // it is paid to an account of the new wallet from now on
        let payout = world.token_account(&new.wallet(), 0);
        let call = site.update_payout_by(&new.wallet(), Some(member), 0, &payout);
        world.accepts(call, &[&new]);
        assert_eq!(world.service(&site.service(0)).owner, new.wallet());
        world.accepts(site.retire_service_of(&new.wallet(), Some(member), 0, &own.wallet()), &[&new]);
    }

    /// The part of the surplus and the take rate: each that is better holds at once, each that is worse a period later, and what
    /// waits gives way to what comes after it.
    #[test]
    fn both_terms_follow_the_co_op_each_in_its_time() {
        let mut world = World::new();
        let t = trading(&mut world, 3, 200 * UNIT);
        let (site, coop) = (t.site(), t.site().coop);
        let read = |world: &World| world.service(&site.service(0));
        world.set_time(read(&world).promised_until.get());
        // now, and from its change on; `after` seconds later
        let mut follows = |after: i64, take: u16, provider: u16| {
            world.pass(after);
            take_rate_becomes(&mut world, &coop, take);
            world.edit::<Coop>(&coop, |c| c.charter.provider_bps = provider.into());
            world.accepts(site.reprice_service(0), &[]);
            world.refuses(TakeRateUnchanged, site.reprice_service(0), &[]);
            let (service, now) = (read(&world), world.now());
            assert!(service.next_from == 0 || service.next_from == now + 30 * DAY);
            (rate(&service, now), rate(&service, now + 30 * DAY))
        };
        let better = (300, 1_000);
        assert_eq!(follows(1, 300, 1_000), (better, better));
        assert_eq!(follows(1, 300, 800), (better, (300, 800)));
        assert_eq!(follows(1, 300, 600), (better, (300, 600)));
        assert_eq!(follows(1, 400, 600), (better, (400, 600)));
        assert_eq!(follows(1, 500, 600), (better, (500, 600)));
        // a better part holds at once, though a worse rate waits; in the second in which that begins it waits no more
        assert_eq!(follows(1, 500, 1_200), ((300, 1_200), (500, 1_200)));
        world.pass(30 * DAY);
        assert_eq!(rate(&read(&world), world.now()), (500, 1_200));
        world.refuses(TakeRateUnchanged, site.reprice_service(0), &[]);
    }

    /// A rate must have stood for two periods: the lowest and the highest of them are the bounds, and the ceiling of the charter.
    #[test]
    fn a_service_moves_no_further_than_to_rates_that_have_stood() {
        let mut world = World::new();
        let t = trading(&mut world, 3, 200 * UNIT);
        let site = t.site();
        world.set_time(world.service(&site.service(0)).promised_until.get());
        let saved = world.save();
        // of a service at 300: the rate, the lowest of this period and of the one before, the highest, the ceiling
        for (rate, lowest, highest, ceiling, expected) in [
            (200, [200, 200], [200, 200], 1_000, 200),
            (200, [200, 200], [250, 200], 1_000, 250),
            (200, [200, 200], [200, 250], 1_000, 250),
            (200, [200, 200], [280, 280], 260, 260),
            (500, [500, 500], [500, 500], 1_000, 500),
            (500, [400, 500], [500, 500], 1_000, 400),
            (500, [500, 350], [500, 500], 1_000, 350),
            (350, [350, 500], [500, 500], 1_000, 350),
        ] {
            world.restore(&saved);
            world.edit::<Coop>(&site.coop, |c| {
                (c.charter.take_rate_bps, c.charter.take_rate_ceiling_bps) = (rate.into(), ceiling.into());
                let p = &mut c.period;
                (p.take_rate_low, p.take_rate_low_before) = (lowest[0].into(), lowest[1].into());
                (p.take_rate_high, p.take_rate_high_before) = (highest[0].into(), highest[1].into());
            });
            world.accepts(site.reprice_service(0), &[]);
            let service = world.service(&site.service(0));
            assert_eq!(service.next_take_rate_bps, expected, "{rate} {lowest:?} {highest:?}");
        }
    }

    /// Rates that are to come are stored as 0 while there were never any.
    #[test]
    fn a_service_without_a_take_rate_loses_the_providers_part_a_period_later() {
        let mut world = World::new();
        let (g, _) = provided(&mut world, 3, 4_000);
        let site = g.coop.site;
        take_rate_becomes(&mut world, &site.coop, 0);
        world.edit::<Coop>(&site.coop, |c| c.charter.provider_bps = 0.into());
        world.edit::<Service>(&site.service(0), |s| {
            (s.take_rate_bps, s.promised_until) = (0.into(), 0.into());
        });
        world.accepts(site.reprice_service(0), &[]);
        let (service, from) = (world.service(&site.service(0)), world.now() + 30 * DAY);
        assert_eq!((rate(&service, from - 1), rate(&service, from)), ((0, 4_000), (0, 0)));
    }
}
