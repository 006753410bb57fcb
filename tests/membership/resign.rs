use coop::{error::CoopError::*, state::Standing};
use coop_tests::{
    DAY, UNIT, World,
    fixtures::{active, pledged},
};

#[test]
fn shares_become_matured_capital_and_nobody_elses_solvency_changes() {
    let mut world = World::new();
    let g = active(&mut world, 3, 500 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.members[0]);
    let (before, held) = (world.coop(&site.coop), world.member(&site.member(&who.wallet())));
    world.accepts(site.resign(&who.wallet()), &[who]);
    let (after, member) = (world.coop(&site.coop), world.member(&site.member(&who.wallet())));
    assert!(member.is(Standing::Left) && !member.is_elector());
    assert_eq!((member.shares.get(), member.shares_new.get(), member.matured), (0, 0, held.shares));
    assert_eq!((member.dividends, member.bonded), (held.dividends, held.bonded));
    assert_eq!(member.left_at, world.now());
    assert_eq!((after.members.get(), after.electors.get()), (2, 2));
    assert_eq!((after.equity(), after.operating), (before.equity(), before.operating));
    assert_eq!(after.retained_total, held.shares);
    world.refuses(NotAMember, site.resign(&who.wallet()), &[who]);
}

#[test]
fn the_last_one_out_leaves_a_co_op_without_electors() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    world.pass(DAY);
    for who in g.coop.everyone() {
        world.accepts(g.coop.site.resign(&who.wallet()), &[who]);
    }
    let books = world.coop(&g.coop.site.coop);
    assert_eq!((books.members.get(), books.electors.get()), (0, 0));
    assert_eq!(books.electorless_since, world.now());
    assert_eq!((books.shares_total.get(), books.retained_total.get()), (0, 600 * UNIT));
}

#[test]
fn a_suspended_member_leaves_without_a_second_vote_being_lost() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let who = &g.coop.founder;
    world.pass(366 * DAY);
    world.accepts(g.coop.site.suspend(&who.wallet()), &[]);
    world.accepts(g.coop.site.resign(&who.wallet()), &[who]);
    assert_eq!(world.coop(&g.coop.site.coop).electors, 2);
    assert_eq!(world.member(&g.coop.site.member(&who.wallet())).suspended_at, 0);
}

#[test]
fn a_pledge_stays_where_it_is() {
    let mut world = World::new();
    let g = pledged(&mut world, 3, 200 * UNIT);
    let who = &g.coop.members[0];
    world.accepts(g.coop.site.resign(&who.wallet()), &[who]);
    assert_eq!(world.pool(&g.site.pool).raised, 600 * UNIT);
    assert_eq!(world.member(&g.coop.site.member(&who.wallet())).pledged, 200 * UNIT);
}
