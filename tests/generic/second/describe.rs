//! How a struct or an enum of the IDL is described: its fields once more, as borsh reads them.
//!
//! What the program stores and logs is packed and little-endian: its records have no alignment and no padding, which
//! `stored!` asserts. So borsh reads them field by field, in their order, as it reads arguments.

use crate::stateful::generate::Rng;
use anchor_lang::{Discriminator, prelude::*};
use borsh::{BorshDeserialize, BorshSerialize};
use serde_json::Value;
use std::fmt::Debug;

/// A public key: 32 bytes that the IDL does not call an array.
#[derive(BorshSerialize, BorshDeserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key(pub [u8; 32]);

/// What has a name in the IDL.
pub trait Described: BorshSerialize + BorshDeserialize + Clone + Debug + PartialEq {
    /// How the IDL names the type.
    fn idl() -> Value;

    /// A random one.
    fn random(rng: &mut Rng) -> Self;
}

/// A struct: its fields, by name.
pub trait Fields: Described {
    /// Name and type of each, as in the IDL.
    fn types() -> Value;

    /// Name and value of each.
    fn values(&self) -> Vec<(&'static str, String)>;
}

/// What is made from the program's own value, name by name.
pub trait Of<Theirs> {
    fn of(theirs: &Theirs) -> Self;
}

/// What the program's own value is made from, name by name.
pub trait To<Theirs> {
    fn to(&self) -> Theirs;
}

/// What has a fixed size, and where the program's own struct keeps it.
pub trait Stored: Described {
    const SIZE: usize;

    /// Adds itself, or what it is made of, at this byte of an account.
    fn places(name: &str, at: usize, places: &mut Vec<Place>) {
        let kind = match Self::idl() {
            Value::String(kind) => kind,
            defined => format!("u8: {}", defined["defined"]["name"].as_str().expect("a name")),
        };
        places.push(Place { at, size: Self::SIZE, name: name.into(), kind });
    }
}

/// A record: an account or an event.
pub trait Record: Stored + Fields + Of<Self::Theirs> {
    type Theirs: bytemuck::Pod;
}

/// A field of an account.
pub struct Place {
    pub at: usize,
    pub size: usize,
    pub name: String,
    pub kind: String,
}

/// An account, an event or an instruction.
pub struct Row {
    pub name: &'static str,
    /// The program's own.
    pub discriminator: &'static [u8],
    pub types: Value,
    /// Reads what follows a discriminator and compares it with what the program reads; the bytes read.
    pub read: fn(&[u8]) -> usize,
    /// Makes a random one and compares what each makes of the other's bytes.
    pub trial: fn(&mut Rng),
    /// The fields of an account.
    pub places: fn() -> Vec<Place>,
}

/// The row of an account or of an event.
pub fn record<T: Record<Theirs: Discriminator>>(name: &'static str) -> Row {
    fn read<T: Record>(bytes: &[u8]) -> usize {
        let mut rest = bytes;
        let ours = T::deserialize(&mut rest).expect("as it is described");
        let read = bytes.len() - rest.len();
        assert_eq!(read, size_of::<T::Theirs>());
        let theirs: T::Theirs = bytemuck::pod_read_unaligned(&bytes[..read]);
        same(&ours, &T::of(&theirs));
        assert_eq!(borsh::to_vec(&ours).expect("bytes"), bytemuck::bytes_of(&theirs));
        read
    }
    Row {
        name,
        discriminator: T::Theirs::DISCRIMINATOR,
        types: T::types(),
        read: read::<T>,
        trial: |rng| {
            read::<T>(&borsh::to_vec(&T::random(rng)).expect("bytes"));
        },
        places: || {
            let mut places = Vec::new();
            T::places("", 8, &mut places);
            places
        },
    }
}

/// The row of an instruction.
pub fn instruction<T: Fields + To<Theirs>, Theirs: InstructionData + Discriminator>(
    name: &'static str,
) -> Row {
    Row {
        name,
        discriminator: Theirs::DISCRIMINATOR,
        types: T::types(),
        read: |bytes| {
            let ours: T = borsh::from_slice(bytes).expect("as it is described");
            assert_eq!(To::<Theirs>::to(&ours).data(), [Theirs::DISCRIMINATOR, bytes].concat());
            bytes.len()
        },
        trial: |rng| {
            let ours = T::random(rng);
            let data = To::<Theirs>::to(&ours).data();
            let (discriminator, arguments) = data.split_at(8);
            assert_eq!(discriminator, Theirs::DISCRIMINATOR);
            same(&ours, &borsh::from_slice(arguments).expect("as it is described"));
        },
        places: Vec::new,
    }
}

/// Asserts that two are the same in every field, and names those that are not.
fn same<T: Fields>(ours: &T, theirs: &T) {
    let pairs = ours.values().into_iter().zip(theirs.values());
    let other: Vec<_> = pairs.filter(|(ours, theirs)| ours != theirs).collect();
    assert!(other.is_empty() && ours == theirs, "not as the program reads them: {other:#?}");
}
