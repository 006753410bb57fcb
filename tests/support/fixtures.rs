//! For each instruction, a world in which it is about to succeed.
//!
//! Generic tests spoil one account at a time and expect a refusal; the benchmarks run each as it is.

use crate::{
    Call, CoopSite, PoolSite, UNIT, World,
    call::{Founding, act_of, call_of, unsigned},
    charter, pool_terms,
    world::Actor,
};
use anchor_lang::prelude::Address;
use coop::state::{Action, CharterTerms, Choice, PoolTerms};
use solana_message::{AccountMeta, Instruction};

/// An instruction by name, and how to bring a world to where it succeeds.
pub struct Fixture {
    pub name: &'static str,
    pub make: fn(&mut World) -> Call,
}

/// A co-op with its people.
pub struct Founded {
    pub site: CoopSite,
    pub founder: Actor,
    /// Admitted members, the founder not among them.
    pub members: Vec<Actor>,
}

impl Founded {
    /// The founder and the members.
    pub fn everyone(&self) -> impl Iterator<Item = &Actor> {
        std::iter::once(&self.founder).chain(&self.members)
    }
}

/// A founded co-op with an open pool.
pub struct Gathering {
    pub coop: Founded,
    pub site: PoolSite,
}

/// Founds a forming co-op, with nobody but its founder.
pub fn found(world: &mut World, founding: &Founding) -> Founded {
    let founder = world.actor("founder", 1_000_000 * UNIT);
    let site = CoopSite::new(&founder.wallet(), founding.id, world.mint, world.token_program);
    world.send(&[site.found(founding)], &[&founder.key]).expect("founded");
    Founded { site, founder, members: Vec::new() }
}

/// Takes in `count` members, vouched for by as many as the charter asks.
pub fn take_in(world: &mut World, coop: &mut Founded, count: usize) {
    for _ in 0..count {
        let newcomer = world.actor("member", 1_000_000 * UNIT);
        candidacy(world, &coop.site, &newcomer);
        let needed = world.member(&coop.site.member(&newcomer.wallet())).vouches_needed as usize;
        // the latest members vouch: nobody runs out
        let vouchers: Vec<&Actor> = coop.members.iter().rev().chain([&coop.founder]).take(needed).collect();
        for voucher in vouchers {
            vouch(world, &coop.site, voucher, &newcomer);
        }
        world.send(&[coop.site.admit(&newcomer.wallet())], &[]).expect("admitted");
        coop.members.push(newcomer);
    }
}

/// Makes `who` a candidate.
pub fn candidacy(world: &mut World, site: &CoopSite, who: &Actor) {
    let wallet = who.wallet();
    world.send(&[site.apply(&wallet, &wallet)], &[&who.key]).expect("applied");
}

/// `voucher` vouches for `candidate`.
pub fn vouch(world: &mut World, site: &CoopSite, voucher: &Actor, candidate: &Actor) {
    let wallet = voucher.wallet();
    world.send(&[site.vouch_for(&wallet, &wallet, &candidate.wallet())], &[&voucher.key]).expect("vouched");
}

/// A forming co-op of `size` members with its founding pool open since now.
pub fn gather(world: &mut World, size: usize) -> Gathering {
    let mut coop = found(world, &Founding::default());
    take_in(world, &mut coop, size - 1);
    let terms = pool_terms(world.now());
    world.send(&[coop.site.open_pool(0, terms)], &[&coop.founder.key]).expect("opened");
    let site = coop.site.pool(0);
    Gathering { coop, site }
}

/// `who` pledges.
pub fn pledge(world: &mut World, site: &PoolSite, who: &Actor, amount: u64, use_amount: u64) {
    world.send(&[site.make_pledge(&who.wallet(), who, amount, use_amount)], &[&who.key]).expect("pledged");
}

/// A pool in which everyone of `size` members has pledged `amount`, and use enough for the gate.
pub fn pledged(world: &mut World, size: usize, amount: u64) -> Gathering {
    let gathering = gather(world, size);
    for who in gathering.coop.everyone() {
        pledge(world, &gathering.site, who, amount, 20 * UNIT);
    }
    gathering
}

/// The same after its deadline, settled.
pub fn settled(world: &mut World, size: usize, amount: u64) -> Gathering {
    let gathering = pledged(world, size, amount);
    world.set_time(world.pool(&gathering.site.pool).terms.deadline.get() + 1);
    world.send(&[gathering.site.settle_pool()], &[]).expect("settled");
    gathering
}

/// The same with everyone's shares claimed: an active co-op of `size` electors.
pub fn active(world: &mut World, size: usize, amount: u64) -> Gathering {
    let gathering = settled(world, size, amount);
    for who in gathering.coop.everyone() {
        world.send(&[gathering.site.claim_shares(&who.wallet())], &[]).expect("claimed");
    }
    gathering
}

