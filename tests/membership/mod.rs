//! Coming in, voting, leaving.

mod admit;
mod apply;
mod enrol;
mod reapply;
mod reclaim_member;
mod reclaim_vouch;
mod resign;
mod subscribe;
mod suspend;
mod vouch_for;
mod withdraw_application;
mod withdraw_vouch;
use coop_tests::{
    Actor, World,
    call::Founding,
    fixtures::{Founded, candidacy, found},
};

/// A forming co-op with nobody but its founder, and a candidate.
fn with_candidate() -> (World, Founded, Actor) {
    let mut world = World::new();
    let coop = found(&mut world, &Founding::default());
    let candidate = world.actor("candidate", 0);
    candidacy(&mut world, &coop.site, &candidate);
    (world, coop, candidate)
}
