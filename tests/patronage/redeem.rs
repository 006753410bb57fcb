use coop::{
    error::CoopError::*,
    state::{Coop, Standing},
};
use coop_tests::{
    UNIT, World,
    fixtures::{Gathering, active, vouch},
};
use std::mem::offset_of;

/// The first member leaves with all its capital matured and is admitted again.
fn leave_and_come_back(world: &mut World, g: &Gathering) {
    let (site, who) = (g.coop.site, &g.coop.members[0]);
    world.accepts(site.resign(&who.wallet()), &[who]);
    world.accepts(site.reapply(&who.wallet()), &[who]);
    let founder = g.coop.founder.wallet();
    world.accepts(site.reclaim_vouch(&founder, &who.wallet(), &founder), &[]);
    vouch(world, &site, &g.coop.founder, who);
    vouch(world, &site, &g.coop.members[1], who);
    world.accepts(site.admit(&who.wallet()), &[]);
    assert!(world.member(&site.member(&who.wallet())).is(Standing::Member));
}

/// What is stored of the co-op's operating money becomes `amount`, as after a loss.
fn operating_becomes(world: &mut World, g: &Gathering, amount: u64) {
    world.patch(&g.coop.site.coop, 8 + offset_of!(Coop, operating), &amount.to_le_bytes());
}

#[test]
fn a_leaver_is_paid_at_par_and_keeps_only_its_bond() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.members[0]);
    world.accepts(site.resign(&who.wallet()), &[who]);
    let redeem = |amount, least| site.redeem(&who.wallet(), &who.tokens, amount, least);
    let held = world.balance(&who.tokens);
    world.refuses(AmountZero, redeem(0, 0), &[who]);
    world.refuses(MoreThanMatured, redeem(u64::MAX, 0), &[who]);
    world.refuses(MoreThanMatured, redeem(180 * UNIT + 1, 0), &[who]);
    world.refuses(PaidTooLittle, redeem(UNIT, UNIT + 1), &[who]);
    world.accepts(redeem(1, 1), &[who]);
    world.accepts(redeem(180 * UNIT - 1, 180 * UNIT - 1), &[who]);
    assert_eq!(world.balance(&who.tokens), held + 180 * UNIT);
    let (coop, member) = (world.coop(&site.coop), world.member(&site.member(&who.wallet())));
    assert_eq!((member.matured.get(), member.bonded.get()), (20 * UNIT, 20 * UNIT));
    assert_eq!((coop.operating.get(), coop.retained_total.get()), (420 * UNIT, 20 * UNIT));
    assert_eq!((coop.equity(), world.balance(&site.vault)), (420 * UNIT, 420 * UNIT));
    assert_eq!(coop.period.redeemed, 0, "who has left is never capped");
    world.refuses(MoreThanMatured, redeem(1, 0), &[who]);
}

#[test]
fn after_a_loss_a_leaver_is_paid_at_solvency_and_nobody_elses_changes() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.members[0]);
    world.accepts(site.resign(&who.wallet()), &[who]);
    operating_becomes(&mut world, &g, 300 * UNIT);
    let redeem = |amount, least| site.redeem(&who.wallet(), &who.tokens, amount, least);
    world.refuses(PaidTooLittle, redeem(1, 0), &[who]);
    world.refuses(PaidTooLittle, redeem(180 * UNIT, 90 * UNIT + 1), &[who]);
    world.accepts(redeem(180 * UNIT, 90 * UNIT), &[who]);
    let coop = world.coop(&site.coop);
    assert_eq!((coop.operating.get(), coop.equity()), (210 * UNIT, 420 * UNIT));
    assert_eq!(world.balance(&who.tokens), 1_000_000 * UNIT - 200 * UNIT + 90 * UNIT);
}

#[test]
fn a_co_op_with_nothing_left_redeems_nothing_for_nothing() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.members[0]);
    world.accepts(site.resign(&who.wallet()), &[who]);
    operating_becomes(&mut world, &g, 0);
    world.refuses(PaidTooLittle, site.redeem(&who.wallet(), &who.tokens, 100 * UNIT, 0), &[who]);
}

#[test]
fn one_who_came_back_redeems_at_most_the_periods_cap() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    leave_and_come_back(&mut world, &g);
    let (site, who) = (g.coop.site, &g.coop.members[0]);
    let redeem = |amount| site.redeem(&who.wallet(), &who.tokens, amount, 1);
    // a fifth of the 600 at the start of the period
    world.refuses(RedemptionCapReached, redeem(120 * UNIT + 1), &[who]);
    world.accepts(redeem(50 * UNIT), &[who]);
    world.refuses(RedemptionCapReached, redeem(70 * UNIT + 1), &[who]);
    world.accepts(redeem(70 * UNIT), &[who]);
    assert_eq!(world.coop(&site.coop).period.redeemed, 120 * UNIT);
    world.refuses(RedemptionCapReached, redeem(1), &[who]);
    // leaving again lifts the cap
    world.accepts(site.resign(&who.wallet()), &[who]);
    world.accepts(redeem(60 * UNIT), &[who]);
}

#[test]
fn new_shares_answer_for_pledged_use_in_place_of_matured_capital() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    leave_and_come_back(&mut world, &g);
    let (site, who) = (g.coop.site, &g.coop.members[0]);
    let redeemable = |world: &World| world.member(&site.member(&who.wallet())).redeemable();
    assert_eq!(redeemable(&world), 180 * UNIT);
    world.accepts(site.subscribe(who, 5 * UNIT), &[who]);
    assert_eq!(redeemable(&world), 185 * UNIT);
    world.accepts(site.subscribe(who, 15 * UNIT), &[who]);
    assert_eq!(redeemable(&world), 200 * UNIT);
}

#[test]
fn a_vintage_is_redeemed_once_its_periods_have_passed_and_no_period_sooner() {
    let mut world = World::new();
    let t = coop_tests::fixtures::traded(&mut world);
    let (site, who) = (t.site(), &t.g.coop.founder);
    world.accepts(site.settle_patronage(&who.wallet(), 0), &[]);
    let redeem = |amount| site.redeem(&who.wallet(), &who.tokens, amount, amount);
    // retained in period 0; revolve_periods is 4
    for _ in 1..=4 {
        world.refuses(MoreThanMatured, redeem(1), &[who]);
        t.close(&mut world);
    }
    assert_eq!(world.coop(&site.coop).period.number, 5);
    world.refuses(MoreThanMatured, redeem(11_250_001), &[who]);
    let held = world.balance(&who.tokens);
    world.accepts(redeem(11_250_000), &[who]);
    assert_eq!(world.balance(&who.tokens) - held, 11_250_000);
    let member = world.member(&site.member(&who.wallet()));
    assert_eq!((member.vintages_total(), member.matured.get()), (0, 0));
    assert_eq!(member.vintages[0].fees, 30 * UNIT, "what was paid stays on record");
    let another = &t.g.coop.members[0];
    let theirs = site.redeem(&another.wallet(), &who.tokens, 1, 1);
    world.refuses(DestinationNotTheMembers, theirs, &[another]);
}
