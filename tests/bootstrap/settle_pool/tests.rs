//! Tests of `settle_pool` alone.

use super::pledged_later;
use crate::{
    DAY, UNIT, World,
    call::Founding,
    fixtures::{
        Founded, active, close, close_overdue, fill_books, found, later_terms, open_later, pledge, pledged,
        settle_everyone, settle_later, spend, take_in,
    },
    pool_terms,
};
use coop::{
    error::CoopError::*,
    state::{CoopStatus, PoolStatus, PoolTerms},
};

/// A change of terms, and whether the pool succeeds with it.
type Gate = (fn(&mut PoolTerms), bool);

/// A pool in which three have pledged 100 and 20 of use each, after its deadline and settlement.
fn settled_with(change: fn(&mut PoolTerms)) -> (World, Founded) {
    let mut world = World::new();
    let mut coop = found(&mut world, &Founding::default());
    take_in(&mut world, &mut coop, 2);
    let mut terms = pool_terms(world.now());
    change(&mut terms);
    world.accepts(coop.site.open_pool(0, terms.clone()), &[&coop.founder]);
    for who in coop.everyone() {
        pledge(&mut world, &coop.site.pool(0), who, 100 * UNIT, 20 * UNIT);
    }
    world.set_time(terms.deadline + 1);
    world.accepts(coop.site.pool(0).settle_pool(), &[]);
    (world, coop)
}

#[test]
fn each_gate_opens_at_its_bound_and_stays_shut_one_short_of_it() {
    let gates: [Gate; 6] = [
        (|t| t.min_raise = 300 * UNIT, true),
        (|t| t.min_raise = 300 * UNIT + 1, false),
        (|t| t.min_members = 3, true),
        (|t| t.min_members = 4, false),
        (|t| t.min_use = 60 * UNIT, true),
        (|t| t.min_use = 60 * UNIT + 1, false),
    ];
    for (i, (gate, opens)) in gates.into_iter().enumerate() {
        let (world, coop) = settled_with(gate);
        let (pool, books) = (world.pool(&coop.site.pool(0).pool), world.coop(&coop.site.coop));
        let (status, life) = if opens {
            (PoolStatus::Succeeded, CoopStatus::Active)
        } else {
            (PoolStatus::Failed, CoopStatus::Forming)
        };
        assert_eq!((pool.status(world.now()), books.status()), (status, life), "gate {i}");
        assert_eq!(books.founding_pool_live, 0);
    }
}

#[test]
fn success_moves_all_of_it_in_one_transfer_and_counts_every_pledger() {
    let (world, coop) = settled_with(|_| {});
    let (site, books) = (coop.site.pool(0), world.coop(&coop.site.coop));
    assert_eq!((world.balance(&site.escrow), world.balance(&coop.site.vault)), (0, 300 * UNIT));
    assert_eq!((books.operating(), books.books.shares_in_transit.get()), (300 * UNIT, 300 * UNIT));
    assert_eq!((books.books.dividends.get(), books.books.shares_total.get()), (0, 0));
    assert_eq!((books.electors.get(), books.activated_at.get()), (3, world.now()));
    assert_eq!(books.period.started_at, world.now());
    assert_eq!(books.period.operating_at_start, 300 * UNIT);
    assert_eq!((books.members.get(), books.period.number.get()), (3, 0));
}

#[test]
fn a_member_who_left_counts_for_no_gate_and_is_no_elector_while_its_money_stays() {
    for (min_members, min_use, passes) in [(2, 0, true), (3, 0, false), (2, 40, true), (2, 41, false)] {
        let mut world = World::new();
        let mut coop = found(&mut world, &Founding::default());
        take_in(&mut world, &mut coop, 2);
        let terms = PoolTerms { min_members, min_use: min_use * UNIT, ..pool_terms(world.now()) };
        world.accepts(coop.site.open_pool(0, terms.clone()), &[&coop.founder]);
        for who in coop.everyone() {
            pledge(&mut world, &coop.site.pool(0), who, 100 * UNIT, 20 * UNIT);
        }
        // after nobody can withdraw any more, one leaves
        world.set_time(terms.withdraw_until + 1);
        let leaver = &coop.members[1];
        let leave = coop.site.resign_with(&leaver.wallet(), None, Some(0), false, false);
        world.accepts(leave, &[leaver]);
        world.set_time(terms.deadline + 1);
        world.accepts(coop.site.pool(0).settle_pool(), &[]);
        let (pool, books) = (world.pool(&coop.site.pool(0).pool), world.coop(&coop.site.coop));
        assert_eq!((pool.pledgers.get(), pool.people.get()), (3, 2));
        assert_eq!(pool.succeeded == 1, passes, "{min_members} people, use of {min_use}");
        if passes {
            assert_eq!((books.electors.get(), books.operating()), (2, 300 * UNIT));
            world.accepts(coop.site.pool(0).claim_shares(&leaver.wallet()), &[]);
            let member = world.member(&coop.site.member(&leaver.wallet()));
            assert_eq!((member.shares.get(), member.matured.get()), (0, 100 * UNIT));
            assert_eq!((member.resting_at(world.now()), member.bonded.get()), (100 * UNIT, 2 * UNIT));
            assert_eq!(world.coop(&coop.site.coop).electors, 2);
        } else {
            world.accepts(coop.site.pool(0).refund_pledge(&leaver.wallet(), &leaver.tokens), &[]);
        }
    }
}

