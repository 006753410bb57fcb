//! The tables of the IDL, as macros: from one list of fields the struct that borsh reads, its name and types, and what is
//! compared with the program's own.

/// Structs of the IDL, each beside the program's own.
macro_rules! structs {
    ($($name:ident is $theirs:path { $($field:ident: $ty:ty,)* })*) => {$(
        #[derive(borsh::BorshSerialize, borsh::BorshDeserialize, Clone, Debug, PartialEq)]
        pub struct $name { $(pub $field: $ty,)* }

        impl $crate::generic::second::describe::Described for $name {
            fn idl() -> serde_json::Value {
                serde_json::json!({ "defined": { "name": stringify!($name) } })
            }

            fn random(_rng: &mut $crate::stateful::generate::Rng) -> Self {
                Self { $($field: $crate::generic::second::describe::Described::random(_rng),)* }
            }
        }

        impl $crate::generic::second::describe::Fields for $name {
            fn types() -> serde_json::Value {
                let types: Vec<serde_json::Value> = vec![$(serde_json::json!({
                    "name": stringify!($field),
                    "type": <$ty as $crate::generic::second::describe::Described>::idl(),
                }),)*];
                types.into()
            }

            fn values(&self) -> Vec<(&'static str, String)> {
                vec![$((stringify!($field), format!("{:?}", self.$field)),)*]
            }
        }
    )*};
}

/// Structs that are stored or logged.
macro_rules! stored {
    ($($name:ident is $theirs:path { $($field:ident: $ty:ty,)* })*) => {
        $crate::generic::second::table::structs! { $($name is $theirs { $($field: $ty,)* })* }
        $(
            impl $crate::generic::second::describe::Of<$theirs> for $name {
                fn of(theirs: &$theirs) -> Self {
                    Self { $($field: $crate::generic::second::describe::Of::of(&theirs.$field),)* }
                }
            }

            impl $crate::generic::second::describe::Stored for $name {
                const SIZE: usize = 0 $(+ <$ty as $crate::generic::second::describe::Stored>::SIZE)*;

                fn places(name: &str, at: usize, places: &mut Vec<$crate::generic::second::describe::Place>) {
                    let mut next = 0;
                    $(
                        let offset = core::mem::offset_of!($theirs, $field);
                        assert_eq!(offset, next, "{}.{} is elsewhere", stringify!($name), stringify!($field));
                        let inner = [name, stringify!($field)].join(if name.is_empty() { "" } else { "." });
                        <$ty as $crate::generic::second::describe::Stored>::places(&inner, at + offset, places);
                        next = offset + <$ty as $crate::generic::second::describe::Stored>::SIZE;
                    )*
                    assert_eq!(size_of::<$theirs>(), next, "{} has padding", stringify!($name));
                }
            }

            impl $crate::generic::second::describe::Record for $name {
                type Theirs = $theirs;
            }
        )*
    };
}

/// Structs that are arguments.
macro_rules! sent {
    ($($name:ident is $theirs:path { $($field:ident: $ty:ty,)* })*) => {
        $crate::generic::second::table::structs! { $($name is $theirs { $($field: $ty,)* })* }
        $(
            impl $crate::generic::second::describe::To<$theirs> for $name {
                fn to(&self) -> $theirs {
                    $theirs { $($field: $crate::generic::second::describe::To::to(&self.$field),)* }
                }
            }
        )*
    };
}

/// Enums that are arguments.
macro_rules! enums {
    ($($name:ident is $theirs:path { $($variant:ident { $($field:ident: $ty:ty),* },)* })*) => {$(
        #[derive(borsh::BorshSerialize, borsh::BorshDeserialize, Clone, Debug, PartialEq)]
        pub enum $name { $($variant { $($field: $ty),* },)* }

        impl $name {
            /// As the IDL has them.
            pub fn variants() -> serde_json::Value {
                let mut variants = Vec::new();
                $(
                    let fields: Vec<serde_json::Value> = vec![$(serde_json::json!({
                        "name": stringify!($field),
                        "type": <$ty as $crate::generic::second::describe::Described>::idl(),
                    }),)*];
                    variants.push(if fields.is_empty() {
                        serde_json::json!({ "name": stringify!($variant) })
                    } else {
                        serde_json::json!({ "name": stringify!($variant), "fields": fields })
                    });
                )*
                variants.into()
            }
        }

        impl $crate::generic::second::describe::Described for $name {
            fn idl() -> serde_json::Value {
                serde_json::json!({ "defined": { "name": stringify!($name) } })
            }

            fn random(rng: &mut $crate::stateful::generate::Rng) -> Self {
                let all: &[fn(&mut $crate::stateful::generate::Rng) -> Self] = &[$(|_rng| Self::$variant {
                    $($field: $crate::generic::second::describe::Described::random(_rng),)*
                },)*];
                rng.pick(all)(rng)
            }
        }

        impl $crate::generic::second::describe::To<$theirs> for $name {
            fn to(&self) -> $theirs {
                type Theirs = $theirs;
                match self {
                    $(Self::$variant { $($field),* } => Theirs::$variant {
                        $($field: $crate::generic::second::describe::To::to($field),)*
                    },)*
                }
            }
        }
    )*};
}

/// Enums that are stored as a byte.
macro_rules! numbers {
    ($($name:ident is $theirs:path { $($variant:ident,)* })*) => {$(
        #[derive(borsh::BorshSerialize, borsh::BorshDeserialize, Clone, Copy, Debug, PartialEq)]
        pub enum $name { $($variant,)* }

        impl $name {
            /// As the IDL has them.
            pub fn variants() -> serde_json::Value {
                serde_json::json!([$({ "name": stringify!($variant) },)*])
            }
        }

        impl $crate::generic::second::describe::Described for $name {
            fn idl() -> serde_json::Value {
                serde_json::json!({ "defined": { "name": stringify!($name) } })
            }

            fn random(rng: &mut $crate::stateful::generate::Rng) -> Self {
                rng.pick(&[$(Self::$variant),*])
            }
        }

        impl $crate::generic::second::describe::Stored for $name {
            const SIZE: usize = 1;
        }

        impl $crate::generic::second::describe::Of<$theirs> for $name {
            fn of(theirs: &$theirs) -> Self {
                borsh::from_slice(&[theirs.0]).expect("a number of the enum")
            }
        }
    )*};
}

/// The instructions by name, and what they are in the program.
macro_rules! arguments {
    ($($instruction:ident: $name:ident { $($field:ident: $ty:ty,)* })*) => {
        $crate::generic::second::table::sent! { $($name is coop::instruction::$name { $($field: $ty,)* })* }

        pub fn rows() -> Vec<$crate::generic::second::describe::Row> {
            vec![$($crate::generic::second::describe::instruction::<$name, coop::instruction::$name>(
                stringify!($instruction),
            ),)*]
        }
    };
}
pub(super) use {arguments, enums, numbers, sent, stored, structs};
