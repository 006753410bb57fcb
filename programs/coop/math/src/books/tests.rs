//! Books are right after any events in any order.
use super::*;
