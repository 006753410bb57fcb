//! `resign`: A member leaves; its capital matures.

use crate::{CoopSite, call::build};
use anchor_lang::prelude::Address;
use coop::{accounts, instruction};
use solana_message::Instruction;

impl CoopSite {
    pub fn resign(&self, wallet: &Address) -> Instruction {
        self.resign_with(wallet, None, None, false, false)
    }

    /// Resigns and asks for all that does not rest.
    pub fn resign_asking(&self, wallet: &Address) -> Instruction {
        self.resign_with(wallet, None, None, true, false)
    }

    /// Resigns in protest.
    pub fn resign_protesting(&self, wallet: &Address) -> Instruction {
        self.resign_with(wallet, None, None, false, true)
    }

    /// Resigns with business of the closed `period`, a pledge in `pool`, asking for its capital, in protest, or without any
    /// of these.
    pub fn resign_with(
        &self,
        wallet: &Address,
        period: Option<u32>,
        pool: Option<u32>,
        ask: bool,
        protest: bool,
    ) -> Instruction {
        build(
            accounts::Resign {
                wallet: *wallet,
                coop: self.coop,
                member: self.member(wallet),
                period: period.map(|number| self.period(number)),
                pool: pool.map(|index| self.pool(index).pool),
                pledge: pool.map(|index| self.pool(index).pledge(wallet)),
            },
            instruction::Resign { ask, protest },
        )
    }
}

#[cfg(feature = "svm")]
pub use rules::*;

/// What the tests know of it.
#[cfg(feature = "svm")]
mod rules {
    use crate::{
        Call, Refusal, UNIT, World,
        call::Founding,
        fixtures::{Gathering, active, candidacy, found, pledged, traded},
        scenes::no,
        stateful::{
            chain::{Chain, PEOPLE},
            deed::{Act, Acting, AsMember, Deed, Touched, Who},
            generate::{Aim, Generator, SHORT_LIVED},
            model::{Coop, Member, Model, Standing, Verdict, demand},
        },
        verb::{Link, Scene, Verb},
    };
    use anchor_lang::prelude::Address;
    use coop::error::CoopError::*;
    use solana_message::Instruction;

    /// This instruction, in the tests.
    pub struct This;

    impl Verb for This {
        fn name(&self) -> &'static str {
            "resign"
        }

        fn fixture(&self, world: &mut World) -> Call {
            let g = active(world, 3, 200 * UNIT);
            Call::new(g.coop.site.resign(&g.coop.founder.wallet()), &[&g.coop.founder.key])
        }

