use coop::error::CoopError::*;
use coop_tests::{DAY, World, fixtures::traded};

#[test]
fn a_result_can_be_read_for_a_year_and_until_everyone_is_settled() {
    let mut world = World::new();
    let t = traded(&mut world);
    let (site, payer) = (t.site(), t.g.coop.founder.wallet());
    let closed = world.period(&site.period(0)).closed_at.get();
    let people: Vec<_> = t.g.coop.everyone().map(|who| who.wallet()).collect();
    for who in &people[..2] {
        world.accepts(site.settle_patronage(who, 0), &[]);
    }
    world.set_time(closed + 365 * DAY - 1);
    world.refuses(PeriodStillNeeded, site.reclaim_period(0, &payer), &[]);
    world.pass(1);
    world.refuses(PeriodStillNeeded, site.reclaim_period(0, &payer), &[]);
    world.accepts(site.settle_patronage(&people[2], 0), &[]);
    world.refuses(RentPayerMismatch, site.reclaim_period(0, &people[1]), &[]);
    let held = world.lamports(&payer);
    world.accepts(site.reclaim_period(0, &payer), &[]);
    assert!(world.lamports(&payer) > held && world.is_closed(&site.period(0)));
    assert_eq!(world.coop(&site.coop).period_accounts, 0);
}