/// A pool of one pledger too few, after its settlement.
pub fn failed(world: &mut World) -> Gathering {
    let gathering = gather(world, 3);
    pledge(world, &gathering.site, &gathering.coop.founder, 150 * UNIT, 0);
    pledge(world, &gathering.site, &gathering.coop.members[0], 150 * UNIT, 0);
    world.set_time(world.pool(&gathering.site.pool).terms.deadline.get() + 1);
    world.send(&[gathering.site.settle_pool()], &[]).expect("settled");
    gathering
}

/// An active co-op with a service, whose owner is no member.
pub struct Trading {
    pub g: Gathering,
    pub owner: Actor,
}

impl Trading {
    pub fn site(&self) -> CoopSite {
        self.g.coop.site
    }

    /// The call with which `who` pays the service.
    pub fn payment(&self, who: &Actor, as_member: bool, amount: u64) -> Instruction {
        self.site().pay_service(who, as_member, 0, &self.owner.tokens, amount, u64::MAX)
    }

    /// A member pays the service.
    pub fn pay(&self, world: &mut World, who: &Actor, amount: u64) {
        world.accepts(self.payment(who, true, amount), &[who]);
    }

    /// Lets the open period end and closes it. Its number.
    pub fn close(&self, world: &mut World) -> u32 {
        close(world, &self.g.coop)
    }
}

/// Lets the open period of a co-op end and closes it. Its number.
pub fn close(world: &mut World, coop: &Founded) -> u32 {
    let books = world.coop(&coop.site.coop);
    let end = books.period.started_at.get() + books.charter.period_length.get() as i64;
    world.set_time(end.max(world.now()));
    let number = books.period.number.get();
    world.accepts(coop.site.close_period(&coop.founder.wallet(), number), &[&coop.founder]);
    number
}

/// An active co-op of `size` electors with a service of another's.
pub fn trading(world: &mut World, size: usize, amount: u64) -> Trading {
    let g = active(world, size, amount);
    let owner = world.actor("service", 0);
    let wallet = owner.wallet();
    let call = g.coop.site.register_service(&wallet, &wallet, 0, &owner.tokens, "Oven rental", 300);
    world.accepts(call, &[&owner]);
    Trading { g, owner }
}

/// The same after its first period, in which the first two members and a stranger paid the service.
pub fn traded(world: &mut World) -> Trading {
    let t = trading(world, 3, 200 * UNIT);
    let stranger = world.actor("stranger", 1_000 * UNIT);
    t.pay(world, &t.g.coop.founder, 1_000 * UNIT);
    t.pay(world, &t.g.coop.members[0], 500 * UNIT);
    world.accepts(t.payment(&stranger, false, 500 * UNIT), &[&stranger]);
    t.close(world);
    t
}

/// A member admitted to an active co-op: it has no shares yet.
pub fn newcomer(world: &mut World, coop: &mut Founded) -> usize {
    take_in(world, coop, 1);
    coop.members.len() - 1
}

fn wallets(world: &mut World) -> (Founded, Actor) {
    let coop = found(world, &Founding::default());
    let candidate = world.actor("candidate", 0);
    (coop, candidate)
}

