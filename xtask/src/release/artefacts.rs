//! What is published, made in one tree.

use super::sbom;
use crate::{builder, committed_idl, output, run};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    process::Command,
};

/// Artefacts by their names.
pub type Made = BTreeMap<String, Vec<u8>>;

/// The folder in the target where parts are made.
const PARTS: &str = "release-parts";
/// The ELF, sBPF v3.
pub const PROGRAM: &str = "coop.so";
pub const IDL: &str = "coop.idl.json";
/// Whom to ask about security, as it is published beside the IDL.
const SECURITY: &str = "security.json";

/// Makes everything that is published from the files in `tree`; the program is compiled in `target`.
pub fn make(tree: &Path, target: &Path) -> Result<Made, String> {
    let out = target.join(PARTS);
    if out.exists() {
        fs::remove_dir_all(&out).map_err(|why| format!("{}: {why}", out.display()))?;
    }
    fs::create_dir_all(&out).map_err(|why| format!("{}: {why}", out.display()))?;
    let components = sbom::program(tree)?;
    let mut made = Made::new();
    made.insert(PROGRAM.into(), program(tree, target, &out, &components)?);
    made.insert(IDL.into(), committed_idl(tree)?);
    let (name, client) = client(tree, &out)?;
    made.insert(name, client);
    made.insert(SECURITY.into(), bytes(&tree.join(SECURITY))?);
    made.insert("coop.cdx.json".into(), components);
    made.insert("coop-client.cdx.json".into(), sbom::client(tree)?);
    Ok(made)
}

/// The program alone.
pub fn make_program(tree: &Path, target: &Path) -> Result<Made, String> {
    let (elf, _) = elf(tree, target, &target.join(PARTS))?;
    Ok(Made::from([(PROGRAM.into(), elf)]))
}

/// The ELF, and what cargo printed about what it compiled.
fn elf(tree: &Path, target: &Path, out: &Path) -> Result<(Vec<u8>, Vec<u8>), String> {
    let (mut command, which) = builder(&tree.join("programs/coop"), out);
    eprintln!("xtask: building the program in {} with {which}", tree.display());
    command.env("CARGO_TARGET_DIR", target);
    let messages = output(command.args(["--", "--message-format", "json-render-diagnostics"]))?;
    Ok((bytes(&out.join(PROGRAM))?, messages))
}

/// The ELF. Whatever cargo compiles for it must be in its bill of materials, where the builder prints what that is.
fn program(tree: &Path, target: &Path, out: &Path, components: &[u8]) -> Result<Vec<u8>, String> {
    let (elf, messages) = elf(tree, target, out)?;
    let listed = sbom::packages(components)?;
    if let Some(missing) = compiled(&messages).iter().find(|package| !listed.contains(*package)) {
        return Err(format!("the bill of materials of the program lacks {missing}, which cargo compiled"));
    }
    Ok(elf)
}

/// The packages from the registry that cargo's messages are about, as `name@version`. Those of std come with the toolchain,
/// and the manifest has the hash of their sources.
fn compiled(messages: &[u8]) -> BTreeSet<String> {
    let text = String::from_utf8_lossy(messages);
    let messages = text.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    messages
        .filter(|message| message["reason"] == "compiler-artifact" && !is_of_std(message))
        .filter_map(|message| {
            let id = message["package_id"].as_str()?;
            id.strip_prefix("registry+")?.split_once('#').map(|(_, package)| package.into())
        })
        .collect()
}

/// The sources of std stand in the toolchain's folder, and so do the packages that it vendors; cargo names their manifests.
fn is_of_std(message: &serde_json::Value) -> bool {
    let manifest = message["manifest_path"].as_str().unwrap_or_default();
    let features = message["features"].as_array();
    manifest.contains("/rustlib/src/")
        || features.is_some_and(|all| all.iter().any(|it| it == "rustc-dep-of-std"))
}

/// The package of the client as `npm pack` makes it: npm gives every file the same time, and their order is that of names.
fn client(tree: &Path, out: &Path) -> Result<(String, Vec<u8>), String> {
    let app = tree.join("app");
    run(Command::new("node").arg("pack.mjs").current_dir(&app))?;
    let mut pack = Command::new("npm");
    pack.args(["pack", "./dist/client", "--silent", "--pack-destination"]).arg(out).current_dir(&app);
    let said = String::from_utf8_lossy(&output(&mut pack)?).trim().to_owned();
    let name = said.lines().last().filter(|name| name.ends_with(".tgz"));
    let name = name.ok_or_else(|| format!("npm pack printed no name of a file: {said}"))?;
    Ok((name.into(), bytes(&out.join(name))?))
}

fn bytes(path: &Path) -> Result<Vec<u8>, String> {
    fs::read(path).map_err(|why| format!("{}: {why}", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cargo_compiled_is_read_from_its_messages_without_std_and_without_our_own() {
        let artifact = |id: &str, manifest: &str, features: &str| {
            format!(
                "{{\"reason\":\"compiler-artifact\",\"package_id\":\"{id}\",\"manifest_path\":\"{manifest}\",\"features\":[{features}]}}"
            )
        };
        let messages = [
            artifact("registry+https://index#subtle@2.6.1", "/registry/subtle/Cargo.toml", ""),
            artifact("path+file:///coop#0.1.0", "/coop/Cargo.toml", ""),
            artifact("registry+https://index#cfg-if@1.0.4", "/x/cfg-if/Cargo.toml", "\"rustc-dep-of-std\""),
            artifact(
                "registry+https://index#libc@0.2.1",
                "/s/lib/rustlib/src/rust/library/vendor/libc/Cargo.toml",
                "",
            ),
            "{\"reason\":\"build-finished\",\"success\":true}".into(),
            "no message".into(),
        ];
        let found: Vec<String> = compiled(messages.join("\n").as_bytes()).into_iter().collect();
        assert_eq!(found, ["subtle@2.6.1"]);
    }
}