#[test]
fn an_amendment_gives_seven_days_to_withdraw_and_a_frozen_vault_or_escrow_thirty_to_thaw() {
    let mut world = World::new();
    let g = pledged(&mut world, 3, 200 * UNIT);
    let deadline = world.pool(&g.site.pool).terms.deadline.get();
    let amended = deadline - 2 * crate::DAY;
    world.edit::<coop::state::Coop>(&g.coop.site.coop, |c| c.amended_at = amended.into());
    world.set_time(amended + 7 * crate::DAY - 1);
    world.refuses(CharterJustAmended, g.site.settle_pool(), &[]);
    world.pass(1);
    let saved = world.save();
    for frozen in [g.coop.site.vault, g.site.escrow] {
        world.restore(&saved);
        world.patch(&frozen, 108, &[2]);
        world.refuses(VaultUnpayable, g.site.settle_pool(), &[]);
        world.set_time(deadline + 30 * crate::DAY);
        world.refuses(VaultUnpayable, g.site.settle_pool(), &[]);
        world.pass(1);
        world.accepts(g.site.settle_pool(), &[]);
        let pool = world.pool(&g.site.pool);
        assert_eq!((pool.succeeded, world.balance(&g.site.escrow)), (0, 600 * UNIT));
        world.patch(&g.site.escrow, 108, &[1]);
        let who = &g.coop.members[0];
        world.accepts(g.site.refund_pledge(&who.wallet(), &who.tokens), &[]);
    }
}

#[test]
fn a_later_pool_whose_money_does_not_fit_into_the_books_fails_after_thirty_days_and_pays_back() {
    let mut world = World::new();
    let (g, terms) = pledged_later(&mut world);
    let pool = g.coop.site.pool(1);
    let saved = world.save();
    // so much of 64 bits is left, so long after the deadline
    let mut settle = |room, waits| {
        world.restore(&saved);
        world.set_time(terms.deadline + waits);
        close_overdue(&mut world, &g.coop);
        fill_books(&mut world, &g.coop.site, room);
        let settled = world.send(&[pool.settle_pool()], &[]);
        (settled, world.pool(&pool.pool).status(world.now()))
    };
    for waits in [1, 30 * DAY, 30 * DAY + 1] {
        assert_eq!(settle(300 * UNIT, waits).1, PoolStatus::Succeeded);
    }
    for waits in [1, 30 * DAY] {
        let (refused, status) = settle(300 * UNIT - 1, waits);
        assert!(refused.expect_err("too much").is(BooksOverflow) && status == PoolStatus::Due);
    }
    assert_eq!(settle(300 * UNIT - 1, 30 * DAY + 1).1, PoolStatus::Failed);
    for who in g.coop.everyone() {
        world.accepts(pool.refund_pledge(&who.wallet(), &who.tokens), &[]);
    }
    assert_eq!(world.balance(&pool.escrow), 0);
}

/// It has no money to move, so nobody waits until what is frozen thaws.
#[test]
fn a_pool_with_a_gate_shut_fails_after_its_deadline_whatever_is_frozen() {
    let mut world = World::new();
    let g = pledged(&mut world, 2, 200 * UNIT);
    world.patch(&g.coop.site.vault, 108, &[2]);
    world.patch(&g.site.escrow, 108, &[2]);
    world.set_time(world.pool(&g.site.pool).terms.deadline.get() + 1);
    world.accepts(g.site.settle_pool(), &[]);
    assert_eq!(world.pool(&g.site.pool).status(world.now()), PoolStatus::Failed);
}

