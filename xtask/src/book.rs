//! The documents as a book. A page stands where its readers look for it: in the root, in `docs`, beside the code. mdBook wants all of
//! them in one folder, so they are gathered there, with links that lead from page to page.

use crate::{Outcome, needs::installed, root, run, target};
use std::{
    collections::BTreeMap,
    fs,
    path::{Component, Path, PathBuf},
    process::Command,
};

/// The version that is installed where no mdbook is on PATH.
const MDBOOK: &str = "0.5.4";

/// Builds the book, and refuses one with a link that leads nowhere.
pub fn book() -> Outcome {
    let mdbook = installed("mdbook", MDBOOK, &["--no-default-features", "--features", "search"])?;
    let folder = target().join("book");
    let (pages, html) = (folder.join("pages"), folder.join("html"));
    for old in [&pages, &html] {
        if old.exists() {
            fs::remove_dir_all(old).map_err(|why| format!("{}: {why}", old.display()))?;
        }
    }
    gather(&pages)?;
    let mut build = Command::new(mdbook);
    run(build.arg("build").env("MDBOOK_BOOK__SRC", &pages).env("MDBOOK_BUILD__BUILD_DIR", &html))?;
    let broken = broken(&html)?;
    if !broken.is_empty() {
        return Err(format!("links of the book that lead nowhere:\n  {}", broken.join("\n  ")));
    }
    println!("{}", html.join("index.html").display());
    Ok(())
}

/// Writes the pages that the summary lists, and the pictures, into one folder.
fn gather(pages: &Path) -> Outcome {
    let summary = root().join("docs/SUMMARY.md");
    let text = read(&summary)?;
    let mut names: BTreeMap<PathBuf, String> = BTreeMap::new();
    for link in text.lines().flat_map(links) {
        let source = plain(&root().join("docs").join(link));
        names.insert(source.clone(), name(&source));
    }
    for picture in list(&root().join("docs/pictures"))? {
        names.insert(picture.clone(), name(&picture));
    }
    for (source, name) in &names {
        let to = pages.join(name);
        fs::create_dir_all(to.parent().expect("a folder")).map_err(|why| why.to_string())?;
        if source.extension().is_some_and(|kind| kind == "md") {
            write(&to, &rewritten(&read(source)?, source, name, &names))?;
        } else {
            fs::copy(source, &to).map_err(|why| format!("{}: {why}", source.display()))?;
        }
    }
    write(&pages.join("SUMMARY.md"), &rewritten(&text, &summary, "SUMMARY.md", &names))
}

/// Where a file of the repository stands in the book.
fn name(source: &Path) -> String {
    let inside = source.strip_prefix(root()).expect("a file of the repository");
    let inside = inside.strip_prefix("docs").unwrap_or(inside);
    match (inside.parent().and_then(Path::file_name), inside.file_name().and_then(|name| name.to_str())) {
        (None, Some("README.md")) => "index.md".into(),
        (Some(folder), Some("README.md")) => format!("{}.md", folder.to_string_lossy()),
        _ => inside.to_string_lossy().into_owned(),
    }
}

/// A page with its links as they are in the book. What is no page of it loses its link and keeps its text.
fn rewritten(text: &str, source: &Path, name: &str, names: &BTreeMap<PathBuf, String>) -> String {
    let up = "../".repeat(name.matches('/').count());
    let lead = |link: &str| {
        if link.contains("://") || link.starts_with('#') {
            return Some(link.to_string());
        }
        let (path, anchor) =
            link.split_once('#').map_or((link, String::new()), |(path, rest)| (path, format!("#{rest}")));
        names
            .get(&plain(&source.parent().expect("a folder").join(path)))
            .map(|page| format!("{up}{page}{anchor}"))
    };
    let mut fenced = false;
    let mut made = String::with_capacity(text.len());
    for line in text.lines() {
        fenced ^= line.starts_with("```");
        made += &if fenced { line.to_string() } else { led(line, &lead) };
        made.push('\n');
    }
    made
}

/// A line with each of its links led elsewhere, or without it.
fn led(line: &str, lead: &impl Fn(&str) -> Option<String>) -> String {
    let Some((before, link, after)) = first_link(line) else { return line.to_string() };
    if let Some(to) = lead(link) {
        format!("{before}]({to}){}", led(after, lead))
    } else {
        let opens = before.rfind('[').unwrap_or(0);
        let text = before[opens..].trim_start_matches('[');
        format!("{}{text}{}", &before[..opens], led(after, lead))
    }
}

/// What stands before `](`, between the parentheses, and behind them.
fn first_link(line: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = line.split_once("](")?;
    let (link, after) = rest.split_once(')')?;
    Some((before, link, after))
}

fn links(line: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = line;
    while let Some((_, link, after)) = first_link(rest) {
        found.push(link);
        rest = after;
    }
    found
}

/// Every link and picture of the built pages to a file or a heading that is not there.
fn broken(html: &Path) -> Result<Vec<String>, String> {
    let mut found = Vec::new();
    for page in list(html)?.into_iter().filter(|page| page.extension().is_some_and(|kind| kind == "html")) {
        // the page of all pages, and the one for a wrong address, which is served from any folder
        if page.ends_with("print.html") || page.ends_with("404.html") {
            continue;
        }
        let text = read(&page)?;
        let values = ["href=\"", "src=\""]
            .into_iter()
            .flat_map(|name| text.split(name).skip(1))
            .filter_map(|rest| rest.split('"').next());
        for link in values.filter(|link| !link.is_empty() && !link.contains(':')) {
            let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
            let to = if path.is_empty() {
                page.clone()
            } else {
                plain(&page.parent().expect("a folder").join(path))
            };
            let heads = |id: &str| read(&to).is_ok_and(|text| text.contains(&format!("id=\"{id}\"")));
            if !to.exists() || !anchor.is_empty() && !heads(anchor) {
                found.push(format!("{}: {link}", page.strip_prefix(html).expect("inside").display()));
            }
        }
    }
    found.sort();
    found.dedup();
    Ok(found)
}

/// Every file under a folder.
fn list(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(|why| format!("{}: {why}", folder.display()))? {
        let path = entry.map_err(|why| why.to_string())?.path();
        if path.is_dir() { found.extend(list(&path)?) } else { found.push(path) }
    }
    Ok(found)
}

/// A path without `.` and `..`.
fn plain(path: &Path) -> PathBuf {
    let mut made = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => drop(made.pop()),
            other => made.push(other),
        }
    }
    made
}

fn read(path: &Path) -> Result<String, String> {
    fs::read_to_string(path).map_err(|why| format!("{}: {why}", path.display()))
}

fn write(path: &Path, text: &str) -> Outcome {
    fs::write(path, text).map_err(|why| format!("{}: {why}", path.display()))
}
