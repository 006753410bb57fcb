//! `bindings`: the TypeScript of the tables. `cases [N]`: N cases of each function, computed here.

use math_in_app::host;
use std::{env, process::ExitCode};

fn main() -> ExitCode {
    match env::args().skip(1).collect::<Vec<_>>().iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["bindings"] => print!("{}", host::bindings()),
        ["cases"] => host::cases(500, |line| println!("{line}")),
        ["cases", count] => match count.parse() {
            Ok(count) => host::cases(count, |line| println!("{line}")),
            Err(_) => return misused(),
        },
        _ => return misused(),
    }
    ExitCode::SUCCESS
}

fn misused() -> ExitCode {
    eprintln!("bindings, or cases [N]");
    ExitCode::from(2)
}
