//! How values cross between Rust and TypeScript: as 64-bit words in one buffer, arguments in and the result back.
//! `app/src/client/wire.ts` is the other side.

/// Words of the buffer: what the arguments or the result of one call may take.
pub const CAPACITY: usize = 512;

/// The buffer, read or written from the front.
pub struct Words<'a> {
    words: &'a mut [u64; CAPACITY],
    at: usize,
}

impl<'a> Words<'a> {
    pub fn new(words: &'a mut [u64; CAPACITY]) -> Self {
        Self { words, at: 0 }
    }

    /// How many were read or written.
    #[cfg(not(target_family = "wasm"))]
    pub fn at(&self) -> usize {
        self.at
    }

    pub fn rewind(&mut self) {
        self.at = 0;
    }

    fn take(&mut self) -> u64 {
        let word = self.words[self.at];
        self.at += 1;
        word
    }

    fn put(&mut self, word: u64) {
        self.words[self.at] = word;
        self.at += 1;
    }

    /// Zeros up to there, so that the same value always crosses as the same words.
    fn fill(&mut self, end: usize) {
        while self.at < end {
            self.put(0);
        }
    }
}

/// A type that crosses. Always as the same number of words.
pub trait Wire: Sized {
    const WORDS: usize;

    fn read(words: &mut Words) -> Self;
    fn write(self, words: &mut Words);

    /// Its type in TypeScript.
    #[cfg(not(target_family = "wasm"))]
    fn shape() -> crate::host::Shape;

    /// A value for a test case: often one at an edge.
    #[cfg(not(target_family = "wasm"))]
    fn sample(random: &mut crate::host::Random) -> Self;
}

macro_rules! numbers {
    ($($type:ident, $other_side:ident;)*) => {$(
        impl Wire for $type {
            const WORDS: usize = 1;

            fn read(words: &mut Words) -> Self {
                words.take() as $type
            }

            fn write(self, words: &mut Words) {
                words.put(self as u64);
            }

            #[cfg(not(target_family = "wasm"))]
            fn shape() -> crate::host::Shape {
                crate::host::Shape::Plain(stringify!($type), stringify!($other_side))
            }

            #[cfg(not(target_family = "wasm"))]
            fn sample(random: &mut crate::host::Random) -> Self {
                random.word($type::BITS) as $type
            }
        }
    )*};
}

numbers! {
    u8, number;
    u16, number;
    u32, number;
    u64, bigint;
    i64, bigint;
}

impl Wire for u128 {
    const WORDS: usize = 2;

    fn read(words: &mut Words) -> Self {
        let low = words.take() as u128;
        low | (words.take() as u128) << 64
    }

    fn write(self, words: &mut Words) {
        words.put(self as u64);
        words.put((self >> 64) as u64);
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape() -> crate::host::Shape {
        crate::host::Shape::Plain("u128", "bigint")
    }

    #[cfg(not(target_family = "wasm"))]
    fn sample(random: &mut crate::host::Random) -> Self {
        random.word(64) as u128 | (random.word(64) as u128) << 64
    }
}

impl Wire for coop_math::fixed::Wide {
    const WORDS: usize = 2;

    fn read(words: &mut Words) -> Self {
        u128::read(words).into()
    }

    fn write(self, words: &mut Words) {
        self.get().write(words);
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape() -> crate::host::Shape {
        u128::shape()
    }

    #[cfg(not(target_family = "wasm"))]
    fn sample(random: &mut crate::host::Random) -> Self {
        u128::sample(random).into()
    }
}

impl Wire for bool {
    const WORDS: usize = 1;

    fn read(words: &mut Words) -> Self {
        words.take() != 0
    }

    fn write(self, words: &mut Words) {
        words.put(self as u64);
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape() -> crate::host::Shape {
        crate::host::Shape::Plain("bool", "boolean")
    }

    #[cfg(not(target_family = "wasm"))]
    fn sample(random: &mut crate::host::Random) -> Self {
        random.below(2) == 1
    }
}

/// `undefined` where there is none.
impl<T: Wire> Wire for Option<T> {
    const WORDS: usize = 1 + T::WORDS;

