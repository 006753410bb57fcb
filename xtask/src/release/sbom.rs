//! Bills of materials, as `CycloneDX` has them: the packages of the program, from cargo, and those of the client, from npm.
//! They have neither times nor random numbers, so that the same tree has the same.

use crate::output;
use cargo_platform::{Cfg, Platform};
use serde_json::{Map, Value, json};
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    process::Command,
    str::FromStr,
};

/// Where the build runs; build scripts and macros are compiled for it.
const HOST: (&str, &[&str]) = (
    "x86_64-unknown-linux-gnu",
    &[
        "unix",
        r#"target_os="linux""#,
        r#"target_arch="x86_64""#,
        r#"target_env="gnu""#,
        r#"target_family="unix""#,
        r#"target_endian="little""#,
        r#"target_pointer_width="64""#,
    ],
);
/// The chain, as our builder describes it and as the official one does.
const CHAINS: [(&str, &[&str]); 2] = [
    (
        "sbpf-solana",
        &[
            r#"target_os="solana""#,
            r#"target_arch="bpf""#,
            r#"target_endian="little""#,
            r#"target_pointer_width="64""#,
        ],
    ),
    (
        "sbpfv3-solana-solana",
        &[
            r#"target_os="solana""#,
            r#"target_arch="sbpf""#,
            r#"target_vendor="solana""#,
            r#"target_endian="little""#,
            r#"target_pointer_width="64""#,
        ],
    ),
];

/// The packages that can get into the program, and those that are compiled to build it, whichever tool does that.
pub fn program(tree: &Path) -> Result<Vec<u8>, String> {
    let mut asked = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()));
    asked.args(["metadata", "--locked", "--format-version", "1"]).current_dir(tree);
    let metadata: Value =
        serde_json::from_slice(&output(&mut asked)?).map_err(|why| format!("cargo metadata: {why}"))?;
    let lock = fs::read_to_string(tree.join("Cargo.lock")).map_err(|why| format!("Cargo.lock: {why}"))?;
    of_cargo(&metadata, &checksums(&lock), "coop")
}

/// From cargo's metadata, what `root` needs outside its tests.
fn of_cargo(
    metadata: &Value,
    checksums: &BTreeMap<(String, String), String>,
    root: &str,
) -> Result<Vec<u8>, String> {
    let by_id = |list: &Value| -> BTreeMap<String, Value> {
        let all = list.as_array().into_iter().flatten();
        all.filter_map(|one| Some((one["id"].as_str()?.to_string(), one.clone()))).collect()
    };
    let (packages, nodes) = (by_id(&metadata["packages"]), by_id(&metadata["resolve"]["nodes"]));
    let found = packages.iter().find(|(_, package)| package["name"] == root);
    let (start, _) = found.ok_or_else(|| format!("cargo metadata has no package {root}"))?;
    // what is compiled for the chain, and what for the host, by ID
    let mut seen: BTreeSet<(String, bool)> = BTreeSet::new();
    let mut left = vec![(start.clone(), false)];
    let mut edges: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    while let Some((id, host)) = left.pop() {
        let host = host || is_macro(&packages[&id]);
        if !seen.insert((id.clone(), host)) {
            continue;
        }
        let needs = edges.entry(reference(&packages[&id])).or_default();
        for dependency in nodes[&id]["deps"].as_array().into_iter().flatten() {
            let Some(other) = dependency["pkg"].as_str() else { continue };
            for kind in dependency["dep_kinds"].as_array().into_iter().flatten() {
                let on_host = host || kind["kind"] == "build";
                if kind["kind"] != "dev" && is_for(&kind["target"], on_host)? {
                    needs.insert(reference(&packages[other]));
                    left.push((other.to_string(), on_host));
                }
            }
        }
    }
    let all: BTreeSet<&String> = seen.iter().map(|(id, _)| id).collect();
    let components = all.into_iter().filter(|id| *id != start).map(|id| component(&packages[id], checksums));
    bill(component(&packages[start], checksums), components.collect(), edges)
}

