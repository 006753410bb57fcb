//! The same life on this program and on its peers: five people found an organisation, pay somebody by three votes of five, and
//! close what is over.
//!
//! The peers' programs are read from files of the reader. Their instructions are encoded here after their public interfaces.

mod ours;
mod realms;
mod squads;
mod wire;

use crate::report::grouped;
use anchor_lang::prelude::Address;
use coop_tests::{
    Actor, UNIT, World,
    world::{SPL_TOKEN, wire_size},
};
use solana_message::{Instruction, Message};
use solana_transaction::Transaction;
use std::{fmt::Write, fs, path::Path};

/// Steps of the life, in their order.
const STEPS: [&str; 6] = ["create", "take in", "propose", "vote", "execute", "close"];
/// Who lives it.
const PEOPLE: usize = 5;
/// How many of them agree.
const MAJORITY: usize = 3;
/// What is paid.
const PAYMENT: u64 = 10 * UNIT;
/// The largest transaction that the network carries, in bytes.
const PACKET: usize = 1_232;

/// A program whose life can be lived here.
struct Peer {
    name: &'static str,
    /// What the name of its file contains, however it is written.
    file: &'static str,
    /// A text that its ELF contains.
    text: &'static str,
    live: fn(&[u8]) -> Result<Life, String>,
}

const PEERS: [Peer; 2] = [
    Peer { name: "Squads v4", file: "squads", text: "squads-protocol/v4", live: squads::live },
    Peer { name: "Realms", file: "governance", text: "GOVERNANCE-INSTRUCTION", live: realms::live },
];