    fn read(words: &mut Words) -> Self {
        let (there, end) = (words.take(), words.at + T::WORDS);
        let value = (there != 0).then(|| T::read(words));
        words.at = end;
        value
    }

    fn write(self, words: &mut Words) {
        let end = words.at + Self::WORDS;
        words.put(self.is_some() as u64);
        if let Some(value) = self {
            value.write(words);
        }
        words.fill(end);
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape() -> crate::host::Shape {
        crate::host::Shape::Option(T::shape().into())
    }

    #[cfg(not(target_family = "wasm"))]
    fn sample(random: &mut crate::host::Random) -> Self {
        (random.below(4) > 0).then(|| T::sample(random))
    }
}

/// `{ value }` or `{ broken }`, the rule that was.
impl<T: Wire, E: Wire> Wire for Result<T, E> {
    const WORDS: usize = 1 + if T::WORDS > E::WORDS { T::WORDS } else { E::WORDS };

    fn read(words: &mut Words) -> Self {
        let end = words.at + Self::WORDS;
        let value = if words.take() != 0 { Ok(T::read(words)) } else { Err(E::read(words)) };
        words.at = end;
        value
    }

    fn write(self, words: &mut Words) {
        let end = words.at + Self::WORDS;
        words.put(self.is_ok() as u64);
        match self {
            Ok(value) => value.write(words),
            Err(broken) => broken.write(words),
        }
        words.fill(end);
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape() -> crate::host::Shape {
        crate::host::Shape::Result(T::shape().into(), E::shape().into())
    }

    #[cfg(not(target_family = "wasm"))]
    fn sample(random: &mut crate::host::Random) -> Self {
        if random.below(4) > 0 { Ok(T::sample(random)) } else { Err(E::sample(random)) }
    }
}

impl<T: Wire, const N: usize> Wire for [T; N] {
    const WORDS: usize = N * T::WORDS;

    fn read(words: &mut Words) -> Self {
        core::array::from_fn(|_| T::read(words))
    }

    fn write(self, words: &mut Words) {
        for value in self {
            value.write(words);
        }
    }

    #[cfg(not(target_family = "wasm"))]
    fn shape() -> crate::host::Shape {
        crate::host::Shape::Array(T::shape().into(), N)
    }