/// Whether a dependency that asks for a target is one there.
fn is_for(target: &Value, host: bool) -> Result<bool, String> {
    let Some(asked) = target.as_str() else { return Ok(true) };
    let platform = Platform::from_str(asked).map_err(|why| format!("cargo metadata: {asked}: {why}"))?;
    let places = if host { std::slice::from_ref(&HOST) } else { &CHAINS[..] };
    let matches = |(name, cfgs): &(&str, &[&str])| {
        let cfgs: Vec<Cfg> = cfgs.iter().filter_map(|cfg| Cfg::from_str(cfg).ok()).collect();
        platform.matches(name, &cfgs)
    };
    Ok(places.iter().any(matches))
}

fn is_macro(package: &Value) -> bool {
    let targets = package["targets"].as_array().into_iter().flatten();
    targets
        .flat_map(|target| target["kind"].as_array().into_iter().flatten())
        .any(|kind| kind == "proc-macro")
}

fn reference(package: &Value) -> String {
    format!("{}@{}", text(package, "name"), text(package, "version"))
}

fn text<'a>(of: &'a Value, name: &str) -> &'a str {
    of[name].as_str().unwrap_or_default()
}

fn component(package: &Value, checksums: &BTreeMap<(String, String), String>) -> Value {
    let (name, version) = (text(package, "name"), text(package, "version"));
    let mut made = json!({
        "bom-ref": reference(package),
        "type": "library",
        "name": name,
        "version": version,
        "purl": format!("pkg:cargo/{name}@{}", version.replace('+', "%2B")),
    });
    if let Some(checksum) = checksums.get(&(name.into(), version.into())) {
        made["hashes"] = json!([{ "alg": "SHA-256", "content": checksum }]);
    }
    if let Some(licence) = package["license"].as_str() {
        // the older way to write OR
        made["licenses"] = json!([{ "expression": licence.replace('/', " OR ") }]);
    }
    made
}

/// The SHA-256 of every package of a Cargo.lock, by name and version.
fn checksums(lock: &str) -> BTreeMap<(String, String), String> {
    let value = |package: &str, key: &str| {
        let begin = format!("{key} = \"");
        let line = package.lines().find_map(|line| line.strip_prefix(&*begin));
        line.and_then(|rest| rest.strip_suffix('"')).map(String::from)
    };
    lock.split("[[package]]")
        .filter_map(|package| {
            Some(((value(package, "name")?, value(package, "version")?), value(package, "checksum")?))
        })
        .collect()
}

/// The packages that the client needs, from the lock file of `app/`: of all that npm lists there, what the client's own
/// package.json leads to. `pack.mjs` has written that.
pub fn client(tree: &Path) -> Result<Vec<u8>, String> {
    let app = tree.join("app");
    let mut asked = Command::new("npm");
    asked
        .args(["sbom", "--sbom-format", "cyclonedx", "--omit", "dev", "--package-lock-only"])
        .current_dir(&app);
    let listed: Value =
        serde_json::from_slice(&output(&mut asked)?).map_err(|why| format!("npm sbom: {why}"))?;
    let package = app.join("dist/client/package.json");
    let package = fs::read(&package).map_err(|why| format!("{}: {why}", package.display()))?;
    let package: Value =
        serde_json::from_slice(&package).map_err(|why| format!("the client's package.json: {why}"))?;
    of_npm(&listed, &package)
}

