//! Checks the formulas of the books over all small inputs, compares them with the solver's, and proves those. The
//! results are written to docs/PROOFS.md, between its markers.

use crate::{Outcome, built, needs::works, root, run, target};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Instant,
};

/// Seconds for each obligation.
const LIMIT: &str = "120";
/// Random inputs for each formula, in a whole run and in a quick one.
const INPUTS: (&str, &str) = ("1000000", "10000");

/// Cells of a table.
type Row = Vec<String>;

/// Without the solver, and with few inputs.
pub fn quick() -> Outcome {
    let (checks, compared) = against_rust(true)?;
    println!("{} checks hold, {} formulas agree", checks.len(), compared.len());
    Ok(())
}

pub fn prove() -> Outcome {
    let began = Instant::now();
    let (checks, compared) = against_rust(false)?;
    eprintln!("xtask: the formulas on Rust: {} s", began.elapsed().as_secs());
    let began = Instant::now();
    let mut solver = Command::new(python()?);
    solver.arg("-B").arg(root().join("proofs/prove.py")).arg(LIMIT);
    let obligations = rows(&mut solver)?;
    eprintln!("xtask: the solver: {} s", began.elapsed().as_secs());
    write(&checks, &compared, &obligations)
}

/// The checks over all small inputs, and the comparisons with the solver's formulas.
fn against_rust(quick: bool) -> Result<(Vec<Row>, Vec<Row>), String> {
    built("proofs")?;
    let binary = target().join("debug/proofs");
    let checks = rows(Command::new(&binary).arg("exhaustive").args(quick.then_some("--quick")))?;
    let mut compare = Command::new("python3");
    compare.arg("-B").arg(root().join("proofs/stream.py")).arg(&binary);
    let compared = rows(compare.arg(if quick { INPUTS.1 } else { INPUTS.0 }))?;
    Ok((checks, compared))
}

/// What a command prints, split at tabs; if it fails, all of it.
fn rows(command: &mut Command) -> Result<Vec<Row>, String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let done = command.stderr(Stdio::inherit()).output().map_err(|why| format!("{name}: {why}"))?;
    let text = String::from_utf8_lossy(&done.stdout);
    if !done.status.success() {
        return Err(format!("{name} ended with {}:\n{text}", done.status));
    }
    Ok(text.lines().map(|line| line.split('\t').map(String::from).collect()).collect())
}

/// A Python with the solver: installed once, at the version that is pinned.
fn python() -> Result<PathBuf, String> {
    let pinned = root().join("proofs/requirements.txt");
    let version = fs::read_to_string(&pinned).map_err(|why| why.to_string())?;
    let home = env::var_os("HOME").ok_or("HOME is not set: where the solver would be installed")?;
    let folder = Path::new(&home).join(".cache/coop/proofs").join(version.trim().replace("==", "-"));
    let tool = folder.join("bin/python");
    if !works(Command::new(&tool).args(["-c", "import z3"])) {
        eprintln!("xtask: installing {} in {}, once", version.trim(), folder.display());
        run(Command::new("python3").args(["-m", "venv"]).arg(&folder))
            .map_err(|why| format!("{why}; on Debian, `python3-venv` has it"))?;
        let mut install = Command::new(&tool);
        run(install
            .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"])
            .arg(&pinned))?;
    }
    Ok(tool)
}

/// Writes the tables between the markers of the page.
fn write(checks: &[Row], compared: &[Row], obligations: &[Row]) -> Outcome {
    let path = root().join("docs/PROOFS.md");
    let page = fs::read_to_string(&path).map_err(|why| format!("{}: {why}", path.display()))?;
    let proved = obligations.iter().filter(|row| row[3].starts_with("proved")).count();
    let late = obligations.iter().filter(|row| row[3].starts_with("not proved")).count();
    let wrong = obligations.len() - proved - late;
    let mut made = format!(
        "{proved} obligations are proved, {late} are not, and {wrong} do not hold. The limit is {LIMIT} s for each.\n\n\
         | formula | where | property | result |\n|---|---|---|---|\n"
    );
    for row in obligations {
        let names: Vec<String> = row[0].split(", ").map(|name| format!("`{name}`")).collect();
        made += &format!("| {} | `{}` | {} | {} |\n", names.join(", "), row[1], row[2], row[3]);
    }
    let all = compared.iter().all(|row| row[2] == "agree");
    made += &format!(
        "\nOf {} formulas, {} with {} inputs each.\n\n| function | where | inputs | number | result |\n|---|---|---|---|---|\n",
        compared.len(),
        if all { "all agree with Rust" } else { "not all agree with Rust" },
        INPUTS.0.replace("000000", " 000 000"),
    );
    for row in checks {
        made +=
            &format!("| `{}` | `{}` | {} | {} | {} |\n", row[0], row[1], row[2], grouped(&row[3]), row[4]);
    }
    let (before, rest) = page.split_once(BEGIN).ok_or("docs/PROOFS.md has lost its first marker")?;
    let (_, after) = rest.split_once(END).ok_or("docs/PROOFS.md has lost its second marker")?;
    fs::write(&path, format!("{before}{BEGIN}\n{made}{END}{after}")).map_err(|why| why.to_string())?;
    println!(
        "{proved} proved, {late} not, {wrong} do not hold; {} checks hold; docs/PROOFS.md",
        checks.len()
    );
    Ok(())
}

const BEGIN: &str = "<!-- written by `cargo xtask prove` -->";
const END: &str = "<!-- until here -->";

/// A number with its thousands apart.
fn grouped(number: &str) -> String {
    let digits: Vec<char> = number.chars().collect();
    let groups: Vec<String> = digits.rchunks(3).rev().map(|group| group.iter().collect()).collect();
    groups.join(" ")
}
