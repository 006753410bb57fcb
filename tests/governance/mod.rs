//! One member, one vote: what is proposed, voted on and executed.

#[cfg(test)]
mod attacks;
#[cfg(test)]
mod bounds;
pub mod call_panel;
pub mod cancel_proposal;
pub mod cast_vote;
pub mod count_protest;
#[cfg(test)]
mod cranks;
pub mod draw_mandate;
#[cfg(test)]
mod effects;
#[cfg(test)]
mod electors;
pub mod execute_amend;
pub mod execute_collect;
pub mod execute_cover_loss;
pub mod execute_describe;
pub mod execute_expel;
pub mod execute_grant;
pub mod execute_invoke;
pub mod execute_mandate;
pub mod execute_open_pool;
pub mod execute_readmit;
pub mod execute_rehome;
pub mod execute_represent;
pub mod execute_revoke_mandate;
pub mod execute_sell;
pub mod execute_set_take_rate;
pub mod execute_spend;
pub mod explain;
#[cfg(test)]
mod memberships;
#[cfg(test)]
mod moments;
#[cfg(test)]
mod named;
pub mod object;
#[cfg(test)]
mod overtaken;
#[cfg(test)]
mod pages;
pub mod propose;
pub mod reclaim_ballots;
pub mod reclaim_mandate;
pub mod reclaim_proposal;
pub mod reclaim_redirect;
#[cfg(test)]
mod rehoming;
#[cfg(test)]
mod review;
#[cfg(test)]
mod say;
pub mod seat_panel;
#[cfg(test)]
mod turns;
pub mod undo_rehome;
pub mod veto_rehome;
