//! Coming in, voting, leaving.

pub mod admit;
pub mod apply;
pub mod enrol;
pub mod reapply;
pub mod reclaim_member;
pub mod reclaim_vouch;
pub mod resign;
pub mod set_name;
pub mod subscribe;
pub mod suspend;
pub mod vouch_for;
pub mod withdraw_application;
pub mod withdraw_vouch;

#[cfg(test)]
use crate::{
    Actor, World,
    call::Founding,
    fixtures::{Founded, candidacy, found},
};

/// A forming co-op with nobody but its founder, and a candidate.
#[cfg(test)]
pub fn with_candidate() -> (World, Founded, Actor) {
    let mut world = World::new();
    let coop = found(&mut world, &Founding::default());
    let candidate = world.actor("candidate", 0);
    candidacy(&mut world, &coop.site, &candidate);
    (world, coop, candidate)
}
