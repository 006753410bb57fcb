//! What structs are made of: integers, keys, texts, lists.

use super::describe::{Described, Key, Of, Place, Stored, To};
use crate::stateful::generate::Rng;
use anchor_lang::prelude::*;
use serde_json::{Value, json};

/// Integers, and the program's that need no alignment.
macro_rules! integers {
    ($($ty:ident $(as $pod:ident)?),*) => {$(
        impl Described for $ty {
            fn idl() -> Value {
                stringify!($ty).into()
            }

            fn random(rng: &mut Rng) -> Self {
                (u128::from(rng.bits()) << 64 | u128::from(rng.bits())) as Self
            }
        }

        impl Stored for $ty {
            const SIZE: usize = size_of::<Self>();
        }

        $(impl Of<$pod> for $ty {
            fn of(theirs: &$pod) -> Self {
                theirs.get()
            }
        })?
    )*};
}
integers!(u8, u16 as PodU16, u32 as PodU32, u64 as PodU64, i64 as PodI64, u128 as PodU128);

/// What the program writes as we do.
macro_rules! alike {
    ($($ty:ty),*) => {$(
        impl To<$ty> for $ty {
            fn to(&self) -> $ty {
                self.clone()
            }
        }
    )*};
}
alike!(u8, u16, u32, u64, i64, bool, String, [u8; 32]);

impl Of<u8> for u8 {
    fn of(theirs: &u8) -> Self {
        *theirs
    }
}

impl Described for Key {
    fn idl() -> Value {
        "pubkey".into()
    }

    fn random(rng: &mut Rng) -> Self {
        Self(Described::random(rng))
    }
}

impl Stored for Key {
    const SIZE: usize = 32;
}

impl Of<Address> for Key {
    fn of(theirs: &Address) -> Self {
        Self(theirs.to_bytes())
    }
}

impl To<Address> for Key {
    fn to(&self) -> Address {
        Address::new_from_array(self.0)
    }
}

impl Described for bool {
    fn idl() -> Value {
        "bool".into()
    }

    fn random(rng: &mut Rng) -> Self {
        rng.percent(50)
    }
}

impl Described for String {
    fn idl() -> Value {
        "string".into()
    }

    fn random(rng: &mut Rng) -> Self {
        (0..rng.below(300)).map(|_| rng.pick(&['a', 'Z', ' ', 'ß', 'パ', '\u{0}'])).collect()
    }
}

impl<T: Described, const N: usize> Described for [T; N] {
    fn idl() -> Value {
        json!({ "array": [T::idl(), N] })
    }

    fn random(rng: &mut Rng) -> Self {
        std::array::from_fn(|_| T::random(rng))
    }
}

impl<T: Stored, const N: usize> Stored for [T; N] {
    const SIZE: usize = T::SIZE * N;

    fn places(name: &str, at: usize, places: &mut Vec<Place>) {
        if T::SIZE == 1 {
            return places.push(Place { at, size: N, name: name.into(), kind: format!("[u8; {N}]") });
        }
        (0..N).for_each(|i| T::places(&format!("{name}[{i}]"), at + i * T::SIZE, places));
    }
}

impl<T: Of<Theirs>, Theirs, const N: usize> Of<[Theirs; N]> for [T; N] {
    fn of(theirs: &[Theirs; N]) -> Self {
        std::array::from_fn(|i| T::of(&theirs[i]))
    }
}

impl<T: Described> Described for Vec<T> {
    fn idl() -> Value {
        json!({ "vec": T::idl() })
    }

    fn random(rng: &mut Rng) -> Self {
        (0..rng.below(20)).map(|_| T::random(rng)).collect()
    }
}

impl<T: To<Theirs>, Theirs> To<Vec<Theirs>> for Vec<T> {
    fn to(&self) -> Vec<Theirs> {
        self.iter().map(To::to).collect()
    }
}

impl<T: Described> Described for Option<T> {
    fn idl() -> Value {
        json!({ "option": T::idl() })
    }

    fn random(rng: &mut Rng) -> Self {
        rng.percent(50).then(|| T::random(rng))
    }
}

impl<T: To<Theirs>, Theirs> To<Option<Theirs>> for Option<T> {
    fn to(&self) -> Option<Theirs> {
        self.as_ref().map(To::to)
    }
}
