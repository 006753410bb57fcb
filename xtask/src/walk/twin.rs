//! Adds to a copy of the tree a twin of something that is there.

use crate::Outcome;
use std::{fs, path::Path};

/// One change of a file that a table of CONTRIBUTING.md names.
#[derive(Clone, Copy, Debug)]
pub enum Edit {
    /// The file, under another path and with the names of the twin.
    Copy(&'static str),
    /// The item whose first line contains this stands twice, with its comments and attributes.
    Item(&'static str),
    /// This element of a list stands twice.
    InList(&'static str),
    /// After the line that contains the first stands the second.
    After(&'static str, &'static str),
    /// The second instead of the first.
    Instead(&'static str, &'static str),
}

/// The names of an example, each with that of its twin.
pub type Names = [(&'static str, &'static str)];

impl Edit {
    /// Does it in `tree`. What it looks for must be there.
    pub fn apply(self, tree: &Path, file: &str, names: &Names) -> Outcome {
        let path = tree.join(file);
        let text = fs::read_to_string(&path).map_err(|why| format!("{file}: {why}"))?;
        let (to, made) = if let Self::Copy(to) = self {
            (tree.join(to), renamed(&text, names))
        } else {
            let made = self.edited(&text, names);
            (path, made.ok_or(format!("{file} does not contain what {self:?} looks for"))?)
        };
        fs::write(&to, made).map_err(|why| format!("{}: {why}", to.display()))
    }

    /// The text with the change; `None` if it lacks the place.
    pub fn edited(self, text: &str, names: &Names) -> Option<String> {
        match self {
            Self::Copy(_) => Some(renamed(text, names)),
            Self::Item(begins) => {
                let lines: Vec<&str> = text.lines().collect();
                let first = lines.iter().position(|line| line.contains(begins))?;
                let last = first + item_length(&lines[first..])?;
                let about = |line: &&&str| {
                    let line = line.trim_start();
                    line.starts_with("///") || line.starts_with("#[") || line.starts_with("/**")
                };
                let first = first - lines[..first].iter().rev().take_while(about).count();
                let twin = renamed(&lines[first..=last].join("\n"), names);
                Some(inserted(&lines, last, &twin))
            }
            Self::InList(element) => text
                .contains(element)
                .then(|| text.replacen(element, &format!("{element} {}", renamed(element, names)), 1)),
            Self::After(line, twin) => {
                let lines: Vec<&str> = text.lines().collect();
                let at = lines.iter().position(|one| one.contains(line))?;
                Some(inserted(&lines, at, twin))
            }
            Self::Instead(from, to) => text.contains(from).then(|| text.replacen(from, to, 1)),
        }
    }
}

fn renamed(text: &str, names: &Names) -> String {
    names.iter().fold(text.to_string(), |text, (from, to)| text.replace(from, to))
}

fn inserted(lines: &[&str], after: usize, twin: &str) -> String {
    let mut all: Vec<&str> = lines.to_vec();
    all.insert(after + 1, twin);
    all.join("\n") + "\n"
}

/// Lines after the first until every bracket that the item opens is closed, and no line is indented further than the first.
fn item_length(lines: &[&str]) -> Option<usize> {
    let indent = |line: &str| line.len() - line.trim_start().len();
    let goes_on = |at: usize| lines.get(at).is_some_and(|line| indent(line) > indent(lines[0]));
    let mut open = 0i32;
    for (length, line) in lines.iter().enumerate() {
        for c in line.chars() {
            match c {
                '(' | '[' | '{' => open += 1,
                ')' | ']' | '}' => open -= 1,
                _ => {}
            }
        }
        if open <= 0 && !goes_on(length + 1) {
            return Some(length);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_stands_twice_with_its_comment_and_under_the_names_of_the_twin() {
        let text = "list! {\n    /// One.\n    one: One { a: u8,\n        b: u8 },\n    two: Two {},\n}\n";
        let names = [("one", "other"), ("One", "Other")];
        let made = Edit::Item("one: One").edited(text, &names).expect("it is there");
        assert_eq!(
            made,
            "list! {\n    /// One.\n    one: One { a: u8,\n        b: u8 },\n    /// Other.\n    other: Other { a: u8,\n        \
             b: u8 },\n    two: Two {},\n}\n"
        );
        let arrow = "table = {\n  one: (e) =>\n    e.a\n      ? `a`\n      : `b`,\n  two: (e) => `c`,\n};\n";
        let made = Edit::Item("one: (").edited(arrow, &names).expect("it is there");
        assert_eq!(
            made,
            arrow.replacen("  two:", "  other: (e) =>\n    e.a\n      ? `a`\n      : `b`,\n  two:", 1)
        );
        assert_eq!(Edit::Item("three: Three").edited(text, &names), None);
        let list = Edit::InList("one,").edited("use {one, two};", &names);
        assert_eq!(list.as_deref(), Some("use {one, other, two};"));
    }
}