    #[cfg(not(target_family = "wasm"))]
    fn sample(random: &mut crate::host::Random) -> Self {
        core::array::from_fn(|_| T::sample(random))
    }
}

/// A struct: every field with its type, or it does not compile. `like X`: test cases vary X in a field or two.
#[macro_export]
macro_rules! record {
    ($name:ident, like $like:ident { $($field:ident: $type:ty),* $(,)? }) => {
        $crate::record! { @ $name { $($field: $type),* } |random| {
            let mut value = $like;
            for _ in 0..random.below(3) {
                let chosen = random.below([$(stringify!($field)),*].len() as u64);
                let mut at = 0;
                $(
                    if at == chosen {
                        value.$field = <$type as $crate::wire::Wire>::sample(random);
                    }
                    at += 1;
                )*
                debug_assert!(chosen < at);
            }
            value
        } }
    };
    ($name:ident { $($field:ident: $type:ty),* $(,)? }) => {
        $crate::record! { @ $name { $($field: $type),* } |random| {
            $name { $($field: <$type as $crate::wire::Wire>::sample(random)),* }
        } }
    };
    (@ $name:ident { $($field:ident: $type:ty),* } |$random:ident| $sample:block) => {
        impl $crate::wire::Wire for $name {
            const WORDS: usize = 0 $(+ <$type as $crate::wire::Wire>::WORDS)*;

            fn read(words: &mut $crate::wire::Words) -> Self {
                $(let $field = <$type as $crate::wire::Wire>::read(words);)*
                $name { $($field),* }
            }

            fn write(self, words: &mut $crate::wire::Words) {
                let $name { $($field),* } = self;
                $(<$type as $crate::wire::Wire>::write($field, words);)*
            }

            #[cfg(not(target_family = "wasm"))]
            fn shape() -> $crate::host::Shape {
                $crate::host::Shape::Record(
                    stringify!($name),
                    vec![$((stringify!($field), <$type as $crate::wire::Wire>::shape())),*],
                )
            }

            #[cfg(not(target_family = "wasm"))]
            fn sample($random: &mut $crate::host::Random) -> Self $sample
        }
    };
}

/// An enum without fields: every variant, or it does not compile. In TypeScript the variant's name.
#[macro_export]
macro_rules! choice {
    ($name:ident { $($variant:ident),* $(,)? }) => {
        impl $crate::wire::Wire for $name {
            const WORDS: usize = 1;

            fn read(words: &mut $crate::wire::Words) -> Self {
                const ALL: &[$name] = &[$($name::$variant),*];
                ALL[<u32 as $crate::wire::Wire>::read(words) as usize]
            }

            fn write(self, words: &mut $crate::wire::Words) {
                enum Order { $($variant),* }
                let order = match self {
                    $($name::$variant => Order::$variant,)*
                };
                <u32 as $crate::wire::Wire>::write(order as u32, words);
            }

            #[cfg(not(target_family = "wasm"))]
            fn shape() -> $crate::host::Shape {
                $crate::host::Shape::Choice(stringify!($name), vec![$(stringify!($variant)),*])
            }

            #[cfg(not(target_family = "wasm"))]
            fn sample(random: &mut $crate::host::Random) -> Self {
                const ALL: &[$name] = &[$($name::$variant),*];
                ALL[random.below(ALL.len() as u64) as usize]
            }
        }
    };
}

/// The functions: what TypeScript calls them, their arguments, their result, and how it is got.
#[macro_export]
macro_rules! functions {
    ($($(#[doc = $doc:literal])* $name:ident($($arg:ident: $type:ty),*) -> $returns:ty = $body:expr;)*) => {
        mod calls {
            use super::*;
            $(
                pub fn $name(words: &mut $crate::wire::Words) {
                    const {
                        assert!(0 $(+ <$type as $crate::wire::Wire>::WORDS)* <= $crate::wire::CAPACITY);
                        assert!(<$returns as $crate::wire::Wire>::WORDS <= $crate::wire::CAPACITY);
                    }
                    $(let $arg = <$type as $crate::wire::Wire>::read(words);)*
                    words.rewind();
                    <$returns as $crate::wire::Wire>::write($body, words);
                }
            )*
        }

        #[cfg(target_family = "wasm")]
        mod abi {
            $(
                #[unsafe(no_mangle)]
                extern "C" fn $name() {
                    $crate::wire::buffer::with_buffer(super::calls::$name);
                }
            )*
        }

        #[cfg(not(target_family = "wasm"))]
        pub fn functions() -> Vec<$crate::host::Function> {
            vec![$($crate::host::Function {
                name: stringify!($name),
                doc: concat!($($doc),*).trim(),
                arguments: vec![$((stringify!($arg), <$type as $crate::wire::Wire>::shape())),*],
                returns: <$returns as $crate::wire::Wire>::shape(),
                returned_words: <$returns as $crate::wire::Wire>::WORDS,
                call: calls::$name,
                sample: |_random, _words| {
                    $(<$type as $crate::wire::Wire>::write(<$type as $crate::wire::Wire>::sample(_random), _words);)*
                },
            }),*]
        }
    };
}

/// Numbers that TypeScript gets as they are.
#[macro_export]
macro_rules! constants {
    ($($name:ident: $type:ty = $value:expr;)*) => {
        $(const _: $type = $value;)*

        #[cfg(not(target_family = "wasm"))]
        pub fn constants() -> Vec<(&'static str, $crate::host::Shape, String)> {
            vec![$((stringify!($name), <$type as $crate::wire::Wire>::shape(), { let value: $type = $value; value.to_string() })),*]
        }
    };
}

#[cfg(target_family = "wasm")]
pub mod buffer;
