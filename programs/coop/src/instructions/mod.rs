//! One instruction a file, in folders by word.

pub mod bootstrap;
pub mod charter;
pub mod federation;
pub mod governance;
pub mod membership;
pub mod patronage;
