//! Joining, becoming an elector, leaving.

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
