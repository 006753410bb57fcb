//! One member, one vote, under terms that can only get better for members.

pub mod actions;
pub mod call_panel;
pub mod cancel_proposal;
pub mod cast_vote;
pub mod count_protest;
pub mod draw_mandate;
pub mod explain;
pub mod object;
pub mod propose;
pub mod reclaim_ballots;
pub mod reclaim_mandate;
pub mod reclaim_proposal;
pub mod reclaim_redirect;
pub mod seat_panel;
pub mod undo_rehome;
pub mod veto_rehome;