/// Every gate is passed, and the charter was amended a moment ago: it fails all the same, and everyone is paid back.
#[test]
fn a_pool_of_a_dissolving_co_op_fails_before_its_deadline() {
    let mut world = World::new();
    let g = pledged(&mut world, 3, 200 * UNIT);
    let now = world.now();
    world.refuses(TooEarlyToSettle, g.site.settle_pool(), &[]);
    world.edit::<coop::state::Coop>(&g.coop.site.coop, |c| {
        (c.dissolving_at, c.amended_at) = (now.into(), now.into());
    });
    world.accepts(g.site.settle_pool(), &[]);
    assert_eq!(world.pool(&g.site.pool).status(now), PoolStatus::Failed);
    for who in g.coop.everyone() {
        world.accepts(g.site.refund_pledge(&who.wallet(), &who.tokens), &[]);
        assert_eq!(world.balance(&who.tokens), 1_000_000 * UNIT);
    }
}

#[test]
fn a_later_pool_fails_below_its_least_solvency_and_gives_every_unit_back() {
    for (loss, succeeds) in [(60, true), (61, false)] {
        let mut world = World::new();
        let g = active(&mut world, 3, 200 * UNIT);
        close(&mut world, &g.coop);
        settle_everyone(&mut world, &g.coop);
        let terms = PoolTerms { min_solvency_bps: 9_000, ..later_terms(&world) };
        open_later(&mut world, &g.coop, &terms);
        let pool = g.coop.site.pool(1);
        for who in g.coop.everyone() {
            pledge(&mut world, &pool, who, 150 * UNIT, 0);
        }
        spend(&mut world, &g.coop.site, loss * UNIT, false);
        world.set_time(terms.deadline + 1);
        settle_later(&mut world, &g.coop, &pool);
        assert_eq!(world.pool(&pool.pool).succeeded == 1, succeeds, "a loss of {loss} of 600");
        // its shares are no founding shares
        assert_eq!(world.coop(&g.coop.site.coop).founding_shares, 600 * UNIT);
    }
}

/// A full pool without solvency waits for it up to the last second.
#[test]
fn a_full_pool_waits_for_solvency_until_its_deadline_is_over() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    close(&mut world, &g.coop);
    settle_everyone(&mut world, &g.coop);
    let terms = PoolTerms { min_solvency_bps: 9_000, max_raise: 450 * UNIT, ..later_terms(&world) };
    open_later(&mut world, &g.coop, &terms);
    let pool = g.coop.site.pool(1);
    for who in g.coop.everyone() {
        pledge(&mut world, &pool, who, 150 * UNIT, 0);
    }
    spend(&mut world, &g.coop.site, 61 * UNIT, false);
    world.set_time(terms.deadline);
    close_overdue(&mut world, &g.coop);
    world.refuses(TooEarlyToSettle, pool.settle_pool(), &[]);
    world.pass(1);
    close_overdue(&mut world, &g.coop);
    world.accepts(pool.settle_pool(), &[]);
    assert_eq!(world.pool(&pool.pool).status(world.now()), PoolStatus::Failed);
}

#[test]
fn failure_leaves_every_unit_in_the_escrow_and_starts_nothing() {
    let (world, coop) = settled_with(|t| t.min_members = 4);
    let books = world.coop(&coop.site.coop);
    assert_eq!(world.balance(&coop.site.pool(0).escrow), 300 * UNIT);
    assert_eq!((books.cash(), books.equity(), books.electors.get()), (0, 0, 0));
    assert_eq!(world.balance(&coop.site.vault), 0);
}

#[test]
fn a_pool_one_unit_short_of_full_waits_for_its_deadline() {
    let mut world = World::new();
    let g = pledged(&mut world, 3, 333 * UNIT);
    let who = &g.coop.founder;
    pledge(&mut world, &g.site, who, UNIT - 1, 0);
    let last = world.pool(&g.site.pool).terms.withdraw_until.get();
    world.set_time(last + 1);
    world.refuses(TooEarlyToSettle, g.site.settle_pool(), &[]);
    pledge(&mut world, &g.site, who, 1, 0);
    world.accepts(g.site.settle_pool(), &[]);
}

#[test]
fn a_full_pool_with_a_gate_shut_waits_for_its_deadline() {
    let mut world = World::new();
    let g = pledged(&mut world, 2, 500 * UNIT);
    let terms = world.pool(&g.site.pool).terms;
    world.set_time(terms.withdraw_until.get() + 1);
    world.refuses(TooEarlyToSettle, g.site.settle_pool(), &[]);
    world.set_time(terms.deadline.get() + 1);
    world.accepts(g.site.settle_pool(), &[]);
    assert_eq!(world.pool(&g.site.pool).status(world.now()), PoolStatus::Failed);
}
