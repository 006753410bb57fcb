//! What bound whoever is released, and for how long the way back is closed.

use super::passed_without_one;
use crate::{
    CoopSite, DAY, UNIT, World,
    fixtures::{active, propose, take_in},
    scenes::amendment,
};
use anchor_lang::prelude::Address;
use coop::{
    error::CoopError::*,
    state::{Choice, Member, PAGE_BALLOTS, Pool, Rest},
};
use solana_instruction_error::InstructionError;
use solana_signer::Signer;
use solana_transaction_error::TransactionError;

/// One of each of these bound it, or not: `None` where there is none, else when it ends, in seconds from now.
#[derive(Clone, Copy, Debug)]
struct Bonds {
    rest: Option<i64>,
    promise: Option<i64>,
    /// Whether the promise is of a pool that is settled.
    stands: bool,
    pool: Option<Place>,
    new_capital: bool,
}

/// A pool that holds a pledge, and when its money would be free, in seconds from now.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Place {
    Open(i64),
    Succeeded(i64),
    Failed,
}

impl Bonds {
    fn all() -> Vec<Self> {
        let mut all = Vec::new();
        for rest in [None, Some(-1), Some(0), Some(50 * DAY)] {
            for promise in [None, Some(-DAY), Some(0), Some(1), Some(90 * DAY)] {
                for stands in [false, true] {
                    let (open, succeeded) = (Place::Open(-1), Place::Succeeded(DAY));
                    for pool in [
                        None,
                        Some(open),
                        Some(Place::Open(70 * DAY)),
                        Some(succeeded),
                        Some(Place::Succeeded(-DAY)),
                        Some(Place::Failed),
                    ] {
                        for new_capital in [false, true] {
                            all.push(Self { rest, promise, stands, pool, new_capital });
                        }
                    }
                }
            }
        }
        all
    }

    /// Writes them into the accounts of a member that has left and of a pool.
    fn write(&self, now: i64, member: &mut Member, pool: &mut Pool) {
        member.end_pledge();
        member.end_promise();
        member.free_capital();
        member.matured_new = member.matured;
        member.claimed_new = if self.new_capital { 0.into() } else { member.shares_new + member.matured_new };
        if let Some(ends) = self.rest {
            let capital = (100 * UNIT).into();
            member.rests[2] = Rest { until: (now + ends).into(), capital, new_in: 0.into() };
            member.rests_until = (now + ends).into();
        }
        if let Some(ends) = self.promise {
            member.promised = (500 * UNIT).into();
            member.promise_ends = (now + ends).into();
            member.promise_stands = self.stands as u8;
        }
        if let Some(place) = self.pool {
            member.pledged = (30 * UNIT).into();
            member.pledged_in = (pool.index.get() + 1).into();
            let (free, settled) = match place {
                Place::Open(free) => (free, false),
                Place::Succeeded(free) => (free, true),
                // as long as it would have been
                Place::Failed => (200 * DAY, true),
            };
            let from = (now + free - pool.terms.stay.get() as i64).into();
            pool.terms.deadline = from;
            pool.settled_at = if settled { from } else { 0.into() };
            pool.succeeded = matches!(place, Place::Succeeded(_)) as u8;
        }
    }

    /// When the last of them ends, in seconds from now, if anything binds; and whether the promise is over, kept or not.
    fn last(&self, period_ends: i64) -> (Option<i64>, bool) {
        let of_pool = match self.pool {
            None => None,
            Some(Place::Failed) => Some(None),
            Some(Place::Open(free) | Place::Succeeded(free)) => Some(Some(free)),
        };
        // a promise that waits for its pool ends with the stay there; with a failed pool it is over
        let waits = of_pool.is_some() && !self.stands;
        let of_promise = self.promise.map(|ends| if waits { of_pool.unwrap().unwrap_or(-1) } else { ends });
        let unsettled = matches!(self.pool, Some(Place::Open(_)));
        let open = of_promise.filter(|ends| *ends > 0 || waits && unsettled);
        let rest = self.rest.filter(|ends| *ends > 0);
        let new = self.new_capital.then_some(period_ends);
        let last = [rest, open, of_pool.flatten(), new].into_iter().flatten().max();
        (last, of_promise.is_some() && open.is_none())
    }
}

