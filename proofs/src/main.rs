//! `proofs exhaustive [--quick]`, `proofs stream NAME COUNT`, `proofs names`.

use proofs::{bugs, exhaustive, formulas, narrow, stream};
use std::{env, process::ExitCode};

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["exhaustive"] => report(false),
        ["exhaustive", "--quick"] => report(true),
        ["names"] => {
            for formula in formulas::all() {
                println!("{}", formula.name);
            }
            ExitCode::SUCCESS
        }
        ["stream", name, count] => {
            let all = formulas::all().into_iter().chain(bugs::all().into_iter().map(|bug| bug.formula));
            let count = count.parse().expect("how many");
            let found = all.into_iter().find(|formula| formula.name == name).expect("a formula of this name");
            stream::write(&found, count, &mut std::io::stdout().lock()).expect("whoever reads is there");
            ExitCode::SUCCESS
        }
        _ => {
            eprintln!("proofs exhaustive [--quick] | stream NAME COUNT | names");
            ExitCode::FAILURE
        }
    }
}

/// One line for each check: name, file, bits, inputs, outcome, separated by tabs.
fn report(quick: bool) -> ExitCode {
    let mut failed = false;
    for result in exhaustive::run_all(quick).into_iter().chain(narrow::run_all(quick)) {
        failed |= result.violation.is_some();
        let outcome = result.violation.unwrap_or("holds".into());
        let place = formulas::place(result.name);
        println!("{}\t{place}\t{}\t{}\t{outcome}", result.name, result.domain, result.inputs);
    }
    if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
