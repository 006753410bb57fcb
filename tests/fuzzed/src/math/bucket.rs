//! A bucket never lets through more than its capacity at once, nor twice as much within its window.

use super::{Amount, events};
use arbitrary::{Arbitrary, Unstructured};
use coop_math::bucket::Bucket;

#[derive(Arbitrary, Debug)]
enum Event {
    Wait(u32),
    Draw(Amount),
    /// Exactly what there is room for.
    DrawAll,
    /// One more than that.
    DrawTooMuch,
    /// The capacity changes, as that of a budget does when money is spent.
    Resize(Amount),
}

/// A life of one bucket.
pub fn check(data: &[u8]) {
    let mut bytes = Unstructured::new(data);
    let (Ok(capacity), Ok(window)) = (Amount::arbitrary(&mut bytes), u32::arbitrary(&mut bytes)) else {
        return;
    };
    let mut bucket = Bucket { capacity: capacity.0, window: window.max(1) };
    let (mut now, mut full) = (1_800_000_000i64, 0i64);
    // what was drawn since the capacity changed last, which sets the limit
    let mut drawn: Vec<(i64, u64)> = Vec::new();
    let mut steady = true;
    for event in events::<Event>(&mut bytes, 64) {
        let room = bucket.room_floor(full, now);
        assert!(room <= bucket.capacity);
        let (amount, must) = match event {
            Event::Wait(seconds) => {
                now += seconds as i64;
                continue;
            }
            Event::Resize(capacity) => {
                bucket.capacity = capacity.0;
                steady = false;
                continue;
            }
            Event::Draw(amount) => (amount.0, (amount.0 <= room).then_some(true)),
            Event::DrawAll => (room, Some(true)),
            // what is drawn is rounded up to seconds: where a second brings more than a unit, a unit may still fit
            Event::DrawTooMuch => {
                let coarse = bucket.capacity > bucket.window as u64;
                (room.saturating_add(1), (!coarse && room < u64::MAX).then_some(false))
            }
        };
        match bucket.draw(full, amount, now) {
            Some(next) => {
                assert!(amount <= bucket.capacity, "more than the capacity at once");
                assert!(must != Some(false) || amount == 0, "{amount} of {room} in {bucket:?}");
                assert!(next >= full && (amount == 0 || next > now), "a draw that takes no time");
                assert!(amount == 0 || next <= now + bucket.window as i64, "it drains beyond its window");
                full = next;
                drawn.push((now, amount));
            }
            None => assert!(must != Some(true), "{amount} of {room} is refused by {bucket:?}"),
        }
        let lately = drawn.iter().filter(|(at, _)| at + bucket.window as i64 > now);
        let lately: u128 = lately.map(|(_, amount)| *amount as u128).sum();
        assert!(!steady || lately <= 2 * bucket.capacity as u128, "{lately} in a window of {bucket:?}");
    }
}
