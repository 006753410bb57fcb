use super::with_candidate;
use coop::error::CoopError::*;
use coop_tests::{
    UNIT, World, address,
    fixtures::{active, candidacy, vouch},
};

#[test]
fn the_vouch_no_longer_counts_and_its_rent_goes_back_to_the_sponsor() {
    let (mut world, coop, candidate) = with_candidate();
    let (founder, wallet, sponsor) = (coop.founder.wallet(), candidate.wallet(), world.actor("sponsor", 0));
    let before = world.lamports(&founder);
    world.accepts(coop.site.vouch_for(&sponsor.wallet(), &founder, &wallet), &[&coop.founder, &sponsor]);
    let stolen = coop.site.withdraw_vouch(&founder, &wallet, &founder);
    world.refuses(RentPayerMismatch, stolen, &[&coop.founder]);
    world.accepts(coop.site.withdraw_vouch(&founder, &wallet, &sponsor.wallet()), &[&coop.founder]);
    let (voucher, member) = (coop.site.member(&founder), coop.site.member(&wallet));
    assert!(world.is_closed(&address::vouch(&member, &voucher)));
    assert_eq!((world.member(&member).vouches_received, world.member(&voucher).vouches_given), (0, 0));
    assert_eq!(world.lamports(&sponsor.wallet()), 1_000_000_000);
    assert_eq!(world.lamports(&founder), before);
    world.refuses(VouchesMissing, coop.site.admit(&wallet), &[]);
}

#[test]
fn after_the_admission_it_is_too_late() {
    let (mut world, coop, candidate) = with_candidate();
    let (founder, wallet) = (coop.founder.wallet(), candidate.wallet());
    vouch(&mut world, &coop.site, &coop.founder, &candidate);
    world.accepts(coop.site.admit(&wallet), &[]);
    world.refuses(NotACandidate, coop.site.withdraw_vouch(&founder, &wallet, &founder), &[&coop.founder]);
}

#[test]
fn one_who_left_and_applied_anew_can_still_take_its_vouch_back() {
    let mut world = World::new();
    let mut g = active(&mut world, 3, 200 * UNIT);
    let site = g.coop.site;
    let i = coop_tests::fixtures::newcomer(&mut world, &mut g.coop);
    let (voucher, candidate) = (&g.coop.members[i], world.actor("candidate", 0));
    let wallet = voucher.wallet();
    candidacy(&mut world, &site, &candidate);
    vouch(&mut world, &site, voucher, &candidate);
    world.accepts(site.resign(&wallet), &[voucher]);
    world.accepts(site.reclaim_member(&wallet, &wallet), &[]);
    candidacy(&mut world, &site, voucher);
    world.accepts(site.withdraw_vouch(&wallet, &candidate.wallet(), &wallet), &[voucher]);
    assert_eq!(world.member(&site.member(&wallet)).vouches_given, 0);
}
