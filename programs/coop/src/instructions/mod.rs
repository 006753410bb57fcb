//! The instructions, one in each file, in a folder for each word.

pub mod bootstrap;
pub mod charter;
pub mod federation;
pub mod governance;
pub mod membership;
pub mod patronage;
