//! An input as a plan: in which scene it begins, and what is sent there, changed how.

use anchor_lang::prelude::Address;
use arbitrary::{Arbitrary, Result, Unstructured};
use coop_tests::{DAY, verb::VERBS};
use solana_message::Instruction;

/// What is sent in one input, at most.
const STEPS: usize = 6;
/// Changes of one call, at most.
const CHANGES: usize = 8;
/// Times that are let pass before a step.
const WAITS: [i64; 8] = [1, 60, DAY, 7 * DAY, 30 * DAY, 92 * DAY, 180 * DAY, 366 * DAY];
/// Boundary values of rules.
const WORDS: [u64; 8] = [0, 1, 10_000, 1 << 32, 1 << 62, 1 << 63, u64::MAX - 1, u64::MAX];

/// Whose call is changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Whose {
    /// The one that the scene is about.
    Own,
    /// The same on another co-op.
    Other,
    /// That of another scene, whose addresses are mostly the same.
    Scene { verb: usize, other: bool },
}

/// A change of the data of a call.
#[derive(Clone, Copy, Debug)]
pub enum Data {
    Byte { at: u16, is: u8 },
    Add { at: u16, amount: i8 },
    Word { at: u16, is: u64 },
    Cut { to: u16 },
    Extend { by: u8, with: u8 },
}

/// A change of the accounts of a call.
#[derive(Clone, Copy, Debug)]
pub enum Accounts {
    Swap {
        one: u8,
        two: u8,
    },
    Drop {
        at: u8,
    },
    Repeat {
        of: u8,
        at: u8,
    },
    /// Any account that there is.
    Replace {
        at: u8,
        with: u16,
    },
    /// What stands there in the call on the other co-op.
    Other {
        at: u8,
    },
    Unsign {
        at: u8,
    },
    ReadOnly {
        at: u8,
    },
    /// Signed and writable, as far as anyone can sign for it.
    Grant {
        at: u8,
    },
}

/// One transaction of one instruction.
#[derive(Clone, Debug)]
pub struct Step {
    pub whose: Whose,
    /// Seconds that pass first.
    pub wait: i64,
    pub data: Vec<Data>,
    pub accounts: Vec<Accounts>,
}

/// A decoded input.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The instruction whose fixture it begins with.
    pub scene: usize,
    pub steps: Vec<Step>,
}

impl<'a> Arbitrary<'a> for Plan {
    fn arbitrary(bytes: &mut Unstructured<'a>) -> Result<Self> {
        let scene = bytes.arbitrary::<u8>()? as usize % VERBS.len();
        let mut steps = Vec::new();
        while steps.len() < STEPS && (steps.is_empty() || !bytes.is_empty()) {
            steps.push(Step::arbitrary(bytes)?);
        }
        Ok(Self { scene, steps })
    }
}

impl<'a> Arbitrary<'a> for Step {
    /// Of no bytes: the call as it is.
    fn arbitrary(bytes: &mut Unstructured<'a>) -> Result<Self> {
        let whose = match bytes.arbitrary::<u8>()? {
            0..128 => Whose::Own,
            128..160 => Whose::Other,
            kind => {
                Whose::Scene { verb: bytes.arbitrary::<u8>()? as usize % VERBS.len(), other: kind >= 232 }
            }
        };
        let wait = match bytes.arbitrary::<u8>()? {
            0..176 => 0,
            kind => WAITS[kind as usize % WAITS.len()],
        };
        let (mut data, mut accounts) = (Vec::new(), Vec::new());
        for _ in 0..CHANGES {
            match Change::arbitrary(bytes)? {
                Change::None => break,
                Change::Data(change) => data.push(change),
                Change::Accounts(change) => accounts.push(change),
            }
        }
        Ok(Self { whose, wait, data, accounts })
    }
}

/// One change of a call; none ends them, so that extra bytes at the end of an input become extra changes.
enum Change {
    None,
    Data(Data),
    Accounts(Accounts),
}