        fn compares(&self) -> &'static [Link] {
            &[Link::CoopOfMember, Link::WalletOfMember]
        }

        fn refusals(&self) -> &'static [Scene] {
            REFUSALS
        }

        fn weight(&self) -> u64 {
            2
        }

        fn short_weight(&self) -> u64 {
            1
        }

        fn fits(&self, coop: &Coop, _pool: usize, who: Who) -> bool {
            coop.standing(who) == Some(Standing::Member)
        }

        fn random(&self, g: &mut Generator, aim: Aim) -> Deed {
            let Aim { slot, coop, who, .. } = aim;
            let mut who = who;
            // in a small co-op people stay, mostly: a dead one teaches nothing
            if slot < SHORT_LIVED && coop.books.members < 4 && !g.rng.percent(4) {
                who = PEOPLE - 1;
            }
            // and a crowd must stay one
            if slot == 0 && g.crowded && !g.rng.percent(15) {
                who = PEOPLE - 1;
            }
            let unsettled = |m: &Member| m.is_unsettled() && m.unsettled_period < coop.books.period;
            let waits = coop.members.get(&who).filter(|m| unsettled(m)).map(|m| m.unsettled_period as usize);
            let any = g.rng.percent(5).then(|| g.rng.upto(coop.periods.len() + 1));
            let period = if g.rng.percent(92) { waits } else { any };
            let pool = coop.members.get(&who).and_then(|m| m.pledged_in.checked_sub(1));
            let pool = pool.filter(|_| g.rng.percent(95)).map(|pool| pool as usize);
            Resign { slot, who, ask: g.rng.percent(60), period, pool, protest: g.rng.percent(60) }.into()
        }
    }

    /// Its refusals, each with a scene in which it is given.
    const REFUSALS: &[Scene] = &[
        (SettlePatronageFirst, |w| {
            let t = traded(w);
            let who = &t.g.coop.founder;
            no(w, t.site().resign(&who.wallet()), &[who])
        }),
        (ClosePeriodFirst, |w| {
            let g = active(w, 3, 200 * UNIT);
            let who = &g.coop.founder;
            w.set_time(w.coop(&g.coop.site.coop).period.ends());
            no(w, g.coop.site.resign_asking(&who.wallet()), &[who])
        }),
        (PledgeMissing, |w| {
            let g = pledged(w, 3, 200 * UNIT);
            let who = &g.coop.founder;
            no(w, g.coop.site.resign(&who.wallet()), &[who])
        }),
        (PledgeEmpty, |w| {
            // what it has is in another pool
            let g = active(w, 3, 200 * UNIT);
            let who = &g.coop.founder;
            w.edit::<coop::state::Member>(&g.coop.site.member(&who.wallet()), |m| m.pledged_in = 2.into());
            no(w, g.coop.site.resign_with(&who.wallet(), None, Some(0), false, false), &[who])
        }),
        (PoolOfAnotherCoop, |w| with(w, 4, |_, other| other.site.pool)),
        (PledgeOfAnotherPool, |w| with(w, 5, |_, other| other.site.pledge(&other.coop.founder.wallet()))),
        (PledgeOfAnotherMember, |w| with(w, 5, |own, _| own.site.pledge(&own.coop.members[0].wallet()))),
        (NotAMember, |w| {
            let coop = found(w, &Founding::default());
            let who = w.actor("candidate", 0);
            candidacy(w, &coop.site, &who);
            w.send(&[coop.site.resign(&who.wallet())], &[&who.key]).expect_err("refused")
        }),
        (WalletMismatch, |w| {
            let g = active(w, 3, 200 * UNIT);
            let thief = w.actor("thief", 0);
            let mut call = g.coop.site.resign(&g.coop.founder.wallet());
            call.accounts[0].pubkey = thief.wallet();
            w.send(&[call], &[&thief.key]).expect_err("refused")
        }),
        (MemberOfAnotherCoop, |w| {
            let (one, other) = (found(w, &Founding::default()), found(w, &Founding::default()));
            let mut call = one.site.resign(&one.founder.wallet());
            call.accounts[1].pubkey = other.site.coop;
            w.send(&[call], &[&one.founder.key]).expect_err("refused")
        }),
    ];

    /// Someone who has a pledge resigns with one account that is not its own: of its co-op, or of another.
    fn with(w: &mut World, place: usize, account: fn(&Gathering, &Gathering) -> Address) -> Refusal {
        let (own, other) = (pledged(w, 3, 200 * UNIT), pledged(w, 3, 200 * UNIT));
        let who = &own.coop.founder;
        let mut call = own.coop.site.resign_with(&who.wallet(), None, Some(0), false, false);
        call.accounts[place].pubkey = account(&own, &other);
        no(w, call, &[who])
    }

    /// One of it in a random life.
    #[derive(Clone, Debug)]
    pub struct Resign {
        pub slot: usize,
        pub who: Who,
        pub ask: bool,
        /// The closed period that it has business of.
        pub period: Option<usize>,
        /// The pool of its pledge.
        pub pool: Option<usize>,
        pub protest: bool,
    }

    impl Act for Resign {
        fn verb(&self) -> &'static dyn Verb {
            &This
        }

        fn slot(&self) -> usize {
            self.slot
        }

        fn touched(&self) -> Touched {
            let Self { who, period, pool, .. } = *self;
            Touched { pool, period, ..Touched::people(&[who]) }
        }

        fn call(&self, chain: &Chain, _model: &Model) -> (Instruction, Vec<usize>) {
            let Self { slot, who, ask, period, pool, protest } = *self;
            let (period, pool) = (period.map(|number| number as u32), pool.map(|index| index as u32));
            let site = &chain.sites[slot];
            (site.resign_with(&chain.wallet(who), period, pool, ask, protest), vec![0, 1, 2])
        }

        fn acting(&self) -> Option<Acting> {
            Some(Acting { wallet: 0, source: None, who: self.who })
        }

        fn as_member(&self) -> Option<AsMember> {
            Some(AsMember { accounts: 6, data: 2, moves_money: true })
        }

        fn predict(&self, model: &mut Model) -> Verdict {
            let Self { slot, who, ask, period, pool, protest } = *self;
            let now = model.now;
            let c = model.alive(slot)?;
            let m = c.member(who)?;
            demand(m.standing == Standing::Member, NotAMember)?;
            c.require_claims()?;
            // a period that is not needed is not looked at
            let waits = m.is_unsettled() && m.unsettled_period != c.books.period;
            if let Some(period) = period.filter(|_| waits) {
                c.period(period)?;
            }
            let settles = waits && period == Some(m.unsettled_period as usize);
            let mut next = c.clone();
            if let Some(period) = period.filter(|_| settles) {
                next.settle(who, period);
            }
            next.leave_pool(who, pool, now)?;
            if !settles {
                c.require_settled(m)?;
            }
            let asks = ask && c.is_active();
            if asks {
                m.require_at_home(now)?;
                c.require_not_overdue(now)?;
            }
            next.dismiss(who, Standing::Left, now);
            next.edit_member(who).in_protest = protest;
            if asks {
                let m = &next.members[&who];
                let all = m.askable(0, now);
                if all > 0 {
                    next.require_price(0, m.fresh_part(all))?;
                }
                next.set_ask(who, all);
            }
            next.books.seq += 1;
            *model.edit(slot) = next;
            Ok(())
        }
    }

    impl Coop {
        /// Ends a membership.
        pub fn dismiss(&mut self, who: Who, standing: Standing, now: i64) {
            let ends = self.is_dissolving();
            let m = &self.members[&who];
            let unclaimed = self.counted_unclaimed(m);
            let votes = m.is_elector() || unclaimed;
            self.draw_returns(who);
            if unclaimed {
                let since = self.books.activated_at;
                let m = self.edit_member(who);
                m.elector_from = since;
            }
            if votes {
                self.lose_elector(now);
            }
            self.books.members -= 1;
            let m = self.edit_member(who);
            let shares = std::mem::take(&mut m.shares);
            let earning = shares - m.shares_new;
            m.matured_new += std::mem::take(&mut m.shares_new);
            let (units, founding) =
                (std::mem::take(&mut m.pioneer_units), std::mem::take(&mut m.founding_shares));
            let place = std::mem::take(&mut m.place_drawn);
            let left = (place as i64 - (now - m.admitted_at)).max(0);
            m.matured += shares + std::mem::take(&mut m.withdrawn);
            for (_, retained) in &mut m.vintages {
                m.matured += std::mem::take(retained);
            }
            let (used, worked) = (m.units, m.work);
            let b = &mut self.books;
            b.growth_full -= left;
            b.pioneer_units -= units;
            b.founding_shares -= founding;
            b.shares_earning -= earning;
            b.money.shares_total -= shares;
            b.money.retained_total += shares;
            b.done.leaving_units += used;
            b.done.leaving_work += worked;
            let m = self.edit_member(who);
            m.pledge_counts &= ends;
            m.left_at = now;
            m.name.clear();
            m.standing = standing;
        }
    }
}

#[cfg(test)]
mod tests;
