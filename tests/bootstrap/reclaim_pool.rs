use coop::error::CoopError::*;
use coop_tests::{
    UNIT, World,
    fixtures::{active, donate, failed, gather},
};

#[test]
fn a_donation_to_the_escrow_goes_to_the_reserve_and_the_rent_to_the_founder() {
    let mut world = World::new();
    let g = failed(&mut world);
    donate(&mut world, &g.site.escrow, 7);
    let founder = g.coop.founder.wallet();
    for who in [&g.coop.founder, &g.coop.members[0]] {
        world.refuses(PoolStillNeeded, g.site.reclaim_pool(&founder), &[]);
        world.accepts(g.site.refund_pledge(&who.wallet(), &who.tokens), &[]);
        world.accepts(g.site.reclaim_pledge(&who.wallet(), &who.wallet()), &[]);
    }
    let rent = world.lamports(&g.site.pool) + world.lamports(&g.site.escrow);
    let before = world.lamports(&founder);
    world.refuses(RentPayerMismatch, g.site.reclaim_pool(&g.coop.members[0].wallet()), &[]);
    world.accepts(g.site.reclaim_pool(&founder), &[]);
    assert_eq!(world.lamports(&founder), before + rent);
    assert!(world.is_closed(&g.site.pool) && world.is_closed(&g.site.escrow));
    let books = world.coop(&g.coop.site.coop);
    assert_eq!((books.reserve.get(), books.pool_accounts.get()), (7, 0));
    assert_eq!(world.balance(&g.coop.site.vault), 7);
}

#[test]
fn an_unsettled_pool_and_one_with_bonds_stay() {
    let mut world = World::new();
    let g = gather(&mut world, 2);
    world.refuses(PoolStillNeeded, g.site.reclaim_pool(&g.coop.founder.wallet()), &[]);
    let g = active(&mut world, 3, 200 * UNIT);
    world.refuses(PoolStillNeeded, g.site.reclaim_pool(&g.coop.founder.wallet()), &[]);
}
