use coop::error::CoopError::*;
use coop_tests::{
    UNIT, World, charter,
    fixtures::{active, newcomer},
};

#[test]
fn one_unit_is_one_share_and_seasoning_runs_from_the_payment_that_reaches_the_member_share() {
    let mut world = World::new();
    let mut g = active(&mut world, 3, 200 * UNIT);
    let i = newcomer(&mut world, &mut g.coop);
    let (site, who) = (g.coop.site, &g.coop.members[i]);
    let paid_at = |world: &World| world.member(&site.member(&who.wallet())).share_paid_at.get();
    world.accepts(site.subscribe(who, 1), &[who]);
    world.pass(10);
    world.accepts(site.subscribe(who, 100 * UNIT - 1), &[who]);
    let reached = world.now();
    assert_eq!(paid_at(&world), reached);
    world.pass(10);
    world.accepts(site.subscribe(who, 5), &[who]);
    assert_eq!(paid_at(&world), reached, "what is paid beyond the member share restarts nothing");
    let (books, member) = (world.coop(&site.coop), world.member(&site.member(&who.wallet())));
    assert_eq!((member.shares.get(), member.shares_new.get()), (100 * UNIT + 5, 100 * UNIT + 5));
    assert_eq!((books.shares_total.get(), books.operating.get()), (700 * UNIT + 5, 700 * UNIT + 5));
    assert_eq!((books.shares_earning.get(), books.electors.get()), (0, 3));
    assert_eq!(world.balance(&site.vault), books.buckets());
    assert_eq!(world.balance(&who.tokens), 1_000_000 * UNIT - 100 * UNIT - 5);
}

#[test]
fn shares_stop_at_the_most_one_member_may_hold() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.founder);
    let room = charter().max_shares - 200 * UNIT;
    world.refuses(AmountZero, site.subscribe(who, 0), &[who]);
    world.refuses(SharesAboveMaximum, site.subscribe(who, room + 1), &[who]);
    world.refuses(SharesAboveMaximum, site.subscribe(who, u64::MAX), &[who]);
    world.accepts(site.subscribe(who, room), &[who]);
    world.refuses(SharesAboveMaximum, site.subscribe(who, 1), &[who]);
}

#[test]
fn neither_leavers_nor_the_penniless_subscribe_and_nobody_with_the_vaults_own_money() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, leaver, who) = (g.coop.site, &g.coop.members[0], &g.coop.members[1]);
    world.accepts(site.resign(&leaver.wallet()), &[leaver]);
    world.refuses(NotAMember, site.subscribe(leaver, UNIT), &[leaver]);
    for source in [site.vault, leaver.tokens, world.token_account(&who.wallet(), UNIT - 1)] {
        let mut call = site.subscribe(who, UNIT);
        call.accounts[3].pubkey = source;
        assert!(world.attempt(call, &[who]).is_err());
    }
    assert_eq!(world.coop(&site.coop).operating, 600 * UNIT);
}
