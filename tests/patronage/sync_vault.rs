use coop::error::CoopError::*;
use coop_tests::{
    UNIT, World,
    call::Founding,
    fixtures::{active, donate, found},
};

#[test]
fn one_unit_too_many_goes_to_the_reserve_and_no_further() {
    let mut world = World::new();
    let g = active(&mut world, 3, 500 * UNIT);
    let site = g.coop.site;
    world.refuses(NothingToSync, site.sync_vault(), &[]);
    let before = world.coop(&site.coop);
    donate(&mut world, &site.vault, 1);
    world.accepts(site.sync_vault(), &[]);
    let after = world.coop(&site.coop);
    assert_eq!((after.reserve.get(), after.buckets()), (1, before.buckets() + 1));
    assert_eq!((after.operating, after.dividends), (before.operating, before.dividends));
    assert_eq!(world.balance(&site.vault), after.buckets());
    world.refuses(NothingToSync, site.sync_vault(), &[]);
}

#[test]
fn a_forming_co_op_books_donations_too_and_stays_without_operating_money() {
    let mut world = World::new();
    let coop = found(&mut world, &Founding::default());
    donate(&mut world, &coop.site.vault, u64::MAX);
    world.accepts(coop.site.sync_vault(), &[]);
    let books = world.coop(&coop.site.coop);
    assert_eq!((books.reserve.get(), books.operating.get()), (u64::MAX, 0));
}