/// A member that left over a resolution, by its wallet and its account.
fn left_over_it(world: &mut World) -> (CoopSite, Address, Address) {
    let g = passed_without_one(world);
    let (site, who) = (g.coop.site, &g.coop.members[1]);
    world.accepts(site.resign(&who.wallet()), &[who]);
    (site, who.wallet(), site.member(&who.wallet()))
}

#[test]
fn whatever_bound_it_ends_and_the_way_back_waits_for_the_last_of_it() {
    let mut world = World::new();
    let (site, wallet, member) = left_over_it(&mut world);
    let (saved, now) = (world.save(), world.now());
    let ends = world.coop(&site.coop).period.ends() - now;
    assert!(ends > 0);
    let cases = Bonds::all();
    for bonds in &cases {
        world.restore(&saved);
        let mut pool = world.pool(&site.pool(0).pool);
        world.edit::<Member>(&member, |member| bonds.write(now, member, &mut pool));
        world.edit::<Pool>(&site.pool(0).pool, |stored| *stored = pool);
        let (before, seq) = (world.member(&member), world.coop(&site.coop).seq.get());
        let (last, is_over) = bonds.last(ends);
        let release = site.release(&wallet, 0, bonds.pool.map(|_| 0));
        world.accepts(release.clone(), &[]);
        let after = world.member(&member);
        let Some(last) = last else {
            assert_eq!((after.returns_from.get(), world.coop(&site.coop).seq.get()), (0, seq), "{bonds:?}");
            assert_eq!(after.promised, before.promised, "{bonds:?}");
            continue;
        };
        assert_eq!(
            (after.returns_from.get(), world.coop(&site.coop).seq.get()),
            (now + last, seq + 1),
            "{bonds:?}"
        );
        let kept = if is_over { before.promised.get() } else { 0 };
        assert_eq!(
            (after.promised.get(), after.resting_at(now), after.rests_until_close()),
            (kept, 0, 0),
            "{bonds:?}"
        );
        assert_eq!((after.pledged, after.pledged_in), (before.pledged, before.pledged_in), "{bonds:?}");
        assert_eq!(after.unbound == 1, bonds.pool.is_some(), "{bonds:?}");
        // once more changes nothing, whatever still waits in the pool
        world.pass(1);
        world.accepts(release, &[]);
        assert_eq!(world.coop(&site.coop).seq.get(), seq + 1, "{bonds:?}");
        assert_eq!(world.member(&member).returns_from, after.returns_from, "{bonds:?}");
    }
    assert_eq!(cases.len(), 480);
}

/// Capital of an earlier period than the open one is not new, though it was counted as that when the member last settled.
#[test]
fn capital_of_an_earlier_period_is_not_freed_as_new() {
    let mut world = World::new();
    let (site, wallet, member) = left_over_it(&mut world);
    let (saved, now) = (world.save(), world.now());
    // whether nothing else bound it, or something did
    for rest in [None, Some(50 * DAY)] {
        world.restore(&saved);
        let bonds = Bonds { rest, promise: None, stands: false, pool: None, new_capital: true };
        let mut pool = world.pool(&site.pool(0).pool);
        world.edit::<Member>(&member, |member| {
            bonds.write(now, member, &mut pool);
            member.unsettled_period = (member.unsettled_period.get() + 1).into();
        });
        let (before, seq) = (world.member(&member), world.coop(&site.coop).seq.get());
        world.accepts(site.release(&wallet, 0, None), &[]);
        let after = world.member(&member);
        assert_eq!(after.returns_from.get(), rest.map_or(0, |ends| now + ends));
        assert_eq!(world.coop(&site.coop).seq.get(), seq + rest.is_some() as u64);
        assert_eq!((after.claimed_new.get(), after.matured_new), (0, before.matured_new));
        assert_eq!(after.resting_at(now), 0);
    }
}

