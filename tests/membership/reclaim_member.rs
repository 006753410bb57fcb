use super::with_candidate;
use coop::error::CoopError::*;
use coop_tests::{
    UNIT, World,
    call::Founding,
    fixtures::{active, found},
};

#[test]
fn the_rent_goes_back_to_the_sponsor_and_the_wallet_may_apply_anew() {
    let mut world = World::new();
    let coop = found(&mut world, &Founding::default());
    let (who, sponsor) = (world.actor("candidate", 0), world.actor("sponsor", 0));
    let wallet = who.wallet();
    world.accepts(coop.site.apply(&sponsor.wallet(), &wallet), &[&who, &sponsor]);
    let reclaim = coop.site.reclaim_member(&wallet, &sponsor.wallet());
    world.refuses(MemberStillNeeded, reclaim.clone(), &[]);
    world.accepts(coop.site.withdraw_application(&wallet), &[&who]);
    world.refuses(RentPayerMismatch, coop.site.reclaim_member(&wallet, &wallet), &[&who]);
    world.accepts(reclaim, &[]);
    assert_eq!(world.lamports(&sponsor.wallet()), 1_000_000_000);
    assert_eq!(world.lamports(&wallet), 1_000_000_000);
    assert_eq!(world.coop(&coop.site.coop).member_accounts, 1);
    world.accepts(coop.site.apply(&wallet, &wallet), &[&who]);
}

#[test]
fn an_account_that_is_owed_anything_stays() {
    let mut world = World::new();
    let g = active(&mut world, 3, 200 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.members[0]);
    let reclaim = site.reclaim_member(&who.wallet(), &who.wallet());
    world.refuses(MemberStillNeeded, reclaim.clone(), &[]);
    world.accepts(site.resign(&who.wallet()), &[who]);
    world.refuses(MemberStillNeeded, reclaim.clone(), &[]);
    world.accepts(site.redeem(&who.wallet(), &who.tokens, 180 * UNIT, 1), &[who]);
    world.refuses(MemberStillNeeded, reclaim, &[]);
}

#[test]
fn a_candidates_account_stays() {
    let (mut world, coop, candidate) = with_candidate();
    let reclaim = coop.site.reclaim_member(&candidate.wallet(), &candidate.wallet());
    world.refuses(MemberStillNeeded, reclaim, &[]);
}
