use super::with_candidate;
use coop::{
    error::CoopError::*,
    state::{Member, Standing},
};
use coop_tests::{
    UNIT, World,
    fixtures::{active, vouch},
};
use std::mem::offset_of;

#[test]
fn what_was_earned_stays_and_earlier_vouches_count_nothing() {
    let mut world = World::new();
    let g = active(&mut world, 3, 500 * UNIT);
    let (site, who) = (g.coop.site, &g.coop.members[0]);
    let before = world.member(&site.member(&who.wallet()));
    world.refuses(NotLeft, site.reapply(&who.wallet()), &[who]);
    world.accepts(site.resign(&who.wallet()), &[who]);
    world.accepts(site.reapply(&who.wallet()), &[who]);
    let after = world.member(&site.member(&who.wallet()));
    assert!(after.is(Standing::Candidate) && !after.is_elector());
    assert_eq!((after.matured, after.dividends), (before.shares, before.dividends));
    assert_eq!((after.vouches_received, after.vouches_needed), (0, 2));
    assert!(after.application.get() > before.application.get());
    assert_eq!((after.admitted_at.get(), after.share_paid_at.get(), after.left_at.get()), (0, 0, 0));
    world.refuses(VouchesMissing, site.admit(&who.wallet()), &[]);
}

#[test]
fn a_stale_vouch_is_neither_withdrawn_nor_counted_and_bars_its_giver_until_reclaimed() {
    let (mut world, coop, candidate) = with_candidate();
    let (wallet, founder) = (candidate.wallet(), coop.founder.wallet());
    vouch(&mut world, &coop.site, &coop.founder, &candidate);
    world.accepts(coop.site.withdraw_application(&wallet), &[&candidate]);
    world.accepts(coop.site.reapply(&wallet), &[&candidate]);
    world.refuses(VouchesMissing, coop.site.admit(&wallet), &[]);
    world.refuses(VouchOutdated, coop.site.withdraw_vouch(&founder, &wallet, &founder), &[&coop.founder]);
    assert!(world.attempt(coop.site.vouch_for(&founder, &founder, &wallet), &[&coop.founder]).is_err());
    world.accepts(coop.site.reclaim_vouch(&founder, &wallet, &founder), &[]);
    vouch(&mut world, &coop.site, &coop.founder, &candidate);
    world.accepts(coop.site.admit(&wallet), &[]);
}

#[test]
fn an_expelled_member_does_not_come_back_by_itself() {
    let (mut world, coop, candidate) = with_candidate();
    let (wallet, member) = (candidate.wallet(), coop.site.member(&candidate.wallet()));
    world.patch(&member, 8 + offset_of!(Member, standing), &[Standing::Expelled as u8]);
    world.refuses(NotLeft, coop.site.reapply(&wallet), &[&candidate]);
    world.refuses(MemberStillNeeded, coop.site.reclaim_member(&wallet, &wallet), &[]);
    assert!(world.attempt(coop.site.apply(&wallet, &wallet), &[&candidate]).is_err());
}

#[test]
fn nobody_comes_back_to_a_co_op_without_members() {
    let (mut world, coop, _) = with_candidate();
    let founder = coop.founder.wallet();
    world.accepts(coop.site.resign(&founder), &[&coop.founder]);
    world.refuses(CoopWithoutMembers, coop.site.reapply(&founder), &[&coop.founder]);
}
