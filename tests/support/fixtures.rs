//! For each instruction, a world in which it is about to succeed.
//!
//! Generic tests spoil one account at a time and expect a refusal; the benchmarks run each as it is.

use crate::{Call, CoopSite, PoolSite, UNIT, World, call::Founding, charter, pool_terms, world::Actor};
use anchor_lang::prelude::Address;
use solana_message::Instruction;

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
];

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
