//! The cost of every instruction: measured, written to `bench/compute-units.json`, and shown in
//! `docs/BENCHMARKS.md`. With `--check` nothing is written, and a cost that moved is an error.
//!
//! With `--peers FILE...` the same steps are run on this program and on its peers, and printed as a table.
//!
//! With `--load` a co-op of 100 000 is lived through and written to `bench/load.json`.
//!
//! Everything follows from the program and fixed seeds: the same ELF gives the same bytes.

mod compare;
mod floor;
mod growth;
mod load;
mod measure;
mod peers;
mod report;
mod rows;

use std::{fs, path::Path, process::ExitCode, time::Instant};

fn main() -> ExitCode {
    let bench = std::env::var("CARGO_MANIFEST_DIR").expect("started by cargo");
    let root = Path::new(&bench).parent().expect("bench stands in the workspace");
    let (table, page) = (root.join("bench/compute-units.json"), root.join("docs/BENCHMARKS.md"));
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [first, files @ ..] = &arguments[..]
        && first == "--peers"
    {
        return match peers::compare(files) {
            Ok(table) => {
                print!("{table}");
                ExitCode::SUCCESS
            }
            Err(why) => {
                eprintln!("bench: {why}");
                ExitCode::FAILURE
            }
        };
    }
    if std::env::args().any(|argument| argument == "--load") {
        let json = load::measure();
        fs::write(root.join("bench/load.json"), json).expect("the table is writable");
        return ExitCode::SUCCESS;
    }
    let began = Instant::now();
    let measured = measure::everything();
    eprintln!("bench: measured in {:.1} s", began.elapsed().as_secs_f32());
    if !std::env::args().any(|argument| argument == "--check") {
        fs::write(&table, report::json(&measured)).expect("the table is writable");
        fs::write(&page, report::markdown(&measured)).expect("the page is writable");
        eprintln!("bench: wrote {} and {}", table.display(), page.display());
        return ExitCode::SUCCESS;
    }
    let committed = fs::read_to_string(&table).unwrap_or_default();
    let mut wrong = compare::against(&measured, &committed);
    if wrong.is_empty()
        && fs::read_to_string(&page).unwrap_or_default() != compare::page(&measured, &committed)
    {
        wrong.push("docs/BENCHMARKS.md does not tell what bench/compute-units.json holds".into());
    }
    if wrong.is_empty() {
        return ExitCode::SUCCESS;
    }
    for line in &wrong {
        eprintln!("bench: {line}");
    }
    eprintln!("bench: {} differ from what is committed; `cargo xtask bench` updates it", wrong.len());
    ExitCode::FAILURE
}
