//! Worlds in which something has happened already: what the fixtures of several instructions begin with.

mod ends;
mod money;
mod resolved;

use crate::{
    CoopSite, PoolSite, UNIT, World,
    call::{Founding, Nth, call_of, unsigned},
    charter, pool_terms,
    world::Actor,
};
use anchor_lang::prelude::Address;
use coop::state::{Action, CharterTerms, Choice, PoolTerms, Purpose, Statutes};
use solana_message::{AccountMeta, Instruction};

pub use ends::{dissolve, dissolving, federated, inheriting, long_without_electors, pair};
pub use money::{
    donate, fill_books, give_solidarity, owe_federation, sell, send_to_agent, shower, spend,
    take_rate_becomes,
};
pub use resolved::{
    expel, flags_in_call, moved, moving, open_later, open_to_all, reviewable, reviewable_of, to_move,
    transfer_by_agent,
};

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
        let needed = world.coop(&coop.site.coop).vouches_needed() as usize;
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
    world.send(&[coop.site.open_pool(0, terms.clone())], &[&coop.founder.key]).expect("opened");
    let site = coop.site.pool(0);
    Gathering { coop, site }
}

/// `who` pledges.
pub fn pledge(world: &mut World, site: &PoolSite, who: &Actor, amount: u64, use_amount: u64) {
    let version = world.coop(&site.coop.coop).charter_version.get();
    let call = site.make_pledge_under(version, &who.wallet(), who, amount, use_amount);
    world.send(&[call], &[&who.key]).expect("pledged");
}

