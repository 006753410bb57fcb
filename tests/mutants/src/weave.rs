//! Writes a file with many changes in it, each behind the question whether its number is the one that is switched on.

use crate::find::{Form, Mutant};
use std::ops::Range;

/// Stands in `coop-math` of the copy. The number is read from the file that was built, where it is written over; nobody
/// who compiles knows it.
pub const SWITCH: &str = r#"
#[doc(hidden)]
pub mod mutant {
    #[repr(C)]
    pub struct Switch {
        mark: [u8; 16],
        number: u32,
    }
    #[used]
    pub static SWITCH: Switch = Switch { mark: *b"\x9ccoop mutants:\x9c\x03", number: 0 };
    #[inline(always)]
    pub fn is(number: u32) -> bool {
        // SAFETY: a static.
        unsafe { core::ptr::read_volatile(&raw const SWITCH.number) == number }
    }
}
"#;

/// Stands there instead where it is asked which changes a test comes by: none is switched on, and each is noted by the
/// chain that the tests run on (`tests/support/reach.rs`).
pub const REACHED: &str = r#"
#[doc(hidden)]
pub mod mutant {
    /// `coop_reached` as system calls are named: MurmurHash3 with 32 bits, from 0.
    #[cfg(target_os = "solana")]
    #[repr(usize)]
    enum Call {
        Reached = 0x68ef_e668,
    }
    #[inline(always)]
    pub fn is(number: u32) -> bool {
        #[cfg(target_os = "solana")]
        {
            // SAFETY: system calls are called so, and a number is all that is handed over.
            let reached: extern "C" fn(u64) = unsafe { core::mem::transmute(Call::Reached) };
            reached(number as u64);
        }
        let _ = number;
        false
    }
}
"#;

/// What stands before the number in what was built.
pub const MARK: &[u8; 16] = b"\x9ccoop mutants:\x9c\x03";

/// A file with changes in it.
pub struct Woven {
    pub text: String,
    /// Where each change stands, by its number: what it would put there, and then all that it wraps.
    pub places: Vec<(usize, Range<usize>)>,
}

struct Weaver<'a> {
    text: &'a str,
    switch: &'a str,
    /// Number and change, outer ones first.
    changes: Vec<(usize, &'a Mutant)>,
    consts: &'a [Range<usize>],
    woven: Woven,
}

/// `changes`: with their numbers. `consts`: the words `const` that are left out, lest the switch be read too early.
pub fn weave(text: &str, mut changes: Vec<(usize, &Mutant)>, consts: &[Range<usize>]) -> Woven {
    changes.sort_by_key(|(number, change)| (change.at.start, std::cmp::Reverse(change.at.end), *number));
    let switch = match changes.first() {
        Some((_, change)) if change.is_of_math() => "crate::mutant::is",
        _ => "::coop_math::mutant::is",
    };
    let woven = Woven { text: String::new(), places: Vec::new() };
    let mut weaver = Weaver { text, switch, changes, consts, woven };
    let mut next = 0;
    weaver.write(0..text.len(), &mut next);
    weaver.woven
}

impl Weaver<'_> {
    /// Writes a part of the file with all changes in it.
    fn write(&mut self, part: Range<usize>, next: &mut usize) {
        let mut at = part.start;
        while let Some((_, change)) = self.changes.get(*next).copied()
            && change.at.start < part.end
        {
            self.plain(at..change.at.start);
            at = change.at.end;
            self.wrap(next);
        }
        self.plain(at..part.end);
    }

    /// Writes all changes of one place, and within them what stands there.
    fn wrap(&mut self, next: &mut usize) {
        let (first, change) = self.changes[*next];
        let here = self.woven.text.len();
        if change.form == Form::Statement {
            self.push(&format!("if !{}({first}) {{ ", self.switch));
            *next += 1;
            self.write(change.at.clone(), next);
            self.push(" }");
            return self.woven.places.push((first, here..self.woven.text.len()));
        }
        let mut numbers = Vec::new();
        self.push("(");
        while let Some((number, other)) = self.changes.get(*next).copied()
            && other.at == change.at
        {
            self.push(&format!("if {}({number}) {{ ", self.switch));
            let from = self.woven.text.len();
            self.push(&other.to);
            self.woven.places.push((number, from..self.woven.text.len()));
            self.push(" } else ");
            numbers.push(number);
            *next += 1;
        }
        self.push("{ ");
        self.write(change.at.clone(), next);
        self.push(" })");
        for number in numbers {
            self.woven.places.push((number, here..self.woven.text.len()));
        }
    }

    fn plain(&mut self, part: Range<usize>) {
        let mut at = part.start;
        for word in self.consts.iter().filter(|word| part.start <= word.start && word.end <= part.end) {
            self.woven.text.push_str(&self.text[at..word.start]);
            at = word.end;
        }
        self.woven.text.push_str(&self.text[at..part.end]);
    }

    fn push(&mut self, text: &str) {
        self.woven.text.push_str(text);
    }
}

/// The file with one change, and without a switch.
pub fn change(text: &str, mutant: &Mutant) -> String {
    format!("{}{}{}", &text[..mutant.at.start], mutant.to, &text[mutant.at.end..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mutant(at: Range<usize>, form: Form, to: &str) -> Mutant {
        Mutant {
            id: String::new(),
            file: "programs/coop/src/vault.rs".into(),
            hash: String::new(),
            form,
            at,
            from: String::new(),
            to: to.into(),
            alone: false,
        }
    }

    #[test]
    fn changes_stand_within_each_other_and_the_first_place_is_what_they_put_there() {
        let text = "const fn f() { x = a + b; }";
        let changes = [
            mutant(15..25, Form::Statement, ""),
            mutant(19..24, Form::Value, "a - b"),
            mutant(23..24, Form::Value, "7"),
        ];
        let woven = weave(text, changes.iter().enumerate().collect(), std::slice::from_ref(&(0..5)));
        let is = "::coop_math::mutant::is";
        assert_eq!(
            woven.text,
            format!(
                " fn f() {{ if !{is}(0) {{ x = (if {is}(1) {{ a - b }} else {{ a + (if {is}(2) {{ 7 }} else {{ b }}) }}); }} }}"
            )
        );
        let first = |number| woven.places.iter().find(|(n, _)| *n == number).unwrap().1.clone();
        assert_eq!(&woven.text[first(1)], "a - b");
        assert_eq!(&woven.text[first(2)], "7");
    }
}
