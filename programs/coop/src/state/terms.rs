//! Terms are needed as numbers that `coop-math` reads and as stored bytes; the charter as an argument too.
//! One table of fields makes the twins and the conversions.

/// Declares the stored twin of a `coop-math` struct: the same fields, little-endian, without alignment.
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

/// Declares an argument struct beside its stored twin, both for the `coop-math` struct of the same fields.
macro_rules! terms {
    (
        $(#[$doc:meta])*
        $argument:ident, stored as $stored:ident, for $math:path {
            $($(#[$field_doc:meta])* $field:ident: $native:ty as $pod:ty,)*
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, AnchorSerialize, AnchorDeserialize, IdlType)]
        pub struct $argument {
            $($(#[$field_doc])* pub $field: $native,)*
        }

        impl From<$argument> for $math {
            #[inline(always)]
            fn from(terms: $argument) -> Self {
                Self { $($field: terms.$field,)* }
            }
        }

        impl From<$math> for $argument {
            fn from(terms: $math) -> Self {
                Self { $($field: terms.$field,)* }
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