fn of_npm(listed: &Value, package: &Value) -> Result<Vec<u8>, String> {
    let of = |list: &Value, key: &str| -> BTreeMap<String, Value> {
        let all = list.as_array().into_iter().flatten();
        all.map(|one| (text(one, key).to_string(), one.clone())).collect()
    };
    let (components, needs) = (of(&listed["components"], "bom-ref"), of(&listed["dependencies"], "ref"));
    let (name, version) = (text(package, "name"), text(package, "version"));
    let root = format!("{name}@{version}");
    let mut edges: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut left = Vec::new();
    for dependency in package["dependencies"].as_object().into_iter().flat_map(Map::keys) {
        let at_top = needs.values().filter(|one| !components.contains_key(text(one, "ref")));
        let chosen = at_top
            .flat_map(|one| one["dependsOn"].as_array().into_iter().flatten())
            .filter_map(Value::as_str)
            .find(|reference| reference.rsplit_once('@').is_some_and(|(name, _)| name == dependency));
        let chosen =
            chosen.ok_or_else(|| format!("npm sbom lists no {dependency}, which the client needs"))?;
        edges.entry(root.clone()).or_default().insert(chosen.into());
        left.push(chosen.to_string());
    }
    while let Some(reference) = left.pop() {
        if edges.contains_key(&reference) {
            continue;
        }
        let below = needs.get(&reference).map(|one| &one["dependsOn"]);
        let below = below.and_then(Value::as_array).into_iter().flatten();
        let below: BTreeSet<String> = below.filter_map(Value::as_str).map(String::from).collect();
        left.extend(below.iter().cloned());
        edges.insert(reference, below);
    }
    let chosen = components.into_iter().filter(|(reference, _)| edges.contains_key(reference));
    let own = json!({
        "bom-ref": root,
        "type": "library",
        "name": name,
        "version": version,
        "purl": format!("pkg:npm/{}@{version}", name.replace('@', "%40")),
        "licenses": [{ "expression": text(package, "license") }],
    });
    bill(own, chosen.map(|(_, component)| component).collect(), edges)
}

fn bill(
    of: Value,
    components: Vec<Value>,
    edges: BTreeMap<String, BTreeSet<String>>,
) -> Result<Vec<u8>, String> {
    let dependencies: Vec<Value> =
        edges.into_iter().map(|(of, on)| json!({ "ref": of, "dependsOn": on })).collect();
    let bill = json!({
        "$schema": "http://cyclonedx.org/schema/bom-1.5.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": { "component": of },
        "components": components,
        "dependencies": dependencies,
    });
    let mut text = serde_json::to_vec_pretty(&bill).map_err(|why| format!("a bill of materials: {why}"))?;
    text.push(b'\n');
    Ok(text)
}

