use coop::error::CoopError::*;
use coop_tests::{
    UNIT, World,
    fixtures::{active, found, spend},
};

#[test]
fn income_repays_what_is_invested_first() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, who) = (g.coop.site, world.actor("payer", 1_000 * UNIT));
    spend(&mut world, &site, 100 * UNIT, true);
    world.refuses(AmountZero, site.book_income(&who, 0), &[&who]);
    world.accepts(site.book_income(&who, 60 * UNIT), &[&who]);
    let coop = world.coop(&site.coop);
    assert_eq!((coop.invested.get(), coop.period.revenue.get()), (40 * UNIT, 0));
    world.accepts(site.book_income(&who, 60 * UNIT), &[&who]);
    let coop = world.coop(&site.coop);
    assert_eq!((coop.invested.get(), coop.period.revenue.get()), (0, 20 * UNIT));
    assert_eq!((coop.period.outside_units.get(), coop.operating.get()), (20 * UNIT, 620 * UNIT));
    assert_eq!(world.balance(&site.vault), coop.buckets());
}

#[test]
fn a_forming_co_op_has_no_income() {
    let mut world = World::new();
    let coop = found(&mut world, &Default::default());
    world.refuses(CoopNotActive, coop.site.book_income(&coop.founder, UNIT), &[&coop.founder]);
}
