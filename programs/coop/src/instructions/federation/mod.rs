//! Co-ops of co-ops, and the end.

pub mod draw_capital;
pub mod finish_dissolution;
pub mod remit_solidarity;
