//! One member, one vote; under terms that only get better for members.

use crate::{
    account::Record,
    events::{ResolutionExecuted, emit},
    state::{Coop, Proposal},
};

pub mod call_panel;
pub mod cancel_proposal;
pub mod cast_vote;
pub mod count_protest;
pub mod draw_mandate;
pub mod execute_amend;
pub mod execute_call;
pub mod execute_collect;
pub mod execute_mandate;
pub mod execute_on_coop;
pub mod execute_on_member;
pub mod execute_open_pool;
pub mod execute_payment;
pub mod execute_rehome;
pub mod execute_revoke_mandate;
pub mod object;
pub mod propose;
pub mod reclaim_ballots;
pub mod reclaim_mandate;
pub mod reclaim_proposal;
pub mod reclaim_redirect;
pub mod seat_panel;
pub mod veto_rehome;

/// Tells that a resolution was executed.
#[inline(never)]
pub(super) fn executed(coop: &mut Record<Coop>, proposal: &Record<Proposal>, now: i64) {
    emit(ResolutionExecuted {
        coop: *coop.address(),
        seq: coop.next_seq(),
        at: now.into(),
        proposal: *proposal.address(),
        index: proposal.index,
        kind: proposal.kind.0,
        target: proposal.target,
        amount: proposal.amount,
        operating: coop.operating().into(),
        reserve: coop.books.reserve,
        solidarity: coop.books.solidarity,
        members: coop.members,
        electors: coop.electors,
        charter_version: coop.charter_version,
        take_rate_bps: coop.charter.take_rate_bps,
    });
}
