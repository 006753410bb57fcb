use coop::error::CoopError::*;
use coop_tests::{
    DAY, UNIT, World, charter,
    fixtures::{active, newcomer},
};

#[test]
fn a_stranger_enrols_a_member_at_the_second_its_seasoning_ends() {
    let mut world = World::new();
    let mut g = active(&mut world, 3, 200 * UNIT);
    let i = newcomer(&mut world, &mut g.coop);
    let (site, who, stranger) = (g.coop.site, &g.coop.members[i], world.actor("stranger", 0));
    let enrol = site.enrol(&stranger.wallet(), &who.wallet());
    world.accepts(site.subscribe(who, 100 * UNIT - 1), &[who]);
    world.pass(100 * DAY);
    world.refuses(MemberShareNotPaid, enrol.clone(), &[&stranger]);
    world.accepts(site.subscribe(who, 1), &[who]);
    let active_at = world.now();
    world.pass(charter().seasoning as i64 - 1);
    world.refuses(SeasoningNotOver, enrol.clone(), &[&stranger]);
    world.pass(1);
    world.accepts(enrol.clone(), &[&stranger]);
    let member = world.member(&site.member(&who.wallet()));
    assert_eq!((member.elector_since.get(), member.last_active_at.get()), (world.now(), active_at));
    assert_eq!(world.coop(&site.coop).electors, 4);
    world.refuses(AlreadyElector, enrol, &[&stranger]);
}

#[test]
fn a_suspended_member_comes_back_at_once_by_its_own_signature_only() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, who, stranger) = (g.coop.site, &g.coop.founder, &g.coop.members[0]);
    world.pass(366 * DAY);
    world.accepts(site.suspend(&who.wallet()), &[]);
    world.refuses(SuspendedMemberMustSign, site.enrol(&stranger.wallet(), &who.wallet()), &[stranger]);
    world.accepts(site.enrol(&who.wallet(), &who.wallet()), &[who]);
    let member = world.member(&site.member(&who.wallet()));
    assert_eq!((member.suspended_at.get(), member.elector_since.get()), (0, world.now()));
    assert_eq!(member.last_active_at, world.now());
    assert_eq!(world.coop(&site.coop).electors, 3);
    world.refuses(ElectorNotSilent, site.suspend(&who.wallet()), &[]);
}

#[test]
fn the_first_elector_after_none_ends_the_time_without() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let site = g.coop.site;
    world.pass(366 * DAY);
    for who in g.coop.everyone() {
        assert_eq!(world.coop(&site.coop).electorless_since, 0);
        world.accepts(site.suspend(&who.wallet()), &[]);
    }
    let books = world.coop(&site.coop);
    assert_eq!((books.electors.get(), books.electorless_since.get()), (0, world.now()));
    let who = &g.coop.founder;
    world.accepts(site.enrol(&who.wallet(), &who.wallet()), &[who]);
    assert_eq!(world.coop(&site.coop).electorless_since, 0);
}