/// What each instruction needs. In the order of the program's own list.
pub const FIXTURES: &[Fixture] = &[
    Fixture {
        name: "found",
        make: |world| {
            let founder = world.actor("founder", 0);
            let site = CoopSite::new(&founder.wallet(), 1, world.mint, world.token_program);
            Call::new(site.found(&Founding::default()), &[&founder.key])
        },
    },
    Fixture {
        name: "reclaim_coop",
        make: |world| {
            let coop = found(world, &Founding::default());
            let founder = coop.founder.wallet();
            world.send(&[coop.site.resign(&founder)], &[&coop.founder.key]).expect("resigned");
            world.send(&[coop.site.reclaim_member(&founder, &founder)], &[]).expect("reclaimed");
            Call::new(coop.site.reclaim_coop(), &[])
        },
    },
    Fixture {
        name: "apply",
        make: |world| {
            let (coop, candidate) = wallets(world);
            Call::new(coop.site.apply(&candidate.wallet(), &candidate.wallet()), &[&candidate.key])
        },
    },
    Fixture {
        name: "reapply",
        make: |world| {
            let (coop, candidate) = wallets(world);
            candidacy(world, &coop.site, &candidate);
            let wallet = candidate.wallet();
            world.send(&[coop.site.withdraw_application(&wallet)], &[&candidate.key]).expect("withdrawn");
            Call::new(coop.site.reapply(&wallet), &[&candidate.key])
        },
    },
    Fixture {
        name: "withdraw_application",
        make: |world| {
            let (coop, candidate) = wallets(world);
            candidacy(world, &coop.site, &candidate);
            Call::new(coop.site.withdraw_application(&candidate.wallet()), &[&candidate.key])
        },
    },
    Fixture {
        name: "vouch_for",
        make: |world| {
            let (coop, candidate) = wallets(world);
            candidacy(world, &coop.site, &candidate);
            let founder = coop.founder.wallet();
            Call::new(coop.site.vouch_for(&founder, &founder, &candidate.wallet()), &[&coop.founder.key])
        },
    },
    Fixture {
        name: "withdraw_vouch",
        make: |world| {
            let (coop, candidate) = wallets(world);
            candidacy(world, &coop.site, &candidate);
            vouch(world, &coop.site, &coop.founder, &candidate);
            let founder = coop.founder.wallet();
            Call::new(coop.site.withdraw_vouch(&founder, &candidate.wallet(), &founder), &[&coop.founder.key])
        },
    },
    Fixture {
        name: "admit",
        make: |world| {
            let (coop, candidate) = wallets(world);
            candidacy(world, &coop.site, &candidate);
            vouch(world, &coop.site, &coop.founder, &candidate);
            Call::new(coop.site.admit(&candidate.wallet()), &[])
        },
    },
    Fixture {
        name: "subscribe",
        make: |world| {
            let g = active(world, 3, 200 * UNIT);
            let who = &g.coop.members[0];
            Call::new(g.coop.site.subscribe(who, 100 * UNIT), &[&who.key])
        },
    },
    Fixture {
        name: "enrol",
        make: |world| {
            let mut g = active(world, 3, 200 * UNIT);
            let i = newcomer(world, &mut g.coop);
            let who = &g.coop.members[i];
            world.send(&[g.coop.site.subscribe(who, 100 * UNIT)], &[&who.key]).expect("subscribed");
            world.pass(charter().seasoning as i64);
            Call::new(g.coop.site.enrol(&who.wallet(), &who.wallet()), &[&who.key])
        },
    },
    Fixture {
        name: "suspend",
        make: |world| {
            let g = active(world, 3, 200 * UNIT);
            world.pass(366 * crate::DAY);
            Call::new(g.coop.site.suspend(&g.coop.founder.wallet()), &[])
        },
    },
    Fixture {
        name: "resign",
        make: |world| {
            let g = active(world, 3, 200 * UNIT);
            Call::new(g.coop.site.resign(&g.coop.founder.wallet()), &[&g.coop.founder.key])
        },
    },
    Fixture {
        name: "reclaim_vouch",
        make: |world| {
            let (coop, candidate) = wallets(world);
            candidacy(world, &coop.site, &candidate);
            vouch(world, &coop.site, &coop.founder, &candidate);
            world.send(&[coop.site.admit(&candidate.wallet())], &[]).expect("admitted");
            let founder = coop.founder.wallet();
            Call::new(coop.site.reclaim_vouch(&founder, &candidate.wallet(), &founder), &[])
        },
    },
    Fixture {
        name: "reclaim_member",
        make: |world| {
            let (coop, candidate) = wallets(world);
            candidacy(world, &coop.site, &candidate);
            let wallet = candidate.wallet();
            world.send(&[coop.site.withdraw_application(&wallet)], &[&candidate.key]).expect("withdrawn");
            Call::new(coop.site.reclaim_member(&wallet, &wallet), &[])
        },
    },
    Fixture {
        name: "open_pool",
        make: |world| {
            let coop = found(world, &Founding::default());
            let terms = pool_terms(world.now());
            Call::new(coop.site.open_pool(0, terms), &[&coop.founder.key])
        },
    },
    Fixture {
        name: "make_pledge",
        make: |world| {
            let g = gather(world, 2);
            let who = &g.coop.members[0];
            let call = g.site.make_pledge(&who.wallet(), who, 150 * UNIT, 20 * UNIT);
            Call::new(call, &[&who.key])
        },
    },
    Fixture {
        name: "withdraw_pledge",
        make: |world| {
            let g = pledged(world, 3, 200 * UNIT);
            let who = &g.coop.members[0];
            Call::new(g.site.withdraw_pledge(&who.wallet(), &who.tokens, 50 * UNIT), &[&who.key])
        },
    },
    Fixture {
        name: "settle_pool",
        make: |world| {
            let g = pledged(world, 3, 200 * UNIT);
            world.set_time(world.pool(&g.site.pool).terms.deadline.get() + 1);
            Call::new(g.site.settle_pool(), &[])
        },
    },
    Fixture {
        name: "claim_shares",
        make: |world| {
            let g = settled(world, 3, 200 * UNIT);
            Call::new(g.site.claim_shares(&g.coop.founder.wallet()), &[])
        },
    },
    Fixture {
        name: "refund_pledge",
        make: |world| {
            let g = failed(world);
            let founder = &g.coop.founder;
            Call::new(g.site.refund_pledge(&founder.wallet(), &founder.tokens), &[])
        },
    },
    Fixture {
        name: "reclaim_pledge",
        make: |world| {
            let g = pledged(world, 3, 200 * UNIT);
            let who = &g.coop.members[0];
            let wallet = who.wallet();
            world
                .send(&[g.site.withdraw_pledge(&wallet, &who.tokens, 200 * UNIT)], &[&who.key])
                .expect("withdrawn");
            Call::new(g.site.reclaim_pledge(&wallet, &wallet), &[])
        },
    },
    Fixture {
        name: "reclaim_pool",
        make: |world| {
            let g = gather(world, 2);
            world.set_time(world.pool(&g.site.pool).terms.deadline.get() + 1);
            world.send(&[g.site.settle_pool()], &[]).expect("settled");
            Call::new(g.site.reclaim_pool(&g.coop.founder.wallet()), &[])
        },
    },
    Fixture {
        name: "register_service",
        make: |world| {
            let g = active(world, 3, 200 * UNIT);
            let owner = world.actor("service", 0);
            let wallet = owner.wallet();
            let call = g.coop.site.register_service(&wallet, &wallet, 0, &owner.tokens, "Oven rental", 300);
            Call::new(call, &[&owner.key])
        },
    },
    Fixture {
        name: "reprice_service",
        make: |world| {
            let t = trading(world, 3, 200 * UNIT);
            take_rate_becomes(world, &t.site().coop, 200);
            Call::new(t.site().reprice_service(0), &[])
        },
    },
    Fixture {
        name: "update_payout",
        make: |world| {
            let t = trading(world, 3, 200 * UNIT);
            let another = world.token_account(&t.owner.wallet(), 0);
            Call::new(t.site().update_payout(&t.owner.wallet(), 0, &another), &[&t.owner.key])
        },
    },
    Fixture {
        name: "retire_service",
        make: |world| {
            let t = trading(world, 3, 200 * UNIT);
            let owner = t.owner.wallet();
            Call::new(t.site().retire_service(&owner, 0, &owner), &[&t.owner.key])
        },
    },
    Fixture {
        name: "pay_service",
        make: |world| {
            let t = trading(world, 3, 200 * UNIT);
            let who = &t.g.coop.members[0];
            Call::new(t.payment(who, true, 1_000 * UNIT), &[&who.key])
        },
    },
    Fixture {
        name: "book_income",
        make: |world| {
            let g = active(world, 3, 200 * UNIT);
            let who = world.actor("stranger", 100 * UNIT);
            Call::new(g.coop.site.book_income(&who, 50 * UNIT), &[&who.key])
        },
    },
    Fixture {
        name: "close_period",
        make: |world| {
            let t = traded(world);
            let who = &t.g.coop.members[1];
            world.accepts(t.site().settle_patronage(&who.wallet(), 0), &[]);
            t.pay(world, who, 700 * UNIT);
            let stranger = world.actor("stranger", 1_000 * UNIT);
            world.accepts(t.payment(&stranger, false, 500 * UNIT), &[&stranger]);
            world.pass(charter().period_length as i64);
            Call::new(t.site().close_period(&t.owner.wallet(), 1), &[&t.owner.key])
        },
    },
    Fixture {
        name: "settle_patronage",
        make: |world| {
            let t = traded(world);
            Call::new(t.site().settle_patronage(&t.g.coop.members[0].wallet(), 0), &[])
        },
    },
    Fixture {
        name: "settle_use",
        make: |world| {
            let t = traded(world);
            t.close(world);
            let wallet = t.g.coop.members[0].wallet();
            world.accepts(t.site().settle_patronage(&wallet, 0), &[]);
            Call::new(t.g.site.settle_use(&wallet), &[])
        },
    },
    Fixture {
        name: "reclaim_period",
        make: |world| {
            let t = traded(world);
            for who in t.g.coop.everyone() {
                world.accepts(t.site().settle_patronage(&who.wallet(), 0), &[]);
            }
            world.pass(365 * crate::DAY);
            Call::new(t.site().reclaim_period(0, &t.g.coop.founder.wallet()), &[])
        },
    },
    Fixture {
        name: "claim_dividends",
        make: |world| {
            let t = traded(world);
            let who = &t.g.coop.members[0];
            world.accepts(t.site().settle_patronage(&who.wallet(), 0), &[]);
            Call::new(t.site().claim_dividends(&who.wallet(), &who.tokens), &[&who.key])
        },
    },
    Fixture {
        name: "redeem",
        make: |world| {
            let g = active(world, 3, 200 * UNIT);
            let founder = &g.coop.founder;
            let wallet = founder.wallet();
            world.send(&[g.coop.site.resign(&wallet)], &[&founder.key]).expect("resigned");
            let redeem = g.coop.site.redeem(&wallet, &founder.tokens, 100 * UNIT, 100 * UNIT);
            Call::new(redeem, &[&founder.key])
        },
    },
    Fixture {
        name: "sync_vault",
        make: |world| {
            let g = active(world, 3, 200 * UNIT);
            donate(world, &g.coop.site.vault, 5 * UNIT);
            Call::new(g.coop.site.sync_vault(), &[])
        },
    },
    Fixture {
        name: "propose",
        make: |world| {
            let g = active(world, 3, 200 * UNIT);
            let who = &g.coop.founder;
            let call = g.coop.site.propose(&who.wallet(), 0, spending(&g.coop));
            Call::new(call, &[&who.key])
        },
    },
    Fixture {
        name: "cast_vote",
        make: |world| {
            let g = active(world, 3, 200 * UNIT);
            propose(world, &g.coop, spending(&g.coop));
            let who = &g.coop.members[0];
            Call::new(g.coop.site.cast_vote(&who.wallet(), 0, Choice::Yes), &[&who.key])
        },
    },
    Fixture {
        name: "cancel_proposal",
        make: |world| {
            let g = active(world, 3, 200 * UNIT);
            propose(world, &g.coop, spending(&g.coop));
            let who = &g.coop.founder;
            Call::new(g.coop.site.cancel_proposal(&who.wallet(), 0, &who.wallet()), &[&who.key])
        },
    },
    Fixture {
        name: "execute_spend",
        make: |world| {
            let g = active(world, 3, 200 * UNIT);
            pass(world, &g.coop, spending(&g.coop));
            Call::new(g.coop.site.execute_spend(0, &g.coop.members[1].tokens), &[])
        },
    },
    Fixture {
        name: "execute_grant",
        make: |world| {
            let t = traded(world);
            let to = t.g.coop.members[1].wallet();
            pass(world, &t.g.coop, Action::Grant { to, amount: 1 });
            Call::new(t.site().execute_grant(0, &t.g.coop.members[1].tokens), &[])
        },
    },
    Fixture {
        name: "execute_mandate",
        make: |world| {
            let g = active(world, 3, 200 * UNIT);
            pass(world, &g.coop, payroll(&g.coop, world.now()));
            let who = &g.coop.founder;
            Call::new(g.coop.site.execute_mandate(&who.wallet(), 0, 0), &[&who.key])
        },
    },
    Fixture {
        name: "execute_revoke_mandate",
        make: |world| {
            let g = mandated(world);
            clear(world, &g.coop, 0);
            let index = pass(world, &g.coop, Action::RevokeMandate { mandate: g.coop.site.mandate(0) });
            Call::new(g.coop.site.execute_revoke_mandate(index, 0, &g.coop.founder.wallet()), &[])
        },
    },
    Fixture {
        name: "draw_mandate",
        make: |world| {
            let g = mandated(world);
            let who = &g.coop.members[1];
            Call::new(g.coop.site.draw_mandate(&who.wallet(), 0, &who.tokens, 5 * UNIT), &[&who.key])
        },
    },
    Fixture {
        name: "execute_open_pool",
        make: |world| {
            let g = active(world, 3, 200 * UNIT);
            let terms = later_terms(world);
            pass(world, &g.coop, Action::OpenPool { terms });
            let who = &g.coop.founder;
            Call::new(g.coop.site.execute_open_pool(&who.wallet(), 0, 1), &[&who.key])
        },
    },
    Fixture {
        name: "execute_set_take_rate",
        make: |world| {
            let g = active(world, 3, 200 * UNIT);
            pass(world, &g.coop, Action::SetTakeRate { bps: 200 });
            Call::new(g.coop.site.execute_set_take_rate(0), &[])
        },
    },
    Fixture {
        name: "execute_expel",
        make: |world| {
            let g = active(world, 3, 200 * UNIT);
            let member = g.coop.site.member(&g.coop.members[1].wallet());
            pass(world, &g.coop, Action::Expel { member });
            Call::new(g.coop.site.execute_expel(0, &member), &[])
        },
    },
    Fixture {
        name: "execute_readmit",
        make: |world| {
            let g = active(world, 3, 200 * UNIT);
            let member = g.coop.site.member(&g.coop.members[1].wallet());
            pass(world, &g.coop, Action::Expel { member });
            world.accepts(g.coop.site.execute_expel(0, &member), &[]);
            clear(world, &g.coop, 0);
            let index = pass(world, &g.coop, Action::Readmit { member });
            Call::new(g.coop.site.execute_readmit(index, &member), &[])
        },
    },
    Fixture {
        name: "execute_rehome",
        make: |world| {
            let (g, member, wallet) = moving(world);
            let who = &g.coop.founder;
            Call::new(g.coop.site.execute_rehome(&who.wallet(), 0, &member, &wallet), &[&who.key])
        },
    },
    Fixture {
        name: "veto_rehome",
        make: |world| {
            let (g, member, _) = moving(world);
            let who = &g.coop.members[1];
            Call::new(g.coop.site.veto_rehome(&who.wallet(), &member, 0), &[&who.key])
        },
    },
    Fixture {
        name: "execute_amend",
        make: |world| {
            let g = active(world, 3, 200 * UNIT);
            let tighter = CharterTerms { reserve_bps: 2_500, ..charter() };
            pass(world, &g.coop, Action::Amend { charter: tighter, heir: Address::default() });
            Call::new(g.coop.site.execute_amend(0, None), &[])
        },
    },
    Fixture {
        name: "execute_cover_loss",
        make: |world| {
            let t = traded(world);
            world.edit::<coop::state::Coop>(&t.site().coop, |coop| coop.loss_carried = (5 * UNIT).into());
            pass(world, &t.g.coop, Action::CoverLoss { amount: 1 });
            Call::new(t.site().execute_cover_loss(0), &[])
        },
    },
    Fixture {
        name: "execute_invoke",
        make: |world| {
            let g = active(world, 3, 200 * UNIT);
            let (action, accounts) = transfer_by_agent(world, &g.coop, UNIT);
            pass(world, &g.coop, action);
            let program = world.token_program;
            Call::new(g.coop.site.execute_invoke(0, &program, None, &accounts), &[])
        },
    },
    Fixture {
        name: "execute_represent",
        make: |world| {
            let (small, large) = pair(world);
            let agent = small.site.agent();
            world.fund(&agent, 1_000_000_000);
            let act = large.site.apply(&agent, &agent);
            pass(world, &small, act_of(large.site.coop, &act));
            Call::new(small.site.execute_represent(0, &act), &[])
        },
    },
    Fixture {
        name: "execute_collect",
        make: |world| {
            let g = active(world, 3, 200 * UNIT);
            let source = world.token_account(&g.coop.site.agent(), UNIT);
            pass(world, &g.coop, Action::Collect { amount: UNIT });
            Call::new(g.coop.site.execute_collect(Some(0), &source), &[])
        },
    },
    Fixture {
        name: "call_panel",
        make: |world| {
            let g = reviewable(world);
            Call::new(g.coop.site.call_panel(0), &[])
        },
    },
    Fixture {
        name: "seat_panel",
        make: |world| {
            let g = reviewable(world);
            world.accepts(g.coop.site.call_panel(0), &[]);
            world.pass_slots(64);
            Call::new(g.coop.site.seat_panel(0), &[])
        },
    },
    Fixture {
        name: "object",
        make: |world| {
            let g = reviewable(world);
            world.accepts(g.coop.site.call_panel(0), &[]);
            world.pass_slots(64);
            world.accepts(g.coop.site.seat_panel(0), &[]);
            // as many electors as seats: everyone sits
            let who = &g.coop.members[0];
            Call::new(g.coop.site.object(&who.wallet(), 0), &[&who.key])
        },
    },
    Fixture {
        name: "reclaim_proposal",
        make: |world| {
            let g = active(world, 3, 200 * UNIT);
            pass(world, &g.coop, spending(&g.coop));
            world.accepts(g.coop.site.execute_spend(0, &g.coop.members[1].tokens), &[]);
            let who = &g.coop.founder;
            let wallet = who.wallet();
            Call::new(g.coop.site.reclaim_proposal(&wallet, &wallet, 0, &wallet), &[&who.key])
        },
    },
    Fixture {
        name: "reclaim_ballot",
        make: |world| {
            let g = active(world, 3, 200 * UNIT);
            pass(world, &g.coop, spending(&g.coop));
            world.accepts(g.coop.site.execute_spend(0, &g.coop.members[1].tokens), &[]);
            Call::new(g.coop.site.reclaim_ballot(&g.coop.members[0].wallet(), 0), &[])
        },
    },
    Fixture {
        name: "reclaim_mandate",
        make: |world| {
            let g = mandated(world);
            world.pass(366 * crate::DAY);
            Call::new(g.coop.site.reclaim_mandate(0, &g.coop.founder.wallet()), &[])
        },
    },
    Fixture {
        name: "reclaim_redirect",
        make: |world| {
            let (g, member, first) = moving(world);
            let (site, founder) = (g.coop.site, &g.coop.founder);
            let call = site.execute_rehome(&founder.wallet(), 0, &member, &first);
            world.accepts(call, &[founder]);
            clear(world, &g.coop, 0);
            let second = world.actor("second wallet", 0).wallet();
            let index = pass(world, &g.coop, Action::Rehome { member, wallet: second });
            let call = site.execute_rehome(&founder.wallet(), index, &member, &second);
            world.accepts(call, &[founder]);
            Call::new(site.reclaim_redirect(&first, &member, &founder.wallet()), &[])
        },
    },
    Fixture {
        name: "execute_join_federation",
        make: |world| {
            let (small, large) = pair(world);
            pass(world, &small, Action::JoinFederation { federation: large.site.coop });
            Call::new(small.site.execute_join_federation(0), &[])
        },
    },
    Fixture {
        name: "execute_accept_federation",
        make: |world| {
            let (small, large) = pair(world);
            pass(world, &small, Action::JoinFederation { federation: large.site.coop });
            world.accepts(small.site.execute_join_federation(0), &[]);
            pass(world, &large, Action::AcceptFederation { joining: small.site.coop });
            Call::new(large.site.execute_accept_federation(0, &small.site.coop), &[])
        },
    },
    Fixture {
        name: "execute_leave_federation",
        make: |world| {
            let (small, _) = federated(world);
            let index = pass(world, &small, Action::LeaveFederation);
            Call::new(small.site.execute_leave_federation(index), &[])
        },
    },
    Fixture {
        name: "remit_solidarity",
        make: |world| {
            let (small, large) = federated(world);
            give_solidarity(world, &small.site, 7 * UNIT);
            Call::new(small.site.remit_solidarity(&large.site.coop), &[])
        },
    },
    Fixture {
        name: "dissolve",
        make: |world| {
            let (small, large) = inheriting(world);
            let index = pass_with(world, &small, Action::Dissolve, Some(large.site.coop));
            let who = &small.founder;
            let call = small.site.dissolve(&who.wallet(), Some(index), Some(large.site.coop), 0);
            Call::new(call, &[&who.key])
        },
    },
    Fixture {
        name: "finish_dissolution",
        make: |world| {
            let (small, large) = dissolving(world);
            world.pass(180 * crate::DAY);
            let heir = Some(large.site.coop);
            Call::new(small.site.finish_dissolution(heir, None, heir), &[])
        },
    },
];

