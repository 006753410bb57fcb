//! Terms are needed as numbers for `coop-math` and as stored bytes, and the charter also as an argument. One table of
//! fields makes all of these types and the conversions.

/// Declares the stored form of a `coop-math` struct: the same fields, little-endian, without alignment.
macro_rules! stored_terms {
    (
        $(#[$doc:meta])*
        $stored:ident, for $math:path {
            $($(#[$field_doc:meta])* $field:ident: $native:ty as $pod:ty,)*
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, bytemuck::Pod, bytemuck::Zeroable, IdlType)]
        #[repr(C)]
        pub struct $stored {
            $($(#[$field_doc])* pub $field: $pod,)*
        }

        impl From<$math> for $stored {
            #[inline(always)]
            fn from(terms: $math) -> Self {
                Self { $($field: terms.$field.into(),)* }
            }
        }

        impl From<&$stored> for $math {
            #[inline(always)]
            fn from(terms: &$stored) -> Self {
                Self { $($field: terms.$field.into(),)* }
            }
        }
    };
}

/// Declares an argument struct and its stored form, both for the `coop-math` struct with the same fields.
macro_rules! terms {
    (
        $(#[$doc:meta])*
        $argument:ident, stored as $stored:ident, for $math:path {
            $($(#[$field_doc:meta])* $field:ident: $native:ty as $pod:ty,)*
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, AnchorSerialize, IdlType)]
        #[repr(C)]
        pub struct $argument {
            $($(#[$field_doc])* pub $field: $native,)*
        }

        const _: () = {
            assert!(size_of::<$argument>() == size_of::<$math>());
            $(assert!(core::mem::offset_of!($argument, $field) == core::mem::offset_of!($math, $field));)*
        };

        impl $argument {
            /// The same numbers in the form that `coop-math` uses.
            pub fn numbers(&self) -> &$math {
                // SAFETY: both have the same integers at the same offsets, as asserted above; any bytes are valid.
                unsafe { &*core::ptr::from_ref(self).cast() }
            }
        }

        impl $stored {
            /// The same numbers in the form that `coop-math` uses.
            #[inline(never)]
            pub fn numbers(&self) -> $math {
                self.into()
            }
        }

        // SAFETY: `terms` is written to if and only if there were enough bytes.
        unsafe impl<'de, C: wincode::config::ConfigCore> wincode::SchemaRead<'de, C> for $argument {
            type Dst = Self;

            /// An argument is sent in its stored form: integers one after the other, little-endian.
            fn read(
                mut reader: impl wincode::io::Reader<'de>,
                terms: &mut core::mem::MaybeUninit<Self>,
            ) -> wincode::ReadResult<()> {
                let bytes: [u8; size_of::<$stored>()] = reader.take_array()?;
                terms.write(bytemuck::from_bytes::<$stored>(&bytes).numbers().into());
                Ok(())
            }
        }

        impl From<$argument> for $math {
            #[inline(always)]
            fn from(terms: $argument) -> Self {
                Self { $($field: terms.$field,)* }
            }
        }

        impl From<$math> for $argument {
            fn from(terms: $math) -> Self {
                // SAFETY: as in `numbers`.
                unsafe { core::mem::transmute(terms) }
            }
        }

        stored_terms! {
            $(#[$doc])*
            $stored, for $math {
                $($(#[$field_doc])* $field: $native as $pod,)*
            }
        }
    };
}
pub(super) use {stored_terms, terms};
