use super::with_candidate;
use coop::error::CoopError::*;
use coop_tests::fixtures::vouch;

#[test]
fn a_vouch_is_closed_by_anyone_once_it_no_longer_counts_and_the_sponsor_gets_the_rent() {
    let (mut world, coop, candidate) = with_candidate();
    let (founder, wallet, sponsor) = (coop.founder.wallet(), candidate.wallet(), world.actor("sponsor", 0));
    world.accepts(coop.site.vouch_for(&sponsor.wallet(), &founder, &wallet), &[&coop.founder, &sponsor]);
    let reclaim = coop.site.reclaim_vouch(&founder, &wallet, &sponsor.wallet());
    world.refuses(VouchCounts, reclaim.clone(), &[]);
    world.accepts(coop.site.admit(&wallet), &[]);
    world.refuses(RentPayerMismatch, coop.site.reclaim_vouch(&founder, &wallet, &founder), &[]);
    world.accepts(reclaim.clone(), &[]);
    assert_eq!(world.lamports(&sponsor.wallet()), 1_000_000_000);
    assert!(world.attempt(reclaim, &[]).is_err());
}

#[test]
fn a_vouch_for_one_whose_account_is_closed_is_closed_too() {
    let (mut world, coop, candidate) = with_candidate();
    let (founder, wallet) = (coop.founder.wallet(), candidate.wallet());
    let before = world.lamports(&founder);
    vouch(&mut world, &coop.site, &coop.founder, &candidate);
    world.accepts(coop.site.withdraw_application(&wallet), &[&candidate]);
    world.accepts(coop.site.reclaim_member(&wallet, &wallet), &[]);
    world.accepts(coop.site.reclaim_vouch(&founder, &wallet, &founder), &[]);
    assert_eq!(world.lamports(&founder), before);
}