/// A spend within the budget.
pub fn spending(coop: &Founded) -> Action {
    Action::Spend { to: coop.members[1].wallet(), amount: 10 * UNIT, investment: false }
}

/// A mandate within the budget, for a year.
pub fn payroll(coop: &Founded, now: i64) -> Action {
    let to = coop.members[1].wallet();
    Action::Mandate { to, per_period: 10 * UNIT, until: now + 365 * crate::DAY }
}

/// The founder proposes, a second after whatever was before. The number.
pub fn propose(world: &mut World, coop: &Founded, action: Action) -> u32 {
    let call = |index| coop.site.propose(&coop.founder.wallet(), index, action.clone());
    proposed(world, coop, call)
}

fn proposed(world: &mut World, coop: &Founded, call: impl Fn(u32) -> Instruction) -> u32 {
    world.pass(1);
    let index = world.coop(&coop.site.coop).proposals.get();
    world.accepts(call(index), &[&coop.founder]);
    index
}

/// Everyone votes the same.
pub fn vote(world: &mut World, coop: &Founded, index: u32, choice: Choice) {
    for who in coop.everyone() {
        let member = world.member(&coop.site.member(&who.wallet()));
        if member.is_elector() && member.wallet == who.wallet() {
            world.accepts(coop.site.cast_vote(&who.wallet(), index, choice), &[who]);
        }
    }
}

