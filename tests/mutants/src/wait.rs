//! Waits for one run of tests.

use std::{
    io::{BufRead, BufReader, ErrorKind},
    process::{Child, Command, Stdio},
    sync::mpsc::{RecvTimeoutError, channel},
    thread,
    time::{Duration, Instant},
};

/// How long it takes until a program that was just written can be started.
const BUSY: Duration = Duration::from_millis(20);
/// After that, somebody keeps it open.
const STUCK: Duration = Duration::from_secs(10);

/// How one run of tests ended.
#[derive(Debug, PartialEq, Eq)]
pub enum End {
    Passed,
    Failed(String),
    TimedOut,
}

/// Runs tests until one fails, or the time is over. The test that failed has no name where the program that runs them ended.
pub fn wait(command: &mut Command, limit: Duration) -> Result<End, String> {
    command.stdout(Stdio::piped()).stderr(Stdio::null());
    let begun = Instant::now();
    let mut child = loop {
        match command.spawn() {
            Ok(child) => break child,
            // a process that is forked for another test briefly inherits the open file
            Err(why) if why.kind() == ErrorKind::ExecutableFileBusy && begun.elapsed() < STUCK => {
                thread::sleep(BUSY);
            }
            Err(why) => return Err(format!("{}: {why}", command.get_program().display())),
        }
    };
    let output = child.stdout.take().expect("piped");
    let (sender, receiver) = channel();
    let reader = thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    let until = Instant::now() + limit;
    let end = loop {
        match receiver.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok(line) => {
                let failed = line.strip_prefix("test ").and_then(|line| line.strip_suffix(" ... FAILED"));
                if let Some(test) = failed {
                    break End::Failed(test.trim_end_matches(" - should panic").to_owned());
                }
            }
            Err(RecvTimeoutError::Timeout) => break End::TimedOut,
            Err(RecvTimeoutError::Disconnected) => {
                let passed = child.wait().is_ok_and(|status| status.success());
                break if passed { End::Passed } else { End::Failed(String::new()) };
            }
        }
    };
    stop(&mut child);
    drop(receiver);
    let _ = reader.join();
    Ok(end)
}

fn stop(child: &mut Child) {
    // it may have ended by itself
    let _ = child.kill();
    let _ = child.wait();
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    const AGES: Duration = Duration::from_mins(5);

    #[test]
    fn a_program_that_is_being_written_is_waited_for_and_one_that_is_not_there_is_no_failed_test() {
        let place = std::env::temp_dir().join(format!("coop trial {}", std::process::id()));
        fs::copy("/bin/true", &place).unwrap();
        let busy = fs::OpenOptions::new().write(true).open(&place).unwrap();
        let soon = thread::spawn(move || {
            thread::sleep(5 * BUSY);
            drop(busy);
        });
        assert_eq!(wait(&mut Command::new(&place), AGES), Ok(End::Passed));
        soon.join().unwrap();
        fs::remove_file(&place).unwrap();
        assert!(wait(&mut Command::new(&place), AGES).is_err());
    }
}
