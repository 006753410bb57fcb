//! The cases that the conformance program is asked, and how to tell which of them went wrong.

use conformance::{ARITHMETIC, HEADER, MEMORY, STACK, arithmetic, memory, stack};

/// Numbers from a seed (xorshift64*): the same in every run.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub fn word(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        (self.word() % bound as u64) as usize
    }

    /// An operand of any width: uniform ones would be 128 bits wide nearly always.
    fn operand(&mut self) -> u128 {
        let any = u128::from(self.word()) << 64 | u128::from(self.word());
        let narrowed = any >> self.below(128);
        if self.below(4) == 0 { narrowed.wrapping_neg() } else { narrowed }
    }
}

fn request(job: u8, bytes: usize) -> Vec<u8> {
    let mut data = Vec::with_capacity(HEADER + bytes);
    data.resize(HEADER, 0);
    data[0] = job;
    data
}

/// Every pair of edge values, then `count` random pairs.
pub fn arithmetic_cases(random: &mut Random, count: usize) -> Vec<u8> {
    let mut edges = vec![0, 3, 10, u128::MAX / 3];
    for bit in [0, 1, 31, 32, 63, 64, 65, 95, 96, 126, 127] {
        let power = 1_u128 << bit;
        edges.extend([power - 1, power, power + 1, power.wrapping_neg()]);
    }
    let pairs = edges.iter().flat_map(|a| edges.iter().map(|b| (*a, *b))).collect::<Vec<_>>();
    let mut data = request(ARITHMETIC, (pairs.len() + count) * arithmetic::CASE);
    let random = (0..count).map(|_| (random.operand(), random.operand()));
    for (a, b) in pairs.into_iter().chain(random) {
        let end = data.len() + arithmetic::CASE;
        data.extend(a.to_le_bytes());
        data.extend(b.to_le_bytes());
        data.resize(end, 0);
    }
    data
}

/// Every call with this length at every misalignment of both operands.
pub fn memory_cases(random: &mut Random, length: usize) -> Vec<u8> {
    const { assert!(memory::ARENA >= 2 * (memory::LONGEST + 16)) };
    let apart = memory::ARENA / 2;
    let mut data = request(MEMORY, 640 * memory::CASE);
    for first in 8..16 {
        // A value above a byte: only its low byte counts.
        let value = 0x100 + random.below(256);
        memory_case(&mut data, random, memory::MEMSET, first, value, length);
        for second in 8..16 {
            memory_case(&mut data, random, memory::MEMCPY, first, apart + second, length);
            // Overlapping both ways, from one byte apart to half of the length.
            let shift = second + random.below(1 + length / 2);
            memory_case(&mut data, random, memory::MEMMOVE, first, shift, length);
            memory_case(&mut data, random, memory::MEMMOVE, shift, first, length);
            for call in [memory::MEMCMP, memory::BCMP] {
                // Equal, then different in one byte: the first, the last, any.
                for differs in
                    [None, Some(0), Some(length.saturating_sub(1)), Some(random.below(length.max(1)))]
                {
                    let arena = memory_case(&mut data, random, call, first, apart + second, length);
                    arena.copy_within(first..first + length, apart + second);
                    if let Some(at) = differs {
                        arena[apart + second + at] ^= 1 << random.below(8);
                    }
                }
            }
        }
    }
    data
}

/// Appends a case on an arena of random bytes, and returns the arena.
fn memory_case<'data>(
    data: &'data mut Vec<u8>,
    random: &mut Random,
    call: u16,
    first: usize,
    second: usize,
    length: usize,
) -> &'data mut [u8] {
    for field in [call.into(), first, second, length] {
        data.extend((field as u16).to_le_bytes());
    }
    data.extend([0xee; memory::CALL + memory::RESULT - 8]);
    let arena = data.len();
    (0..memory::ARENA / 8).for_each(|_| data.extend(random.word().to_le_bytes()));
    &mut data[arena..]
}

pub fn stack_cases(random: &mut Random) -> Vec<u8> {
    let mut data = request(STACK, 4 * stack::CASE);
    for _ in 0..4 {
        data.extend(random.word().to_le_bytes());
        data.extend([0; stack::CASE - 8]);
    }
    data
}

/// What `data` becomes on the host.
pub fn on_host(data: &[u8]) -> Vec<u8> {
    let mut data = data.to_vec();
    conformance::run(&mut data);
    data
}

/// The first case that the chain answered in another way than the host, in words.
pub fn difference(asked: &[u8], chain: &[u8], host: &[u8]) -> Option<String> {
    if chain.len() != host.len() {
        return Some(format!("{} bytes came back, not {}", chain.len(), host.len()));
    }
    let at = chain.iter().zip(host).position(|(chain, host)| chain != host)?;
    let Some(offset) = at.checked_sub(HEADER) else {
        return Some(format!("byte {at} of the header was overwritten"));
    };
    Some(match asked[0] {
        ARITHMETIC => {
            let case = at - offset % arithmetic::CASE;
            let word = |data: &[u8], at: usize| {
                u128::from_le_bytes(*data[at..].first_chunk().expect("a whole word"))
            };
            let index = offset % arithmetic::CASE / arithmetic::WORD;
            let result = case + index * arithmetic::WORD;
            format!(
                "{} of {:#x} and {:#x} is {:#x}, not {:#x}",
                index.checked_sub(2).map_or("an operand", |index| arithmetic::OPERATIONS[index]),
                word(asked, case),
                word(asked, case + arithmetic::WORD),
                word(host, result),
                word(chain, result),
            )
        }
        MEMORY => {
            let case = at - offset % memory::CASE;
            let field = |at: usize| u16::from_le_bytes([asked[case + at], asked[case + at + 1]]);
            let within = offset % memory::CASE;
            let place = match within.checked_sub(memory::CALL + memory::RESULT) {
                Some(byte) => format!("byte {byte} of the arena"),
                None => format!("byte {within} before the arena, the result"),
            };
            format!(
                "{}({}, {}, {} bytes): {place} is {:#x}, not {:#x}",
                memory::CALLS[usize::from(field(0))],
                field(2),
                field(4),
                field(6),
                host[at],
                chain[at],
            )
        }
        _ => format!("frames overlap: byte {at} is {:#x}, not {:#x}", host[at], chain[at]),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A comparison that never finds anything would let every toolchain pass.
    #[test]
    fn one_wrong_bit_is_found_and_named() {
        let random = &mut Random::new(1);
        for (asked, name) in [
            (arithmetic_cases(random, 3), "i128 mul of "),
            (memory_cases(random, 40), "mem"),
            (stack_cases(random), "frames overlap"),
        ] {
            let host = on_host(&asked);
            assert_eq!(difference(&asked, &host, &host), None);
            let mut chain = host.clone();
            let multiplication = arithmetic::OPERATIONS.iter().position(|name| *name == "i128 mul");
            let offset = match asked[0] {
                ARITHMETIC => arithmetic::WORD * (2 + multiplication.expect("it is there")),
                _ => 10,
            };
            chain[HEADER + offset] ^= 4;
            let found = difference(&asked, &chain, &host).expect("it is found");
            assert!(found.contains(name), "{found}");
        }
    }
}
