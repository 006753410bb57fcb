//! Changes every rule of the program, one at a time, and sees whether a test notices. The list is made from the rules
//! ([`find`]); all changes are compiled at once, each behind a switch ([`weave`], [`build`]); the tests that
//! come by it ([`reach`]) run until one fails ([`trial`]); what became of each stands in a journal ([`journal`]).

pub mod build;
pub mod find;
pub mod journal;
pub mod reach;
pub mod sources;
pub mod trial;
pub mod wait;
pub mod weave;
pub mod written;
