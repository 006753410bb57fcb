use coop::error::CoopError::*;
use coop_tests::{UNIT, World, fixtures::trading};

#[test]
fn a_service_is_retired_by_its_owner_and_its_rent_returns() {
    let mut world = World::new();
    let t = trading(&mut world, 3, 200 * UNIT);
    let (site, owner) = (t.site(), t.owner.wallet());
    let thief = world.actor("thief", 0);
    world.refuses(NotTheServiceOwner, site.retire_service(&thief.wallet(), 0, &owner), &[&thief]);
    world.refuses(RentPayerMismatch, site.retire_service(&owner, 0, &thief.wallet()), &[&t.owner]);
    world.accepts(site.retire_service(&owner, 0, &owner), &[&t.owner]);
    assert_eq!(world.lamports(&owner), 1_000_000_000);
    assert!(world.is_closed(&site.service(0)));
    let coop = world.coop(&site.coop);
    assert_eq!((coop.services.get(), coop.service_accounts.get()), (1, 0), "its number is not given again");
    let who = &t.g.coop.founder;
    assert!(world.attempt(t.payment(who, true, UNIT), &[who]).is_err());
}
