//! Why the till refuses.

use solana_program::program_error::ProgramError;

/// The code of the first of its errors.
pub const FIRST: u32 = 8_000;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TillError {
    /// A price must be at least 1 base unit.
    PriceZero,
    /// The account is no till of this program, or too short or too long for one.
    NotATill,
    /// A till is opened once.
    AlreadyOpen,
    /// The account does not belong to the co-op's program.
    NotOfTheCoopProgram,
    /// The account is of the co-op's program, but of another kind than is needed here.
    AnotherKind,
    /// The till is of another kind: it sells for a co-op and not through a service, or the other way round.
    AnotherTill,
    /// The co-op takes a rate above what the till was told.
    RateAbovePromise,
    /// The co-op's promise of the rate ends before the time that the till was told, or has ended.
    PromiseTooShort,
    /// The service is not the one that the till sells through.
    AnotherService,
    /// The co-op is not the one of the till.
    AnotherCoop,
    /// The program called must be the co-op's.
    AnotherProgram,
    /// The till takes the SPL Token program only.
    AnotherTokenProgram,
    /// The payment is larger than any number of base units.
    TooMany,
    /// The customer's token account holds less than the price.
    TooLittleMoney,
}

impl From<TillError> for ProgramError {
    fn from(error: TillError) -> Self {
        Self::Custom(FIRST + error as u32)
    }
}