/// A pool in which everyone of `size` members has pledged `amount`, and use enough for the gate.
pub fn pledged(world: &mut World, size: usize, amount: u64) -> Gathering {
    let gathering = gather(world, size);
    for who in gathering.coop.everyone() {
        pledge(world, &gathering.site, who, amount, 200 * UNIT);
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
    world.set_time(books.period.ends().max(world.now()));
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

/// A forming co-op with nobody but its founder, and someone who is nobody yet.
pub fn wallets(world: &mut World) -> (Founded, Actor) {
    let coop = found(world, &Founding::default());
    let candidate = world.actor("candidate", 0);
    (coop, candidate)
}

/// A spend within the budget.
pub fn spending(coop: &Founded) -> Action {
    Action::Spend { to: coop.members[1].wallet(), amount: 10 * UNIT, purpose: Purpose::Expense }
}

/// A mandate within the budget, for a year.
pub fn payroll(coop: &Founded, now: i64) -> Action {
    let to = coop.members[1].wallet();
    Action::Mandate { to, per_period: 10 * UNIT, until: now + 365 * crate::DAY, work: false }
}

/// The founder proposes, a second after whatever was before. The number.
pub fn propose(world: &mut World, coop: &Founded, action: Action) -> u32 {
    let call = |index| coop.site.propose(&coop.founder.wallet(), index, action.clone());
    proposed(world, coop, call)
}

fn proposed(world: &mut World, coop: &Founded, call: impl Fn(u32) -> Instruction) -> u32 {
    world.pass(1);
    let index = next_of(world, coop, &coop.founder).count;
    world.accepts(call(index), &[&coop.founder]);
    index
}

/// The proposal that a member would make next.
pub fn next_of(world: &World, coop: &Founded, who: &Actor) -> Nth {
    (&world.member(&coop.site.member(&who.wallet()))).into()
}

/// Everyone votes the same.
pub fn vote(world: &mut World, coop: &Founded, index: impl Into<Nth>, choice: Choice) {
    let index = index.into();
    for who in coop.everyone() {
        let member = world.member(&coop.site.member(&who.wallet()));
        if member.is_elector() && member.wallet == who.wallet() {
            world.accepts(coop.site.cast_vote(&who.wallet(), index, choice), &[who]);
        }
    }
}

/// Moves the clock to the first second in which a proposal can be executed: of a weighty one at the turn of a period.
pub fn await_execution(world: &mut World, coop: &Founded, index: impl Into<Nth>) {
    let p = world.proposal(&coop.site.proposal(index));
    let opens = p.ends.get() + p.timelock.get() as i64;
    world.set_time(opens);
    while p.weighty == 1 && world.coop(&coop.site.coop).closed_until.get() < opens {
        close(world, coop);
    }
}

/// The founder proposes, everyone says yes, and the timelock passes. The number.
pub fn pass(world: &mut World, coop: &Founded, action: Action) -> u32 {
    let index = propose(world, coop, action);
    vote(world, coop, index, Choice::Yes);
    await_execution(world, coop, index);
    index
}

/// A candidate for whom the founder and the first member vouch.
pub fn vouched_for(world: &mut World, coop: &Founded) -> Actor {
    let who = world.actor("candidate", 0);
    candidacy(world, &coop.site, &who);
    for voucher in [&coop.founder, &coop.members[0]] {
        vouch(world, &coop.site, voucher, &who);
    }
    who
}

/// The hash of the statutes after [`restate`], as it is used by [`signed_before`].
pub const RESTATED: [u8; 32] = [7; 32];

/// The charter stays, the statutes get this hash and a new link.
pub fn restate(world: &mut World, coop: &Founded, hash: [u8; 32]) {
    let statutes = Some(Statutes { hash, uri: "https://example.org/restated".into() });
    let index = pass(world, coop, Action::Amend { charter: charter(), heir: Address::default(), statutes });
    world.accepts(coop.site.execute_amend(index, None), &[]);
}

/// An active co-op whose statutes were restated after a candidate had applied and got all its vouches.
pub fn signed_before(world: &mut World) -> (Gathering, Actor) {
    let g = active(world, 3, 200 * UNIT);
    let who = vouched_for(world, &g.coop);
    restate(world, &g.coop, RESTATED);
    (g, who)
}

/// These leave in protest, which is counted against a resolution; what waits of a closed period is settled with it.
pub fn leave_in_protest(world: &mut World, coop: &Founded, leavers: &[Actor], index: impl Into<Nth>) {
    let index = index.into();
    let (site, founder) = (coop.site, &coop.founder);
    for who in leavers {
        let (member, open) =
            (world.member(&site.member(&who.wallet())), world.coop(&site.coop).period.number);
        let settles = member.is_unsettled() && member.unsettled_period != open;
        let period = settles.then_some(member.unsettled_period.get());
        world.accepts(site.resign_with(&who.wallet(), period, None, false, true), &[who]);
        world.accepts(site.count_protest(&founder.wallet(), &who.wallet(), index), &[founder]);
    }
}

/// The same with an account that the action does not name.
pub fn pass_with(world: &mut World, coop: &Founded, action: Action, subject: Option<Address>) -> u32 {
    let index = propose_on(world, coop, action, subject);
    vote(world, coop, index, Choice::Yes);
    await_execution(world, coop, index);
    index
}

/// The founder proposes an action on any account.
pub fn propose_on(world: &mut World, coop: &Founded, action: Action, subject: Option<Address>) -> u32 {
    let call = |index| coop.site.propose_with(&coop.founder.wallet(), index, subject, action.clone());
    proposed(world, coop, call)
}

/// Lets the window of a resolution pass.
pub fn expire(world: &mut World, site: &CoopSite, index: impl Into<Nth>) {
    let p = world.proposal(&site.proposal(index));
    world.set_time(p.ends.get() + p.timelock.get() as i64 + p.execution_window.get() as i64);
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
        min_use: 0,
        ..pool_terms(over)
    }
}

/// Settles everyone's business of a period that is over.
pub fn settle_everyone(world: &mut World, coop: &Founded) {
    let open = world.coop(&coop.site.coop).period.number;
    for who in coop.everyone() {
        let member = world.member(&coop.site.member(&who.wallet()));
        if member.is_unsettled() && member.unsettled_period != open {
            let number = member.unsettled_period.get();
            world.accepts(coop.site.settle_patronage(&who.wallet(), number), &[]);
        }
    }
}

/// Settles a later pool, after the close of what is over.
#[track_caller]
pub fn settle_later(world: &mut World, coop: &Founded, pool: &PoolSite) {
    close_overdue(world, coop);
    world.accepts(pool.settle_pool(), &[]);
}

/// Closes what is over, and settles it to everyone.
pub fn close_overdue(world: &mut World, coop: &Founded) {
    while world.coop(&coop.site.coop).period.ends() <= world.now() {
        close(world, coop);
        settle_everyone(world, coop);
    }
}

/// A co-op whose members promised use to the founding pool, which succeeded; the founder has pledged 100 to a later pool, without a
/// promise. With the terms of that one.
pub fn pledged_again(world: &mut World) -> (Gathering, PoolTerms) {
    let g = active(world, 3, 200 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.founder);
    let terms = later_terms(world);
    open_later(world, &g.coop, &terms);
    pledge(world, &site.pool(1), who, 100 * UNIT, 0);
    (g, terms)
}
