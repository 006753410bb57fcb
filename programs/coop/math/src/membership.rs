//! Admissions, the vote of a member, and the suspension of silent electors.

use crate::{DAY, YEAR, bucket::Bucket, fixed::bps_floor};

/// The time without an act of its own after which anyone can suspend an elector, in seconds.
pub const SILENCE: i64 = YEAR;

/// The time below the member share after which anyone can suspend an elector, in seconds.
pub const SHORT: i64 = 90 * DAY;

/// The time after becoming an elector in which a member cannot be suspended, in seconds.
pub const SETTLED_IN: i64 = YEAR;

/// How long an application must have lacked vouches, or a signature under the statutes in force, before anyone can
/// clear it away, in seconds.
pub const APPLICATION_KEPT: i64 = 90 * DAY;

/// The time for which the account of a former member stays after it left, in seconds: long enough for a resolution to
/// expel it, if that is proposed within 60 days of its leaving.
pub const LEFT_KEPT: i64 = 300 * DAY;

/// The time after which a member that left in protest may apply again, in seconds.
pub const PROTEST_KEPT: i64 = 120 * DAY;

/// The least time from the vote to the move of a membership to another wallet, in seconds.
pub const REHOME_TIMELOCK: u32 = 30 * DAY as u32;

/// How long a wallet must not have acted before its membership can be moved to another, in seconds.
pub const LOST: i64 = 180 * DAY;

/// How long after the move the new wallet is paid nothing and the old one can undo the move, in seconds.
pub const QUIET: i64 = 180 * DAY;

/// How long a co-op must have had no elector before it can be dissolved without a resolution, in seconds.
pub const ELECTORLESS: i64 = 180 * DAY;

/// How long a co-op's request to join a federation is open, in seconds.
pub const SOUGHT: i64 = 90 * DAY;

/// How long a member must keep its name before it can take another, in seconds.
pub const NAME_KEPT: i64 = 30 * DAY;

/// The vouches that a candidate needs for its admission: the charter's number, or one from each member there is then.
pub const fn vouches_needed(required: u8, members: u32) -> u8 {
    if members < required as u32 { members as u8 } else { required }
}

/// How long the bucket of admissions takes to drain, in seconds.
pub const GROWTH_WINDOW: u32 = 30 * DAY as u32;

/// Admissions in [`GROWTH_WINDOW`]: max(floor, ⌊members × bps⌋), a bucket ([`Bucket`]).
pub fn growth(members: u32, growth_bps: u16, growth_floor: u32) -> Bucket {
    let capacity = bps_floor(members as u64, growth_bps).max(growth_floor as u64);
    Bucket { capacity, window: GROWTH_WINDOW }
}

/// The seconds of a place, drawn from the bucket of admissions at `admitted_at`, that have not drained at `now`.
///
/// Every place drains from its admission on, also while the bucket drains places of others. So all that members
/// could give back is never more than what is in the bucket, and nobody gives back a second that others have drawn since.
pub fn place_left(drawn: u32, admitted_at: i64, now: i64) -> i64 {
    (drawn as i64 - now.saturating_sub(admitted_at)).max(0)
}

/// Whether the member share has been paid for `seasoning` seconds.
pub const fn is_seasoned(paid_at: i64, seasoning: u32, now: i64) -> bool {
    now.saturating_sub(paid_at) >= seasoning as i64
}

/// Whether an elector may be suspended: it has not acted for more than [`SILENCE`], or has been below the member
/// share for more than [`SHORT`] (`short_since`; 0: it is not), and it has been an elector for longer than
/// [`SETTLED_IN`].
pub const fn is_suspendable(elector_since: i64, last_active_at: i64, short_since: i64, now: i64) -> bool {
    let silent = now.saturating_sub(last_active_at) > SILENCE;
    let short = short_since != 0 && now.saturating_sub(short_since) > SHORT;
    (silent || short) && now.saturating_sub(elector_since) > SETTLED_IN
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{collection::vec, prelude::*};

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(crate::cases(10_000)))]

        /// Members come and go: what is left of the places of those who stay is never more than what is in the bucket.
        #[test]
        fn nobody_gives_back_what_others_have_drawn(
            capacity in 1u64..40,
            steps in vec((0i64..12 * DAY, any::<bool>(), any::<prop::sample::Index>()), 1..200),
        ) {
            let bucket = Bucket { capacity, window: GROWTH_WINDOW };
            let (mut now, mut full) = (1_800_000_000i64, 0i64);
            let mut inside: std::vec::Vec<(u32, i64)> = std::vec::Vec::new();
            for (wait, comes, who) in steps {
                now += if wait % 3 == 0 { 0 } else { wait };
                if comes {
                    if let Some(next) = bucket.draw(full, 1, now) {
                        inside.push(((next - full.max(now)) as u32, now));
                        full = next;
                    }
                } else if !inside.is_empty() {
                    let (drawn, since) = inside.swap_remove(who.index(inside.len()));
                    let left = place_left(drawn, since, now);
                    prop_assert!((0..=drawn as i64).contains(&left));
                    full -= left;
                }
                let left: i64 = inside.iter().map(|(drawn, since)| place_left(*drawn, *since, now)).sum();
                prop_assert!(left <= (full - now).max(0), "{left} of {}", full - now);
                // so no more than the capacity of those who stay have come in this second
                let new = inside.iter().filter(|(_, since)| *since == now).count();
                prop_assert!(new as u64 <= capacity);
            }
        }

        #[test]
        fn a_candidate_needs_no_more_vouches_than_there_are_members(required in 1u8..=16, members in 1u32..) {
            let needed = vouches_needed(required, members);
            prop_assert!(needed >= 1 && needed <= required && needed as u32 <= members);
            prop_assert!(needed == required || needed as u32 == members);
        }

        #[test]
        fn growth_is_at_least_the_floor_and_rises_with_members(a: u32, more: u32, bps in 1u16..=10_000, floor in 1u32..) {
            let limit = growth(a, bps, floor).capacity;
            prop_assert!(limit >= floor as u64);
            prop_assert!(limit == floor as u64 || limit <= a as u64);
            prop_assert!(growth(a.saturating_add(more), bps, floor).capacity >= limit);
        }

        #[test]
        fn seasoning_and_silence_end_once(at in 0i64..1 << 40, seasoning: u32, waited in 0i64..1 << 40) {
            prop_assert_eq!(is_seasoned(at, seasoning, at + waited), waited >= seasoning as i64);
            prop_assert_eq!(is_suspendable(at, at, 0, at + waited), waited > SILENCE);
        }
    }

    #[test]
    fn times_at_the_ends_of_the_range_do_not_overflow() {
        assert!(is_seasoned(i64::MIN, u32::MAX, i64::MAX));
        assert!(!is_suspendable(0, i64::MAX, 0, i64::MIN));
        // short of the member share for 90 days, and an elector for a year
        assert!(is_suspendable(1, 2 * YEAR, 2 * YEAR - SHORT, 2 * YEAR + 1));
        assert!(!is_suspendable(1, 2 * YEAR, 2 * YEAR - SHORT, 2 * YEAR));
        assert!(!is_suspendable(YEAR + 1, 2 * YEAR, 2 * YEAR - SHORT, 2 * YEAR + 1));
        assert!(!is_suspendable(YEAR + 1, 0, 0, 2 * YEAR + 1));
    }
}