/// What the steps cost.
#[derive(Default)]
pub struct Life(Vec<(&'static str, Cost)>);

#[derive(Clone, Copy, Default)]
struct Cost {
    transactions: u64,
    units: u64,
    bytes: u64,
    /// Left in accounts; below 0: returned.
    lamports: i64,
}

impl Life {
    /// Sends what belongs to a step; what the same person sends in a row goes into one transaction, as long as it fits.
    pub fn step(
        &mut self,
        world: &mut World,
        name: &'static str,
        people: &[Actor],
        deeds: Vec<(usize, Instruction)>,
    ) -> Result<(), String> {
        let before = lamports(world, people);
        let mut cost = Cost::default();
        let mut rest = deeds.into_iter().peekable();
        while let Some((who, first)) = rest.next() {
            let mut together = vec![first];
            while let Some((_, next)) = rest.next_if(|(next, _)| *next == who) {
                together.push(next);
                if bytes(&together, &people[who]) > PACKET {
                    let next = together.pop().expect("just pushed");
                    cost.send(world, name, &people[who], &together)?;
                    together = vec![next];
                }
            }
            cost.send(world, name, &people[who], &together)?;
        }
        cost.lamports = before - lamports(world, people);
        match self.0.iter_mut().find(|(step, _)| *step == name) {
            Some((_, sum)) => *sum = sum.and(&cost),
            None => self.0.push((name, cost)),
        }
        Ok(())
    }
}

impl Cost {
    fn and(&self, more: &Self) -> Self {
        Self {
            transactions: self.transactions + more.transactions,
            units: self.units + more.units,
            bytes: self.bytes + more.bytes,
            lamports: self.lamports + more.lamports,
        }
    }

    fn send(
        &mut self,
        world: &mut World,
        step: &str,
        who: &Actor,
        instructions: &[Instruction],
    ) -> Result<(), String> {
        let done = world.send(instructions, &[&who.key]).map_err(|refusal| {
            format!("\"{step}\" was refused: {:?}\n{}", refusal.error, refusal.logs.join("\n"))
        })?;
        self.transactions += 1;
        self.units += done.compute_units;
        self.bytes += bytes(instructions, who) as u64;
        Ok(())
    }
}

/// On the wire, whoever sends it paying the fee.
fn bytes(instructions: &[Instruction], who: &Actor) -> usize {
    wire_size(&Transaction::new_unsigned(Message::new(instructions, Some(&who.wallet()))))
}

fn lamports(world: &World, people: &[Actor]) -> i64 {
    let of = |who: &Actor| world.svm.get_account(&who.wallet()).map_or(0, |account| account.lamports);
    people.iter().map(of).sum::<u64>() as i64
}

/// Five people with tokens, and one to be paid, at the end.
fn people(world: &mut World) -> Vec<Actor> {
    (0..=PEOPLE).map(|_| world.actor("person", 1_000 * UNIT)).collect()
}

/// A world with a peer's program in it.
fn world_with(program: Address, elf: &[u8]) -> Result<World, String> {
    let mut world = World::seeded(0, SPL_TOKEN);
    world.svm.add_program(program, elf).map_err(|why| format!("the runtime does not load it: {why:?}"))?;
    Ok(world)
}

/// That the payee has the payment.
fn paid(world: &World, payee: &Actor) -> Result<(), String> {
    let has = world.balance(&payee.tokens);
    let expected = 1_000 * UNIT + PAYMENT;
    if has == expected {
        Ok(())
    } else {
        Err(format!("the payee has {has} base units instead of {expected}"))
    }
}

/// Lives the life on the program and on each peer among the files. The table, or why there is none.
pub fn compare(files: &[String]) -> Result<String, String> {
    let mut lives = vec![("this program", ours::live()?)];
    for file in files {
        let elf = fs::read(file).map_err(|why| {
            format!("{file} cannot be read: {why}. Name the ELF file of a peer, as `solana program dump` writes it.")
        })?;
        let peer = recognised(Path::new(file), &elf)?;
        if lives.iter().any(|(name, _)| *name == peer.name) {
            return Err(format!("{file} is a second program of {}. Name each peer once.", peer.name));
        }
        lives.push((peer.name, (peer.live)(&elf).map_err(|why| format!("{} ({file}): {why}", peer.name))?));
    }
    Ok(table(&lives))
}

/// Which peer a file is: by a text in it, or by its name.
fn recognised(file: &Path, elf: &[u8]) -> Result<&'static Peer, String> {
    if !elf.starts_with(b"\x7fELF") {
        return Err(format!(
            "{} is no ELF file. Name a program as `solana program dump` writes it.",
            file.display()
        ));
    }
    let name = file.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    let contains = |text: &str| elf.windows(text.len()).any(|window| window == text.as_bytes());
    let by_text = PEERS.iter().find(|peer| contains(peer.text));
    by_text.or_else(|| PEERS.iter().find(|peer| name.contains(peer.file))).ok_or_else(|| {
        let known: Vec<_> = PEERS.iter().map(|peer| format!("{} (*{}*.so)", peer.name, peer.file)).collect();
        format!("{} is none of the programs that can be compared: {}.", file.display(), known.join(", "))
    })
}

fn table(lives: &[(&str, Life)]) -> String {
    let mut page = format!(
        "{PEOPLE} people found an organisation, pay {} tokens by {MAJORITY} votes of {PEOPLE}, and close what is over.\n\n\
         | step | program | transactions | compute units | bytes | lamports left in accounts |\n|---|---|--:|--:|--:|--:|\n",
        PAYMENT / UNIT
    );
    let mut row = |step: &str, name: &str, cost: &Cost| {
        let [transactions, units, bytes] = [cost.transactions, cost.units, cost.bytes].map(grouped);
        let sign = if cost.lamports < 0 { "−" } else { "" };
        let lamports = grouped(cost.lamports.unsigned_abs());
        writeln!(page, "| {step} | {name} | {transactions} | {units} | {bytes} | {sign}{lamports} |")
            .expect("a string takes all");
    };
    for step in STEPS {
        for (name, life) in lives {
            if let Some((_, cost)) = life.0.iter().find(|(of, _)| *of == step) {
                row(step, name, cost);
            }
        }
    }
    for (name, life) in lives {
        let sum = life.0.iter().fold(Cost::default(), |sum, (_, cost)| sum.and(cost));
        row("**all**", name, &sum);
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(file: &str, bytes: &[u8]) -> String {
        recognised(Path::new(file), bytes).err().expect("refused")
    }

    #[test]
    fn what_is_no_program_or_an_unknown_one_is_refused_with_a_sentence() {
        assert!(refused("squads.so", b"text").contains("squads.so is no ELF file."));
        assert!(
            refused("other.so", b"\x7fELF").contains("none of the programs that can be compared: Squads v4")
        );
        let missing = compare(&["nowhere/squads.so".into()]).expect_err("refused");
        assert!(missing.contains("nowhere/squads.so cannot be read"), "{missing}");
    }

    #[test]
    fn a_peer_is_known_by_its_text_or_else_by_its_name() {
        let known = |file: &str, bytes: &[u8]| recognised(Path::new(file), bytes).map(|peer| peer.name);
        assert_eq!(known("dump.so", b"\x7fELF.. squads-protocol/v4 .."), Ok("Squads v4"));
        assert_eq!(known("spl_governance.so", b"\x7fELF"), Ok("Realms"));
        assert_eq!(known("SQUADS_multisig_program.so", b"\x7fELF"), Ok("Squads v4"));
    }

    #[test]
    fn this_programs_own_life_pays_the_payee_and_costs_something_in_every_step() {
        let life = ours::live().expect("lived");
        for step in STEPS {
            let cost = life.0.iter().find(|(name, _)| *name == step).expect("every step").1;
            assert!(cost.transactions > 0 && cost.units > 0, "{step}");
        }
    }
}