/// Moves the clock to the first second in which a proposal can be executed.
pub fn await_execution(world: &mut World, coop: &Founded, index: u32) {
    let p = world.proposal(&coop.site.proposal(index));
    world.set_time(p.ends.get() + p.timelock.get() as i64);
}

/// The founder proposes, everyone says yes, and the timelock passes. The number.
pub fn pass(world: &mut World, coop: &Founded, action: Action) -> u32 {
    let index = propose(world, coop, action);
    vote(world, coop, index, Choice::Yes);
    await_execution(world, coop, index);
    index
}

/// The same with an account that the action does not name.
pub fn pass_with(world: &mut World, coop: &Founded, action: Action, subject: Option<Address>) -> u32 {
    let call = |index| coop.site.propose_with(&coop.founder.wallet(), index, subject, action.clone());
    let index = proposed(world, coop, call);
    vote(world, coop, index, Choice::Yes);
    await_execution(world, coop, index);
    index
}

/// The founder makes room for its next proposal.
pub fn clear(world: &mut World, coop: &Founded, index: u32) {
    let wallet = coop.founder.wallet();
    world.accepts(coop.site.reclaim_proposal(&wallet, &wallet, index, &wallet), &[&coop.founder]);
}

/// A co-op whose second member has a mandate.
pub fn mandated(world: &mut World) -> Gathering {
    let g = active(world, 3, 200 * UNIT);
    pass(world, &g.coop, payroll(&g.coop, world.now()));
    let who = &g.coop.founder;
    world.accepts(g.coop.site.execute_mandate(&who.wallet(), 0, 0), &[who]);
    g
}

