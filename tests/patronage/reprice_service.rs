use coop::error::CoopError::*;
use coop_tests::{
    UNIT, World,
    fixtures::{take_rate_becomes, trading},
};

#[test]
fn a_rate_falls_at_any_time_and_rises_no_second_before_its_promise_ends() {
    let mut world = World::new();
    let t = trading(&mut world, 3, 200 * UNIT);
    let (site, coop) = (t.site(), t.site().coop);
    let rate = |world: &World| world.service(&site.service(0)).take_rate_bps.get();
    let promised = world.service(&site.service(0)).promised_until.get();
    take_rate_becomes(&mut world, &coop, 100);
    assert_eq!(rate(&world), 300, "a service keeps its rate until it is repriced");
    world.accepts(site.reprice_service(0), &[]);
    assert_eq!(rate(&world), 100);
    // what was once given is kept too
    take_rate_becomes(&mut world, &coop, 300);
    world.refuses(TakeRatePromised, site.reprice_service(0), &[]);
    take_rate_becomes(&mut world, &coop, 1_000);
    world.set_time(promised - 1);
    world.refuses(TakeRatePromised, site.reprice_service(0), &[]);
    world.set_time(promised);
    world.accepts(site.reprice_service(0), &[]);
    assert_eq!(rate(&world), 1_000);
    world.refuses(TakeRateUnchanged, site.reprice_service(0), &[]);
}
