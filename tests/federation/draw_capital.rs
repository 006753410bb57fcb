//! `draw_capital`: Pays a member of a dissolving co-op its part of the money that is there.

use crate::{CoopSite, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    /// Pays `wallet` its part of a dissolving co-op.
    pub fn draw_capital(&self, wallet: &Address, destination: &Address) -> Instruction {
        build(
            accounts::DrawCapital {
                coop: self.coop,
                member: self.member(wallet),
                vault: self.vault,
                destination: *destination,
                mint: self.mint,
                token_program: self.token_program,
            },
            instruction::DrawCapital {},
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
        fixtures::{active, dissolving, long_without_electors, settle_everyone},
        scenes::no,
        stateful::{
            chain::{Chain, PEOPLE},
            deed::{Act, Deed, Purse, Touched, Who},
            generate::{Aim, Generator},
            model::{Coop, Model, Standing, Verdict, demand},
        },
        verb::{Link, Scene, Verb},
    };
    use coop::error::CoopError::*;
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "draw_capital"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let (small, _) = dissolving(world);
            settle_everyone(world, &small);
            let who = &small.members[0];
            Call::new(small.site.draw_capital(&who.wallet(), &who.tokens), &[])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfMember, Link::WalletOfMember]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            30
        }

        fn one_in(&self) -> u64 {
            100_000
        }

        fn fits(&self, coop: &Coop, _pool: usize, who: Who) -> bool {
            coop.members.get(&who).is_some_and(|m| m.shares > 0 || m.matured > m.drawn || m.withdrawn > 0)
        }

        fn for_anyone(&self) -> bool {
            true
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, coop, who, .. } = aim;
            let wallet = coop.wallet(who);
            let to = if g.rng.percent(96) { (wallet, g.rng.upto(2)) } else { (g.who(), 0) };
            DrawCapital { slot, who, to }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (CoopNotDissolving, |w| {
            let g = active(w, 3, 200 * UNIT);
            let who = &g.coop.founder;
            no(w, g.coop.site.draw_capital(&who.wallet(), &who.tokens), &[])
        }),
        (SettlePatronageFirst, |w| {
            let g = active(w, 3, 200 * UNIT);
            for who in g.coop.everyone() {
                w.accepts(g.coop.site.resign(&who.wallet()), &[who]);
            }
            long_without_electors(w, &g.coop.site);
            let who = &g.coop.founder;
            w.accepts(g.coop.site.dissolve(&who.wallet(), None::<u32>, None, 0), &[who]);
            no(w, g.coop.site.draw_capital(&who.wallet(), &who.tokens), &[])
        }),
        (ClaimsLapsed, |w| {
            let (small, large) = dissolving(w);
            w.pass(3 * 365 * crate::DAY);
            let heir = Some(large.site.coop);
            w.accepts(small.site.finish_dissolution(heir, heir), &[]);
            let who = &small.founder;
            no(w, small.site.draw_capital(&who.wallet(), &who.tokens), &[])
        }),
        (DestinationNotTheMembers, |w| {
            let (small, _) = dissolving(w);
            no(w, small.site.draw_capital(&small.members[0].wallet(), &small.founder.tokens), &[])
        }),
    ];

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct DrawCapital {
        pub slot: usize,
        pub who: Who,
        pub to: Purse,
    }

    impl Act for DrawCapital {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn touched(&self) -> Touched {
            Touched::people(&[self.who, self.to.0])
        }

        fn call(&self, chain: &Chain, model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, who, to } = *self;
            let site = &chain.sites[slot];
            let fixed = if model.pays(self) { vec![0, 1, 2, 3, 4, 5] } else { vec![0, 1, 2, 3, 4] };
            (site.draw_capital(&chain.wallet(who), &chain.purse(to)), fixed)
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, who, to } = *self;
            let now = model.now;
            let c = model.alive(slot)?;
            let m = c.member(who)?;
            demand(to.0 == m.wallet, DestinationNotTheMembers)?;
            demand(to.0 < PEOPLE || to.1 == 0, NotTheCanonicalAccount)?;
            demand(c.is_dissolving(), CoopNotDissolving)?;
            m.require_at_home(now)?;
            c.require_claims()?;
            c.require_settled(m)?;
            let stayed = m.standing == Standing::Member;
            let mut next = c.clone();
            if stayed {
                next.dismiss(who, Standing::Left, now);
            }
            let b = &mut next.books;
            let (claim, drawn) = (next.members[&who].matured, next.members[&who].drawn);
            let amount = b.money.claim(b.claims, b.claims_paid, claim, drawn);
            if amount == 0 && !stayed {
                return Ok(());
            }
            b.money.take(amount);
            b.claims_paid += amount;
            b.seq += 1;
            let all = drawn + amount == claim;
            b.money.retained_total -= if all { claim } else { 0 };
            let m = next.edit_member(who);
            (m.matured, m.drawn) = if all { (0, 0) } else { (claim, drawn + amount) };
            next.vault -= amount;
            *model.edit(slot) = next;
            model.pay_to(slot, to, amount);
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{
        UNIT, World,
        fixtures::{dissolve, dissolving, inheriting, settle_everyone, take_in},
    };
    use coop::state::Standing;

    #[test]
    fn a_claim_that_is_paid_at_par_is_no_claim_and_no_capital_any_more() {
        let mut world = World::new();
        let (small, _) = dissolving(&mut world);
        let (site, who) = (small.site, &small.members[0]);
        settle_everyone(&mut world, &small);
        let held = world.balance(&who.tokens);
        world.accepts(site.draw_capital(&who.wallet(), &who.tokens), &[]);
        assert_eq!(world.balance(&who.tokens) - held, 200 * UNIT);
        let (coop, member) = (world.coop(&site.coop), world.member(&site.member(&who.wallet())));
        assert_eq!((member.matured.get(), member.drawn.get()), (0, 0));
        assert_eq!((coop.claims.get(), coop.claims_paid.get()), (600 * UNIT, 200 * UNIT));
        let capital = (coop.books.shares_total.get(), coop.books.retained_total.get());
        assert_eq!(capital, (400 * UNIT, 0));
        world.pass(1);
        world.changes_nothing(site.draw_capital(&who.wallet(), &who.tokens));
        world.accepts(site.pool(0).reclaim_pledge(&who.wallet(), &who.wallet()), &[]);
        world.accepts(site.reclaim_member(&who.wallet(), &who.wallet()), &[]);
    }

    /// Nothing is paid, so it does not matter that nothing could be.
    #[test]
    fn a_membership_without_capital_ends_and_is_told_though_its_token_account_is_frozen() {
        let mut world = World::new();
        let (mut small, large) = inheriting(&mut world);
        take_in(&mut world, &mut small, 1);
        dissolve(&mut world, &small, large.site.coop);
        let (site, who) = (small.site, small.members.last().expect("just taken in"));
        world.patch(&who.tokens, 108, &[2]);
        let before = world.coop(&site.coop);
        let draw = site.draw_capital(&who.wallet(), &who.tokens);
        assert_eq!(world.accepts(draw.clone(), &[]).events.len(), 1);
        let after = world.coop(&site.coop);
        assert!(world.member(&site.member(&who.wallet())).is(Standing::Left));
        assert_eq!((before.members.get(), after.members.get()), (4, 3));
        assert_eq!((after.claims_paid, after.cash()), (before.claims_paid, before.cash()));
        world.pass(1);
        world.changes_nothing(draw);
    }
}
