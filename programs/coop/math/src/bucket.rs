//! A limit on an amount in a window of time, with one stored number and no counter to refresh.

/// A bucket of `capacity` that drains over `window` seconds. Only the time at which it will be empty is stored.
///
/// It never lets through more than its capacity at once, nor twice its capacity in one window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bucket {
    pub capacity: u64,
    /// Seconds.
    pub window: u32,
}

impl Bucket {
    /// Draws `amount` at `now` from a bucket that would be empty at `full`, and returns the new time, or nothing if
    /// there is no room: full' = max(full, now) + ⌈amount × window ÷ capacity⌉, allowed if full' ≤ now + window.
    pub fn draw(&self, full: i64, amount: u64, now: i64) -> Option<i64> {
        if amount == 0 {
            return Some(full);
        }
        if amount > self.capacity {
            return None;
        }
        let seconds = crate::fixed::mul_div_ceil(amount, self.window as u64, self.capacity)?;
        let drawn = full.max(now).checked_add(seconds as i64)?;
        if drawn <= now.saturating_add(self.window as i64) { Some(drawn) } else { None }
    }

    /// The amount that can be drawn at `now`, rounded down.
    pub fn room_floor(&self, full: i64, now: i64) -> u64 {
        let taken = full.saturating_sub(now).clamp(0, self.window as i64) as u64;
        crate::fixed::mul_div_floor(self.capacity, self.window as u64 - taken, self.window as u64)
            .unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{collection::vec, prelude::*};

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(crate::cases(10_000)))]

        #[test]
        fn never_more_than_the_capacity_at_once_nor_twice_in_a_window(
            capacity in prop_oneof![1u64..1_000, any::<u64>()],
            window in 1u32..200 * 86_400,
            steps in vec((0i64..40 * 86_400, any::<u64>(), any::<bool>()), 1..60),
        ) {
            let bucket = Bucket { capacity, window };
            let (mut now, mut full) = (1_800_000_000i64, 0i64);
            let mut drawn: std::vec::Vec<(i64, u64)> = std::vec::Vec::new();
            for (wait, wanted, all) in steps {
                now += wait % (window as i64 / 2 + 2);
                let room = bucket.room_floor(full, now);
                let amount = if all { room } else if capacity == u64::MAX { wanted } else { wanted % (capacity + 1) };
                match bucket.draw(full, amount, now) {
                    Some(next) => {
                        prop_assert!(amount <= capacity);
                        full = next;
                        drawn.push((now, amount));
                    }
                    None => prop_assert!(!all, "what there is room for can be drawn: {} {}", room, amount),
                }
                let lately: u128 = drawn.iter().filter(|(at, _)| *at + window as i64 > now).map(|(_, x)| *x as u128).sum();
                prop_assert!(lately <= 2 * capacity as u128);
            }
        }

        #[test]
        fn a_full_bucket_is_empty_again_after_its_window(capacity in 1u64.., window in 1u32.., now in 0i64..1 << 40) {
            let bucket = Bucket { capacity, window };
            let full = bucket.draw(0, capacity, now).expect("it is empty");
            prop_assert_eq!(bucket.draw(full, 1, now), None);
            prop_assert_eq!(bucket.draw(full, capacity, now + window as i64 - 1), None);
            prop_assert!(bucket.draw(full, capacity, now + window as i64).is_some());
        }
    }

    #[test]
    fn nothing_comes_out_of_a_bucket_without_capacity() {
        assert_eq!(Bucket { capacity: 0, window: 10 }.draw(0, 1, 5), None);
        assert_eq!(Bucket { capacity: 0, window: 10 }.draw(0, 0, 5), Some(0));
    }

    #[test]
    fn nobody_draws_so_much_that_its_time_cannot_be_counted() {
        let bucket = Bucket { capacity: 1, window: 1 };
        assert_eq!([1, 2, u64::MAX].map(|amount| bucket.draw(0, amount, 5)), [Some(6), None, None]);
    }

    #[test]
    fn there_is_room_for_what_has_drained() {
        let bucket = Bucket { capacity: 50, window: 100 };
        let full = bucket.draw(0, 20, 1_000).expect("it is empty");
        let room = [999, 1_000, 1_010, 1_039, 1_040, 2_000].map(|now| bucket.room_floor(full, now));
        assert_eq!(room, [29, 30, 35, 49, 50, 50]);
        assert_eq!(bucket.room_floor(i64::MIN, i64::MAX), 50);
    }
}
