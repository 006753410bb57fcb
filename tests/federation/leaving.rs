//! When a federation is left, and what it gets of the periods.

use crate::{
    DAY, UNIT, World,
    fixtures::{close, federated, pass, settle_everyone},
};
use coop::{
    error::CoopError::*,
    state::{Action, Coop},
};

/// A co-op that was in a federation for a whole period does not leave it in the last second: the federation would get nothing of
/// that period. It leaves on the first day of the next.
#[test]
fn a_federation_left_at_a_turn_has_its_part_of_the_period_before() {
    let mut world = World::new();
    let (small, large) = federated(&mut world);
    let site = small.site;
    let index = pass(&mut world, &small, Action::LeaveFederation);
    settle_everyone(&mut world, &small);
    let stranger = world.actor("customer", 1_000 * UNIT);
    world.accepts(site.book_income(&stranger, 1_000 * UNIT), &[&stranger]);
    let leaves = site.execute_leave_federation(index);
    let saved = world.save();
    // on the first day it can be left, and has no part of what follows
    world.pass(DAY - 1);
    world.accepts(leaves.clone(), &[]);
    close(&mut world, &small);
    assert_eq!(world.coop(&site.coop).books.federation_due, 0);
    world.restore(&saved);
    world.pass(DAY);
    world.refuses(FirstDayOnly, leaves, &[]);
    close(&mut world, &small);
    assert!(world.coop(&site.coop).books.federation_due.get() > 0);
    world.accepts(site.remit_solidarity(&large.site.coop), &[]);
}

/// In one long period a co-op leaves its federation and joins another, which gets the first one's part of the whole period.
#[test]
fn a_federation_joined_in_the_period_takes_nothing_of_it_though_another_was_left() {
    let mut world = World::new();
    let other = crate::fixtures::active(&mut world, 3, 200 * UNIT).coop;
    let (small, large) = federated(&mut world);
    let site = small.site;
    world.edit::<Coop>(&site.coop, |c| c.charter.period_length = (92 * DAY as u32).into());
    close(&mut world, &small);
    settle_everyone(&mut world, &small);
    let index = pass(&mut world, &small, Action::LeaveFederation);
    settle_everyone(&mut world, &small);
    world.accepts(site.execute_leave_federation(index), &[]);
    let number = world.coop(&site.coop).period.number.get();
    let stranger = world.actor("customer", 1_000 * UNIT);
    world.accepts(site.book_income(&stranger, 1_000 * UNIT), &[&stranger]);
    crate::fixtures::clear(&mut world, &small, index);
    let index = pass(&mut world, &small, Action::JoinFederation { federation: other.site.coop });
    world.accepts(site.execute_join_federation(index), &[]);
    let index = pass(&mut world, &other, Action::AcceptFederation { joining: site.coop });
    world.accepts(other.site.execute_accept_federation(index, &site.coop), &[]);
    assert_eq!(world.coop(&site.coop).period.number, number, "all in one period");
    assert_ne!(large.site.coop, other.site.coop);
    close(&mut world, &small);
    let due = world.coop(&site.coop).books.federation_due.get();
    assert_eq!(due, 0, "due to a federation that it was not in when the period began");
}
