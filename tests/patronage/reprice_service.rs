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
        stateful::{
            chain::Chain,
            deed::{Act, Deed, Touched, Who},
            generate::{Aim, Generator},
            model::{Model, Verdict, demand, refuse},
        },
        verb::{Scene, Verb},
    };
    use coop::error::CoopError::*;
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "reprice_service"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let t = trading(world, 3, 200 * UNIT);
            take_rate_becomes(world, &t.site().coop, 200);
            Call::new(t.site().reprice_service(0), &[])
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            8
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
            let t = trading(w, 3, 200 * UNIT);
            take_rate_becomes(w, &t.site().coop, 301);
            w.send(&[t.site().reprice_service(0)], &[]).expect_err("refused")
        }),
        (TakeRateUnchanged, |w| {
            let t = trading(w, 3, 200 * UNIT);
            w.send(&[t.site().reprice_service(0)], &[]).expect_err("refused")
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
            let (rate, part) = (c.books.take_rate, c.terms().provider_bps);
            let (rate_now, part_now) = s.split(now);
            let worse = rate > rate_now || part < part_now;
            if now < s.promised_until {
                let Some(caller) = caller else { return refuse(TakeRatePromised) };
                c.require_acts_for(s, caller, provider)?;
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
        UNIT, World,
        fixtures::{take_rate_becomes, trading},
    };
    use coop::error::CoopError::*;

    #[test]
    fn a_rate_falls_at_any_time_and_rises_no_second_before_its_promise_ends() {
        let mut world = World::new();
        let t = trading(&mut world, 3, 200 * UNIT);
        let (site, coop) = (t.site(), t.site().coop);
        let rate = |world: &World| world.service(&site.service(0)).take_rate_bps.get();
        let promised = world.service(&site.service(0)).promised_until.get();
        take_rate_becomes(&mut world, &coop, 100);
        assert_eq!(rate(&world), 300, "a service keeps its rate until it is repriced");
        world.accepts(site.reprice_service(0), &[]);
        assert_eq!(rate(&world), 100);
        // what was once given is kept too
        take_rate_becomes(&mut world, &coop, 300);
        world.refuses(TakeRatePromised, site.reprice_service(0), &[]);
        take_rate_becomes(&mut world, &coop, 1_000);
        world.set_time(promised - 1);
        world.refuses(TakeRatePromised, site.reprice_service(0), &[]);
        world.set_time(promised);
        world.accepts(site.reprice_service(0), &[]);
        assert_eq!(rate(&world), 1_000);
        world.refuses(TakeRateUnchanged, site.reprice_service(0), &[]);
    }
}