/// Terms of a later pool that a proposal made a second from now can open.
pub fn later_terms(world: &World) -> PoolTerms {
    let c = charter();
    let over = world.now() + 1 + (c.voting_period + c.timelock + c.execution_window) as i64;
    PoolTerms {
        opens: over,
        withdraw_until: over + 20 * crate::DAY,
        deadline: over + 30 * crate::DAY,
        ..pool_terms(over)
    }
}

/// A co-op that may move its second member to another wallet: the member's address and the wallet.
pub fn moving(world: &mut World) -> (Gathering, Address, Address) {
    let g = active(world, 3, 200 * UNIT);
    let member = g.coop.site.member(&g.coop.members[1].wallet());
    let wallet = world.actor("new wallet", 0).wallet();
    pass(world, &g.coop, Action::Rehome { member, wallet });
    (g, member, wallet)
}

/// A call that moves tokens of the co-op's agent to its founder, and the call's accounts.
pub fn transfer_by_agent(world: &mut World, coop: &Founded, amount: u64) -> (Action, Vec<AccountMeta>) {
    let agent = coop.site.agent();
    let source = world.token_account(&agent, amount);
    let accounts = vec![
        AccountMeta::new(source, false),
        AccountMeta::new(coop.founder.tokens, false),
        AccountMeta::new_readonly(agent, true),
    ];
    let mut data = vec![3];
    data.extend(amount.to_le_bytes());
    let program = world.token_program;
    (call_of(program, &accounts, data, false), unsigned(&accounts))
}

