//! Attacks on admission: vouches and applications. Found by readers of the rules (docs/decisions/0029).

use crate::{
    Actor, DAY, UNIT, World,
    call::Founding,
    fixtures::{
        Gathering, active, candidacy, close_overdue, expel, found, pass, take_in, vouch, vouched_for,
    },
    scenes::amendment,
};
use coop::{
    error::CoopError::*,
    state::{Coop, Standing},
};

/// A co-op of four in which newcomers need a vouch of each, and a candidate that has been waiting with all of them for 90 days.
fn with_one_who_waits(world: &mut World) -> (Gathering, Actor) {
    let g = active(world, 4, 200 * UNIT);
    world.edit::<Coop>(&g.coop.site.coop, |c| {
        (c.charter.vouches_required, c.charter.vouches_per_period) = (8, 32);
    });
    let waits = complete(world, &g);
    world.pass(90 * DAY);
    close_overdue(world, &g.coop);
    (g, waits)
}

/// A candidate for whom everyone vouches.
fn complete(world: &mut World, g: &Gathering) -> Actor {
    let who = world.actor("candidate", 0);
    candidacy(world, &g.coop.site, &who);
    for voucher in g.coop.everyone() {
        vouch(world, &g.coop.site, voucher, &who);
    }
    who
}

/// A candidate has all its vouches, and waits for room. Before: in the transaction that admitted another, anyone cleared it away, as it needed
/// one vouch more now; so it lost its place and the others.
#[test]
fn a_member_who_admits_another_does_not_clear_away_whom_the_others_vouched_for() {
    let mut world = World::new();
    let (g, waits) = with_one_who_waits(&mut world);
    let (site, stranger) = (g.coop.site, world.actor("stranger", 0));
    let another = complete(&mut world, &g);
    let clear = site.clear_application(&stranger.wallet(), &waits.wallet());
    world.accepts(site.admit(&another.wallet()), &[]);
    world.refuses(VouchesMissing, site.admit(&waits.wallet()), &[]);
    world.refuses(ApplicationStands, clear.clone(), &[&stranger]);
    // it has 90 days to find another vouch
    let saved = world.save();
    vouch(&mut world, &site, &another, &waits);
    world.accepts(site.admit(&waits.wallet()), &[]);
    world.restore(&saved);
    world.pass(90 * DAY - 1);
    world.refuses(ApplicationStands, clear.clone(), &[&stranger]);
    world.pass(1);
    world.accepts(clear, &[&stranger]);
}

/// The same with a vouch that is withdrawn: by the voucher, or by anyone once the voucher was expelled.
#[test]
fn a_member_who_withdraws_a_vouch_does_not_clear_away_the_candidate() {
    let mut world = World::new();
    let (g, waits) = with_one_who_waits(&mut world);
    let (site, stranger, voucher) = (g.coop.site, world.actor("stranger", 0), &g.coop.members[0]);
    let (wallet, candidate) = (voucher.wallet(), waits.wallet());
    let clear = site.clear_application(&stranger.wallet(), &candidate);
    let saved = world.save();
    world.accepts(site.withdraw_vouch(&wallet, &candidate, &wallet), &[voucher]);
    world.refuses(ApplicationStands, clear.clone(), &[&stranger]);
    world.restore(&saved);
    expel(&mut world, &g.coop, &site.member(&wallet));
    world.accepts(site.withdraw_vouch_of(&stranger.wallet(), &wallet, &candidate, &wallet), &[&stranger]);
    world.refuses(ApplicationStands, clear.clone(), &[&stranger]);
    assert!(world.member(&site.member(&candidate)).is(Standing::Candidate));
    // a new application begins anew
    world.accepts(site.withdraw_application(&candidate), &[&waits]);
    close_overdue(&mut world, &g.coop);
    world.pass(31 * DAY);
    close_overdue(&mut world, &g.coop);
    world.accepts(site.reapply(&candidate), &[&waits]);
    assert_eq!(world.member(&site.member(&candidate)).lacks_since, 0);
}

/// Where every member has left, nobody can vouch any more: then the age of an application counts alone. Otherwise former members could
/// hold up the end of a co-op that never began, one by one, by withdrawing a vouch every 90 days.
#[test]
fn a_member_who_has_left_does_not_keep_an_application_alive_by_withdrawing_a_vouch() {
    let mut world = World::new();
    let coop = found(&mut world, &Founding::default());
    let (site, founder, stranger) = (coop.site, &coop.founder, world.actor("stranger", 0));
    let who = world.actor("candidate", 0);
    candidacy(&mut world, &site, &who);
    vouch(&mut world, &site, founder, &who);
    let wallet = founder.wallet();
    world.accepts(site.resign(&wallet), &[founder]);
    world.pass(90 * DAY);
    world.accepts(site.withdraw_vouch(&wallet, &who.wallet(), &wallet), &[founder]);
    world.accepts(site.clear_application(&stranger.wallet(), &who.wallet()), &[&stranger]);
}

/// And with an amendment that asks for more vouches.
#[test]
fn carrying_out_an_amendment_does_not_clear_away_the_candidates_whom_it_overtook() {
    let mut world = World::new();
    let g = active(&mut world, 4, 200 * UNIT);
    let (site, stranger) = (g.coop.site, world.actor("stranger", 0));
    let waits = vouched_for(&mut world, &g.coop);
    world.pass(90 * DAY);
    close_overdue(&mut world, &g.coop);
    let clear = site.clear_application(&stranger.wallet(), &waits.wallet());
    world.refuses(ApplicationStands, clear.clone(), &[&stranger]);
    let index = pass(&mut world, &g.coop, amendment(|c| c.vouches_required = 4));
    world.accepts(site.execute_amend(index, None), &[]);
    world.refuses(VouchesMissing, site.admit(&waits.wallet()), &[]);
    world.refuses(ApplicationStands, clear.clone(), &[&stranger]);
    world.pass(90 * DAY);
    world.accepts(clear, &[&stranger]);
}

/// A first wave has been there for a month, and a second has taken the places that are free again. Before: the first left and gave back
/// seconds that the second had drawn, so that a third came in at once.
#[test]
fn a_member_who_leaves_gives_back_no_place_that_another_has_taken() {
    let mut world = World::new();
    let mut g = active(&mut world, 9, 100 * UNIT);
    let site = g.coop.site;
    take_in(&mut world, &mut g.coop, 5);
    world.pass(30 * DAY - 1);
    take_in(&mut world, &mut g.coop, 4);
    let full = world.coop(&site.coop).growth_full;
    let waits = vouched_for(&mut world, &g.coop);
    world.refuses(GrowthCapReached, site.admit(&waits.wallet()), &[]);
    let (first, second) = g.coop.members[8..].split_at(5);
    for who in first {
        world.accepts(site.resign(&who.wallet()), &[who]);
    }
    assert_eq!(world.coop(&site.coop).growth_full, full);
    world.refuses(GrowthCapReached, site.admit(&waits.wallet()), &[]);
    // whoever has just come gives its own place back
    world.accepts(site.resign(&second[0].wallet()), &[&second[0]]);
    world.accepts(site.admit(&waits.wallet()), &[]);
}