/// The packages of a bill, as `name@version`.
pub fn packages(bill: &[u8]) -> Result<BTreeSet<String>, String> {
    let bill: Value = serde_json::from_slice(bill).map_err(|why| format!("a bill of materials: {why}"))?;
    let components = bill["components"].as_array().into_iter().flatten();
    Ok(components.map(|one| text(one, "bom-ref").to_string()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a package needs: its name, the kind of dependency, and the target that it is for.
    type Need<'a> = (&'a str, &'a str, &'a str);

    /// Packages by their names, the kind of what they are compiled to, and what they need.
    fn metadata(packages: &[(&str, &str, &[Need])]) -> Value {
        let null_or = |word: &str| if word.is_empty() { Value::Null } else { json!(word) };
        let listed = packages.iter().map(|(name, kind, _)| {
            json!({ "id": name, "name": name, "version": "1.0.0", "license": "MIT/Apache-2.0", "targets": [{ "kind": [kind] }] })
        });
        let nodes = packages.iter().map(|(name, _, needs)| {
            let needs = needs.iter().map(|(other, kind, target)| {
                json!({ "pkg": other, "dep_kinds": [{ "kind": null_or(kind), "target": null_or(target) }] })
            });
            json!({ "id": name, "deps": needs.collect::<Vec<_>>() })
        });
        json!({ "packages": listed.collect::<Vec<_>>(), "resolve": { "nodes": nodes.collect::<Vec<_>>() } })
    }

    #[test]
    fn a_program_needs_what_is_for_the_chain_and_its_build_what_is_for_the_host() {
        let chain = r#"cfg(target_os = "solana")"#;
        let host = r#"cfg(not(target_os = "solana"))"#;
        let metadata = metadata(&[
            (
                "coop",
                "cdylib",
                &[
                    ("on-chain", "", chain),
                    ("off-chain", "", host),
                    ("windows", "", "x86_64-pc-windows-msvc"),
                    ("derive", "", ""),
                    ("tests", "dev", ""),
                    ("script", "build", ""),
                ],
            ),
            ("on-chain", "lib", &[]),
            ("off-chain", "lib", &[]),
            ("windows", "lib", &[]),
            // what a macro needs is compiled for the host
            ("derive", "proc-macro", &[("off-chain-of-derive", "", host), ("on-chain-of-derive", "", chain)]),
            ("off-chain-of-derive", "lib", &[]),
            ("on-chain-of-derive", "lib", &[]),
            ("tests", "lib", &[]),
            ("script", "lib", &[("of-script", "", "cfg(unix)")]),
            ("of-script", "lib", &[]),
        ]);
        let sums = BTreeMap::from([(("derive".to_string(), "1.0.0".to_string()), "ab".to_string())]);
        let bill = of_cargo(&metadata, &sums, "coop").unwrap();
        let expected = ["derive", "of-script", "off-chain-of-derive", "on-chain", "script"]
            .map(|name| format!("{name}@1.0.0"));
        assert_eq!(packages(&bill).unwrap().into_iter().collect::<Vec<_>>(), expected);
        assert_eq!(of_cargo(&metadata, &sums, "coop").unwrap(), bill);
        let read: Value = serde_json::from_slice(&bill).unwrap();
        assert_eq!(read["metadata"]["component"]["name"], "coop");
        let derive = &read["components"][0];
        assert_eq!(derive["purl"], "pkg:cargo/derive@1.0.0");
        assert_eq!(derive["hashes"][0]["content"], "ab");
        assert_eq!(derive["licenses"][0]["expression"], "MIT OR Apache-2.0");
        assert!(of_cargo(&metadata, &sums, "other").is_err());
    }

    #[test]
    fn a_client_needs_what_its_own_package_leads_to() {
        let component = |reference: &str| json!({ "bom-ref": reference });
        let components = ["kit@1.0.0", "rpc@1.0.0", "react@1.0.0", "kit@2.0.0"].map(component);
        let listed = json!({
            "serialNumber": "random",
            "components": components,
            "dependencies": [
                { "ref": "app@0.1.0", "dependsOn": ["kit@1.0.0", "react@1.0.0"] },
                { "ref": "kit@1.0.0", "dependsOn": ["rpc@1.0.0"] },
                { "ref": "react@1.0.0", "dependsOn": ["kit@2.0.0"] },
            ],
        });
        let package = |needs: &str| json!({ "name": "@coop/client", "version": "0.1.0", "dependencies": { needs: "^1" } });
        let bill = of_npm(&listed, &package("kit")).unwrap();
        assert_eq!(packages(&bill).unwrap().into_iter().collect::<Vec<_>>(), ["kit@1.0.0", "rpc@1.0.0"]);
        let text = String::from_utf8(bill).unwrap();
        assert!(text.contains("pkg:npm/%40coop/client@0.1.0") && !text.contains("random"));
        assert!(of_npm(&listed, &package("left-pad")).unwrap_err().contains("left-pad"));
    }

    #[test]
    fn the_lock_file_has_the_hash_of_every_package_from_a_registry() {
        let lock = "version = 4\n[[package]]\nname = \"a\"\nversion = \"1.0.0\"\nchecksum = \"ab\"\n\n[[package]]\nname = \"own\"\nversion = \"0.1.0\"\n";
        assert_eq!(checksums(lock), BTreeMap::from([(("a".into(), "1.0.0".into()), "ab".into())]));
    }
}