/// A co-op of as many electors as a panel has seats, in which a special resolution waits.
pub fn reviewable(world: &mut World) -> Gathering {
    reviewable_of(world, 9)
}

/// A co-op of so many electors, nine of which a panel seats, in which a special resolution waits.
pub fn reviewable_of(world: &mut World, electors: usize) -> Gathering {
    let founding = Founding {
        charter: CharterTerms { panel_size: 9, growth_floor: 20, ..charter() },
        ..Founding::default()
    };
    let mut coop = found(world, &founding);
    take_in(world, &mut coop, electors - 1);
    let terms = PoolTerms { max_raise: 10_000 * UNIT, ..pool_terms(world.now()) };
    world.send(&[coop.site.open_pool(0, terms)], &[&coop.founder.key]).expect("opened");
    let site = coop.site.pool(0);
    let g = Gathering { coop, site };
    for who in g.coop.everyone() {
        pledge(world, &g.site, who, 100 * UNIT, 20 * UNIT);
    }
    world.set_time(world.pool(&g.site.pool).terms.deadline.get() + 1);
    world.accepts(g.site.settle_pool(), &[]);
    for who in g.coop.everyone() {
        world.accepts(g.site.claim_shares(&who.wallet()), &[]);
    }
    let member = g.coop.site.member(&g.coop.members[1].wallet());
    let index = propose(world, &g.coop, Action::Expel { member });
    for who in &g.coop.members[..5] {
        world.accepts(g.coop.site.cast_vote(&who.wallet(), index, Choice::Yes), &[who]);
    }
    world.set_time(world.proposal(&g.coop.site.proposal(index)).ends.get());
    g
}

