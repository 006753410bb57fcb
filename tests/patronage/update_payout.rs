use coop::error::CoopError::*;
use coop_tests::{UNIT, World, fixtures::trading};

#[test]
fn a_frozen_payout_account_makes_payments_wait_and_its_owner_names_another() {
    let mut world = World::new();
    let t = trading(&mut world, 3, 200 * UNIT);
    let (site, who) = (t.site(), &t.g.coop.members[0]);
    let held = world.balance(&who.tokens);
    world.patch(&t.owner.tokens, 108, &[2]);
    world.refuses(PayoutUnpayable, t.payment(who, true, 10 * UNIT), &[who]);
    assert_eq!(world.balance(&who.tokens), held);
    let (owner, thief) = (t.owner.wallet(), world.actor("thief", 0));
    world.refuses(NotTheServiceOwner, site.update_payout(&thief.wallet(), 0, &thief.tokens), &[&thief]);
    let another = world.token_account(&owner, 0);
    world.refuses(PayoutUnpayable, site.update_payout(&owner, 0, &t.owner.tokens), &[&t.owner]);
    world.accepts(site.update_payout(&owner, 0, &another), &[&t.owner]);
    world.refuses(PayoutMismatch, t.payment(who, true, 10 * UNIT), &[who]);
    world.accepts(site.pay_service(who, true, 0, &another, 10 * UNIT, u64::MAX), &[who]);
    assert_eq!(world.balance(&another), 10 * UNIT - 300_000);
}

#[test]
fn a_closed_payout_account_makes_payments_wait() {
    let mut world = World::new();
    let t = trading(&mut world, 3, 200 * UNIT);
    let who = &t.g.coop.members[0];
    world.put(t.owner.tokens, Default::default());
    world.refuses(PayoutUnpayable, t.payment(who, true, 10 * UNIT), &[who]);
}