/// Whoever was admitted after it was proposed knew of it. Whoever was a member before, in the same second at the latest, may be
/// released, but not while it applies again: `reapply` is what looks at the day from which it may return.
#[test]
fn a_member_who_came_after_it_was_proposed_is_not_released_over_it() {
    let mut world = World::new();
    let mut g = active(&mut world, 3, 200 * UNIT);
    let site = g.coop.site;
    propose(&mut world, &g.coop, amendment(|c| c.cash_bps = 2_000));
    let made = world.proposal(&site.proposal(0)).created_at.get();
    take_in(&mut world, &mut g.coop, 1);
    let who = &g.coop.members[g.coop.members.len() - 1];
    let (wallet, member) = (who.wallet(), site.member(&who.wallet()));
    assert_eq!(world.member(&member).admitted_at, made);
    for voter in g.coop.everyone().take(2) {
        world.accepts(site.cast_vote(&voter.wallet(), 0, Choice::Yes), &[voter]);
    }
    world.set_time(world.proposal(&site.proposal(0)).ends.get());
    world.accepts(site.resign(&wallet), &[who]);
    let release = site.release(&wallet, 0, None);
    let later = (made + 1).into();
    world.edit::<Member>(&member, |member| (member.applied_at, member.admitted_at) = (later, later));
    world.refuses(NotLeftOverIt, release.clone(), &[]);
    // a second earlier it is one of those who may, whoever has admitted it meanwhile
    let saved = world.save();
    world.edit::<Member>(&member, |member| member.applied_at = made.into());
    world.accepts(release.clone(), &[]);
    world.restore(&saved);
    // a second earlier, and it is one of those who may; so may one who withdrew an application since
    for admitted_at in [made, 0] {
        let saved = world.save();
        world.edit::<Member>(&member, |member| member.admitted_at = admitted_at.into());
        world.accepts(release.clone(), &[]);
        assert_eq!(world.member(&member).resting_at(world.now()), 0);
        world.restore(&saved);
    }
    world.edit::<Member>(&member, |member| {
        (member.admitted_at, member.standing) = (0.into(), coop::state::Standing::Candidate.into());
    });
    world.refuses(NotLeftOverIt, release, &[]);
}

/// A pool of another co-op with the same number does not say how long a pledge here is bound.
#[test]
fn the_pool_is_the_co_ops_own() {
    let mut world = World::new();
    let g = passed_without_one(&mut world);
    let other = active(&mut world, 3, 200 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.members[1]);
    let wallet = who.wallet();
    world.set_time(world.proposal(&site.proposal(0)).ends.get());
    world.accepts(site.resign(&wallet), &[who]);
    world.edit::<Member>(&site.member(&wallet), |member| {
        member.pledged = (30 * UNIT).into();
        member.pledged_in = 1.into();
    });
    let mut call = site.release(&wallet, 0, Some(0));
    let index = call.accounts.len() - 1;
    assert_eq!(call.accounts[index].pubkey, site.pool(0).pool);
    call.accounts[index].pubkey = other.coop.site.pool(0).pool;
    world.refuses(PledgeOfAnotherPool, call, &[]);
}

/// Nobody whose ballot would be on it has voted, so its page was never made.
#[test]
fn a_member_on_a_page_that_was_never_made_has_not_voted() {
    let mut world = World::new();
    let (site, wallet, member) = left_over_it(&mut world);
    world.edit::<Member>(&member, |member| member.number = PAGE_BALLOTS.into());
    let mut call = site.release(&wallet, 0, None);
    world.refuses(BallotMismatch, call.clone(), &[]);
    call.accounts[3].pubkey = site.ballots(0, 1);
    world.accepts(call, &[]);
    let free = world.member(&member);
    assert_eq!((free.is_released(), free.resting_at(world.now()), free.promised.get()), (true, 0, 0));
}

/// Whoever voted yes gives an address at which there is nothing instead of the page with its ballot.
#[test]
fn an_address_at_which_there_is_nothing_hides_no_ballot() {
    let mut world = World::new();
    let g = passed_without_one(&mut world);
    let (site, yes) = (g.coop.site, &g.coop.members[0]);
    world.accepts(site.resign(&yes.wallet()), &[yes]);
    let mut call = site.release(&yes.wallet(), 0, None);
    world.refuses(VotedYes, call.clone(), &[]);
    for nothing in [site.ballots(0, 1), site.ballots(1, 0), world.new_key().pubkey()] {
        call.accounts[3].pubkey = nothing;
        let refusal = world.attempt(call.clone(), &[]).expect_err("a refusal");
        let wrong = TransactionError::InstructionError(0, InstructionError::InvalidSeeds);
        assert_eq!(refusal.error, wrong);
    }
}