/// Two active co-ops, the second more than a year old.
pub fn pair(world: &mut World) -> (Founded, Founded) {
    let large = active(world, 3, 200 * UNIT).coop;
    world.pass(365 * crate::DAY);
    let small = active(world, 3, 200 * UNIT).coop;
    // electors of the old one show that they are alive
    (small, large)
}

/// The first is in the federation that the second is; neither has an open proposal.
pub fn federated(world: &mut World) -> (Founded, Founded) {
    let (small, large) = pair(world);
    pass(world, &small, Action::JoinFederation { federation: large.site.coop });
    world.accepts(small.site.execute_join_federation(0), &[]);
    pass(world, &large, Action::AcceptFederation { joining: small.site.coop });
    world.accepts(large.site.execute_accept_federation(0, &small.site.coop), &[]);
    clear(world, &small, 0);
    clear(world, &large, 0);
    (small, large)
}

/// The first names the second as its heir; it has no open proposal.
pub fn inheriting(world: &mut World) -> (Founded, Founded) {
    let (small, large) = pair(world);
    pass(world, &small, Action::Amend { charter: charter(), heir: large.site.coop });
    world.accepts(small.site.execute_amend(0, Some(large.site.coop)), &[]);
    clear(world, &small, 0);
    (small, large)
}

/// The first has begun to dissolve into the second, with a reserve of 3 and solidarity of 2 tokens.
pub fn dissolving(world: &mut World) -> (Founded, Founded) {
    let (small, large) = inheriting(world);
    give_solidarity(world, &small.site, 2 * UNIT);
    donate(world, &small.site.vault, 3 * UNIT);
    world.accepts(small.site.sync_vault(), &[]);
    let index = pass_with(world, &small, Action::Dissolve, Some(large.site.coop));
    let who = &small.founder;
    let call = small.site.dissolve(&who.wallet(), Some(index), Some(large.site.coop), 0);
    world.accepts(call, &[who]);
    (small, large)
}

/// A co-op has solidarity money, as of a close.
pub fn give_solidarity(world: &mut World, site: &CoopSite, amount: u64) {
    world.edit::<coop::state::Coop>(&site.coop, |coop| coop.solidarity += amount);
    donate(world, &site.vault, amount);
}

/// The take rate of a co-op becomes another, as by resolution.
pub fn take_rate_becomes(world: &mut World, coop: &Address, bps: u16) {
    world.edit::<coop::state::Coop>(coop, |coop| coop.charter.take_rate_bps = bps.into());
}

/// A co-op spends operating money, as by resolution: an expense, or an investment.
pub fn spend(world: &mut World, site: &CoopSite, amount: u64, invested: bool) {
    world.edit::<coop::state::Coop>(&site.coop, |coop| {
        coop.operating -= amount;
        if invested { coop.invested += amount } else { coop.period.expenses += amount }
    });
    let held = world.balance(&site.vault);
    world.patch(&site.vault, 64, &(held - amount).to_le_bytes());
}

/// Adds tokens to an account unasked.
pub fn donate(world: &mut World, tokens: &Address, amount: u64) {
    let mut account = world.svm.get_account(tokens).expect("a token account");
    let balance = u64::from_le_bytes(account.data[64..72].try_into().unwrap()) + amount;
    account.data[64..72].copy_from_slice(&balance.to_le_bytes());
    world.put(*tokens, account);
}
