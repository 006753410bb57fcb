//! Co-ops of co-ops, and the end.

#[cfg(test)]
mod claims;
#[cfg(test)]
mod dissolution;
pub mod dissolve;
pub mod draw_capital;
pub mod execute_accept_federation;
pub mod execute_join_federation;
pub mod execute_leave_federation;
pub mod finish_dissolution;
#[cfg(test)]
mod heirs;
#[cfg(test)]
mod leaving;
#[cfg(test)]
mod orders;
pub mod remit_solidarity;
#[cfg(test)]
mod represent;
#[cfg(test)]
mod unclaimed;
