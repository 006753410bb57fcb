//! Co-ops of co-ops, and the end.

pub mod dissolve;
pub mod draw_capital;
pub mod execute_accept_federation;
pub mod finish_dissolution;
pub mod remit_solidarity;
