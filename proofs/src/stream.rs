//! Random inputs with their outputs, as words in little-endian bytes.

use crate::formulas::{Formula, Kind};
use std::io::{self, Write};

/// Small, no dependency, and the same on every machine (`SplitMix64`).
pub struct Random(u64);

impl Random {
    pub fn of(name: &str) -> Self {
        Self(
            name.bytes()
                .fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ byte as u64).wrapping_mul(0x100_0000_01b3)),
        )
    }

    pub fn word(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let x = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        x ^ (x >> 31)
    }

    fn below(&mut self, n: u64) -> u64 {
        self.word() % n
    }
}

/// Where arithmetic by halves and quarters of words goes wrong if it does.
const EDGES: &[u64] = &[
    0,
    1,
    2,
    9_999,
    10_000,
    10_001,
    (1 << 16) - 1,
    1 << 16,
    (1 << 32) - 1,
    1 << 32,
    (1 << 32) + 1,
    (1 << 48) - 1,
    1 << 48,
    (1 << 53) + 1,
    (1 << 62) - 1,
    1 << 62,
    (1 << 63) - 1,
    1 << 63,
    (1 << 63) + 1,
    u64::MAX - 1,
    u64::MAX,
];

fn random(kind: Kind, small: bool, random: &mut Random) -> u64 {
    let word = match random.below(8) {
        // small numbers together meet thresholds, which others hardly do
        _ if small && matches!(kind, Kind::Bps | Kind::Rate) => random.below(21) * 500,
        _ if small => random.below(20),
        0 | 1 => EDGES[random.below(EDGES.len() as u64) as usize],
        2 => random.below(20),
        3 => random.word(),
        // of any length
        _ => random.word() >> random.below(64),
    };
    match kind {
        Kind::Word => word,
        Kind::Int => word as u32 as u64,
        Kind::Small => word as u8 as u64,
        Kind::Flag => word & 1,
        // above all now and then
        Kind::Bps if word.is_multiple_of(16) => word as u16 as u64,
        Kind::Bps => word % 10_001,
        Kind::Rate => word % 10_001,
        Kind::Time => word >> 2,
    }
}

/// Writes `count` records: the inputs of one, then its outputs.
pub fn write(formula: &Formula, count: u64, out: &mut impl Write) -> io::Result<()> {
    let mut source = Random::of(formula.name);
    let (mut ins, mut outs) = (vec![0; formula.ins.len()], Vec::new());
    let mut out = io::BufWriter::with_capacity(1 << 16, out);
    for _ in 0..count {
        let small = source.below(4) == 0;
        for (word, kind) in ins.iter_mut().zip(formula.ins) {
            *word = random(*kind, small, &mut source);
        }
        (formula.shape)(&mut ins);
        outs.clear();
        (formula.run)(&ins, &mut outs);
        for word in ins.iter().chain(&outs) {
            out.write_all(&word.to_le_bytes())?;
        }
    }
    out.flush()
}
