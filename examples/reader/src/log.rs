//! The log of a transaction.

use base64::{Engine, prelude::BASE64_STANDARD};

/// What a program itself logged as data, in order, and whether the log is whole: a node cuts a long one. Any other
/// program can log the same bytes, so who was running counts.
pub fn logged(program: &str, lines: &[String]) -> (Vec<Vec<u8>>, bool) {
    let (mut running, mut data, mut whole) = (Vec::new(), Vec::new(), true);
    for line in lines {
        let words: Vec<&str> = line.split(' ').collect();
        match words[..] {
            ["Program", called, "invoke", _] => running.push(called),
            ["Program", ended, outcome, ..]
                if running.last() == Some(&ended) && outcome.starts_with(['s', 'f']) =>
            {
                running.pop();
            }
            ["Program", "data:", ref parts @ ..] if running.last() == Some(&program) => {
                data.extend(parts.iter().filter_map(|part| BASE64_STANDARD.decode(part).ok()));
            }
            ["Log", "truncated"] => whole = false,
            _ => {}
        }
    }
    (data, whole)
}

#[cfg(test)]
mod tests {
    use super::logged;

    fn read(lines: &[&str]) -> (Vec<Vec<u8>>, bool) {
        logged("Coop", &lines.iter().map(std::string::ToString::to_string).collect::<Vec<_>>())
    }

    #[test]
    fn only_what_the_program_itself_logged_counts() {
        let lines = [
            "Program Shop invoke [1]",
            "Program data: AA==",
            "Program Coop invoke [2]",
            "Program Token invoke [3]",
            "Program data: AQ==",
            "Program Token consumed 105 of 200000 compute units",
            "Program Token success",
            "Program log: Program Coop failed: not really",
            "Program data: Ag==",
            "Program Coop success",
            "Program data: Aw==",
            "Program Shop failed: custom program error: 0x1",
        ];
        assert_eq!(read(&lines), (vec![vec![2]], true));
    }

    #[test]
    fn a_log_that_was_cut_says_so() {
        let lines = ["Program Coop invoke [1]", "Program data: Ag==", "Log truncated"];
        assert_eq!(read(&lines), (vec![vec![2]], false));
    }
}
