use coop::error::CoopError::*;
use coop_math::YEAR;
use coop_tests::{UNIT, World, fixtures::active};

#[test]
fn an_elector_silent_for_a_year_and_a_second_loses_its_vote_and_nothing_else() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, who) = (g.coop.site, g.coop.founder.wallet());
    let before = world.member(&site.member(&who));
    let suspend = site.suspend(&who);
    world.set_time(before.last_active_at.get() + YEAR);
    world.refuses(ElectorNotSilent, suspend.clone(), &[]);
    world.pass(1);
    world.accepts(suspend.clone(), &[]);
    let after = world.member(&site.member(&who));
    assert_eq!((after.elector_since.get(), after.suspended_at.get()), (0, world.now()));
    assert_eq!(
        (after.shares, after.bonded, after.dividends),
        (before.shares, before.bonded, before.dividends)
    );
    let books = world.coop(&site.coop);
    assert_eq!((books.electors.get(), books.members.get()), (2, 3));
    world.refuses(NotAnElector, suspend, &[]);
}

#[test]
fn any_act_of_ones_own_is_a_sign_of_life() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.founder);
    world.pass(YEAR);
    world.accepts(site.subscribe(who, 1), &[who]);
    world.pass(YEAR);
    world.refuses(ElectorNotSilent, site.suspend(&who.wallet()), &[]);
    world.pass(1);
    world.accepts(site.suspend(&who.wallet()), &[]);
}
