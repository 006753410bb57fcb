use coop::error::CoopError::*;
use coop_tests::{
    UNIT, World,
    fixtures::{gather, pledge},
};

#[test]
fn the_rent_goes_back_to_the_sponsor_who_paid_it() {
    let mut world = World::new();
    let g = gather(&mut world, 2);
    let (who, sponsor) = (&g.coop.members[0], world.actor("sponsor", 0));
    let (wallet, before) = (who.wallet(), world.lamports(&who.wallet()));
    world.accepts(g.site.make_pledge(&sponsor.wallet(), who, 100 * UNIT, 0), &[who, &sponsor]);
    world.refuses(PledgeStillNeeded, g.site.reclaim_pledge(&wallet, &sponsor.wallet()), &[]);
    world.accepts(g.site.withdraw_pledge(&wallet, &who.tokens, 100 * UNIT), &[who]);
    world.refuses(RentPayerMismatch, g.site.reclaim_pledge(&wallet, &wallet), &[who]);
    world.accepts(g.site.reclaim_pledge(&wallet, &sponsor.wallet()), &[]);
    assert!(world.is_closed(&g.site.pledge(&wallet)));
    assert_eq!(world.lamports(&sponsor.wallet()), 1_000_000_000);
    assert_eq!(world.lamports(&wallet), before);
    assert_eq!(world.pool(&g.site.pool).pledge_accounts, 0);
    // and the way in is open again
    pledge(&mut world, &g.site, who, 100 * UNIT, 0);
    assert_eq!(world.pledge(&g.site.pledge(&wallet)).rent_payer, wallet);
}
