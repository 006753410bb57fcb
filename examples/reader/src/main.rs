//! Prints a co-op and its last events: `reader URL COOP [EVENTS]`.

use reader::{Idl, node::Node, report};
use std::process::ExitCode;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let (url, coop, events) = match &words[..] {
        [url, coop] => (url, coop, Ok(10)),
        [url, coop, events] => (url, coop, events.parse()),
        _ => return failed("usage: reader URL COOP [EVENTS], as reader http://127.0.0.1:8899 9xQ… 20"),
    };
    let Ok(events) = events else { return failed("how many events must be a whole number") };
    match report(&Idl::default(), &Node::new(url), coop, events) {
        Ok(lines) => {
            println!("{}", lines.join("\n"));
            ExitCode::SUCCESS
        }
        Err(why) => failed(&why),
    }
}

fn failed(why: &str) -> ExitCode {
    eprintln!("reader: {why}");
    ExitCode::FAILURE
}
