//! Targets on the host build of `coop-math`.

pub mod books;
pub mod bucket;
pub mod charter;
pub mod fixed;
pub mod governance;
mod life;
pub mod pool;

use arbitrary::{Arbitrary, Result, Unstructured};

/// An amount of any size: small ones are as likely as large ones.
#[derive(Clone, Copy, Debug)]
pub struct Amount(pub u64);

impl<'a> Arbitrary<'a> for Amount {
    fn arbitrary(bytes: &mut Unstructured<'a>) -> Result<Self> {
        let width = u8::arbitrary(bytes)? % 9;
        let mut word = [0; 8];
        bytes.fill_buffer(&mut word[..width as usize])?;
        Ok(Self(u64::from_le_bytes(word)))
    }
}

impl Amount {
    /// As it is if that is at most `most`, else what is left of it.
    pub fn at_most(self, most: u64) -> u64 {
        if self.0 <= most { self.0 } else { self.0 % most.saturating_add(1).max(1) }
    }
}

/// Decodes an input as a list of so many events at most, each read from the bytes that are left.
pub fn events<'a, T: Arbitrary<'a>>(bytes: &mut Unstructured<'a>, most: usize) -> Vec<T> {
    let mut events = Vec::new();
    while events.len() < most && !bytes.is_empty() {
        match T::arbitrary(bytes) {
            Ok(event) => events.push(event),
            Err(_) => break,
        }
    }
    events
}

/// A number of a span, both ends included.
pub fn within(bytes: &mut Unstructured, span: std::ops::RangeInclusive<u64>) -> u64 {
    bytes.int_in_range(span.clone()).unwrap_or(*span.start())
}