impl<'a> Arbitrary<'a> for Change {
    fn arbitrary(bytes: &mut Unstructured<'a>) -> Result<Self> {
        let kind = bytes.arbitrary::<u8>()?;
        if kind == 0 {
            return Ok(Self::None);
        }
        let at = bytes.arbitrary::<u8>()?;
        let near = at as u16;
        let data = match kind % 24 {
            0..8 => Data::Byte { at: near, is: bytes.arbitrary()? },
            8 => Data::Byte { at: near + 256 * bytes.arbitrary::<u8>()? as u16, is: bytes.arbitrary()? },
            9 => Data::Add { at: near, amount: bytes.arbitrary()? },
            10 | 11 => Data::Word { at: near, is: bytes.arbitrary()? },
            12 => Data::Word { at: near, is: WORDS[bytes.arbitrary::<u8>()? as usize % WORDS.len()] },
            13 => Data::Cut { to: near },
            14 => Data::Extend { by: at, with: bytes.arbitrary()? },
            kind => {
                return Ok(Self::Accounts(match kind {
                    15 => Accounts::Swap { one: at, two: bytes.arbitrary()? },
                    16 => Accounts::Drop { at },
                    17 => Accounts::Repeat { of: at, at: bytes.arbitrary()? },
                    18 | 19 => Accounts::Replace { at, with: bytes.arbitrary()? },
                    20 => Accounts::Other { at },
                    21 => Accounts::Unsign { at },
                    22 => Accounts::ReadOnly { at },
                    _ => Accounts::Grant { at },
                }));
            }
        };
        Ok(Self::Data(data))
    }
}

impl Data {
    /// Changes data behind the eight bytes that name the instruction; those too if it is cut so short.
    pub fn change(self, data: &mut Vec<u8>) {
        const NAME: usize = 8;
        let room = data.len().saturating_sub(NAME);
        let place = |at: u16| (room > 0).then(|| NAME + at as usize % room);
        match self {
            Self::Byte { at, is } => {
                if let Some(at) = place(at) {
                    data[at] = is;
                }
            }
            Self::Add { at, amount } => {
                if let Some(at) = place(at) {
                    data[at] = data[at].wrapping_add_signed(amount);
                }
            }
            Self::Word { at, is } => {
                if let Some(at) = place(at) {
                    let end = data.len().min(at + 8);
                    data[at..end].copy_from_slice(&is.to_le_bytes()[..end - at]);
                }
            }
            Self::Cut { to } => data.truncate(to as usize % (data.len() + 1)),
            Self::Extend { by, with } => data.resize(data.len() + by as usize % 64, with),
        }
    }
}

impl Accounts {
    /// Changes the accounts of a call; `other` is the call on the other co-op, `all` what there is.
    pub fn change(self, call: &mut Instruction, other: &Instruction, all: &[Address]) {
        let metas = &mut call.accounts;
        let count = metas.len();
        let place = |at: u8| at as usize % count.max(1);
        if count == 0 {
            return;
        }
        match self {
            Self::Swap { one, two } => {
                let (one, two) = (place(one), place(two));
                let (first, second) = (metas[one].pubkey, metas[two].pubkey);
                (metas[one].pubkey, metas[two].pubkey) = (second, first);
            }
            Self::Drop { at } => drop(metas.remove(place(at))),
            Self::Repeat { of, at } => metas[place(at)].pubkey = metas[place(of)].pubkey,
            Self::Replace { at, with } => metas[place(at)].pubkey = all[with as usize % all.len()],
            Self::Other { at } => {
                if let Some(there) = other.accounts.get(place(at)) {
                    metas[place(at)].pubkey = there.pubkey;
                }
            }
            Self::Unsign { at } => metas[place(at)].is_signer = false,
            Self::ReadOnly { at } => metas[place(at)].is_writable = false,
            Self::Grant { at } => (metas[place(at)].is_signer, metas[place(at)].is_writable) = (true, true),
        }
    }
}
