//! coop-math as WebAssembly, with the compiler that tools/sbf installs: its sources of core are there too, and rust-lld
//! comes with every Rust of rustup.

use crate::{Outcome, cargo, official_tool, output, root, run, target, tool};
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

/// Writes `math/` in `made`, the client that is being generated; in `committed` is the one there was.
pub fn generated(made: &Path, committed: &Path, check: bool) -> Outcome {
    let folder = made.join("math");
    fs::create_dir_all(&folder).map_err(|why| why.to_string())?;
    write(&folder.join("index.ts"), output(&mut host("bindings"))?)?;
    let there = fs::read_to_string(committed.join("math/wasm.ts")).ok();
    write(&folder.join("wasm.ts"), wasm(there, check)?)
}

/// What the host computes, for the tests of the page to compare.
pub fn cases() -> Result<PathBuf, String> {
    let path = target().join("math.jsonl");
    write(&path, output(&mut host("cases"))?)?;
    Ok(path)
}

/// The module as TypeScript. What is committed stays where it cannot be made here and, in a check, where it is by another
/// compiler, which makes other bytes: then it must be of the same sources, and the cases compare its results.
fn wasm(committed: Option<String>, check: bool) -> Result<String, String> {
    let of = format!("// Of the sources {:016x}.\n", sources()?);
    let stays = |why: &str| match &committed {
        Some(there) if there.contains(&of) => {
            eprintln!("xtask: coop-math's WebAssembly is not compared byte for byte: {why}");
            Ok(there.clone())
        }
        _ => Err(format!("app/src/generated/math/wasm.ts is of other sources, and {why}")),
    };
    let Some(compiler) = compiler()? else {
        return stays("the toolchain of tools/sbf, which makes it, is not here");
    };
    let by = format!("// Compiled by {compiler}.\n");
    if check && committed.as_ref().is_some_and(|there| !there.contains(&by)) {
        return stays(&format!("it is not by {compiler}; `cargo xtask client` writes it"));
    }
    let bytes = build(&compiler)?;
    let head =
        format!("// Written by `cargo xtask client`: coop-math with app/math, {} bytes.\n", bytes.len());
    Ok(format!("{head}{of}{by}export const WASM =\n  '{}';\n", base64(&bytes)))
}

/// One number for all that is compiled, without comments and tests: FNV-1a of 64 bits.
fn sources() -> Result<u64, String> {
    let mut files = vec![];
    for folder in ["programs/coop/math/src", "app/math/src"] {
        sources_in(&root().join(folder), &mut files)?;
    }
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for file in files {
        let text = fs::read_to_string(&file).map_err(|why| format!("{}: {why}", file.display()))?;
        let lines = text.lines().map(str::trim).take_while(|line| !line.ends_with("mod tests {"));
        for byte in lines.filter(|line| !line.starts_with("//")).flat_map(str::bytes) {
            hash = (hash ^ byte as u64).wrapping_mul(0x100_0000_01b3);
        }
    }
    Ok(hash)
}

fn sources_in(folder: &Path, files: &mut Vec<PathBuf>) -> Outcome {
    let entries = fs::read_dir(folder).map_err(|why| format!("{}: {why}", folder.display()))?;
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        let name = path.file_stem().unwrap_or_default();
        if ["tests", "host", "main"].iter().any(|other| name == *other) {
            continue;
        }
        if path.is_dir() {
            sources_in(&path, files)?;
        } else if path.extension().is_some_and(|end| end == "rs") {
            files.push(path);
        }
    }
    Ok(())
}

fn build(compiler: &str) -> Result<Vec<u8>, String> {
    let (sbf, out) = (root().join("tools/sbf"), target().join("wasm"));
    // cargo does not notice another core
    if fs::read_to_string(out.join("compiler")).is_ok_and(|before| before != compiler) {
        fs::remove_dir_all(&out).map_err(|why| why.to_string())?;
    }
    fs::create_dir_all(&out).map_err(|why| why.to_string())?;
    write(&out.join("compiler"), compiler)?;
    let mut build = cargo("rustc");
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        let changes =
            ["CARGO_PROFILE_", "CARGO_TARGET_WASM32_", "CARGO_UNSTABLE_", "CARGO_BUILD_", "RUSTFLAGS"];
        if changes.iter().any(|start| text.starts_with(start)) {
            build.env_remove(name);
        }
    }
    let remap = |from: &Path, to: &str| format!("--remap-path-prefix={}={to}", from.display());
    let flags = [
        "-Cpanic=immediate-abort".into(),
        "-Clink-arg=-zstack-size=16384".into(),
        remap(&toolchain(), "sbf"),
        remap(&root(), "."),
    ];
    build
        .args(["--quiet", "--package", "math-in-app", "--lib", "--crate-type", "cdylib", "--profile", "wasm"])
        .args(["--target", "wasm32-unknown-unknown", "-Zbuild-std=core"])
        .args(["-Zbuild-std-features=compiler-builtins-mem,optimize_for_size", "--target-dir"])
        .arg(&out)
        .env("RUSTC", sbf.join("bin/rustc"))
        .env("COOP_SBF_TOOLCHAIN", toolchain())
        .envs([("RUSTC_BOOTSTRAP", "1"), ("RUSTC_WRAPPER", ""), ("RUSTC_WORKSPACE_WRAPPER", "")])
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker()?)
        .env("CARGO_ENCODED_RUSTFLAGS", flags.join("\x1f"));
    run(&mut build)?;
    let wasm = out.join("wasm32-unknown-unknown/wasm/math_in_app.wasm");
    fs::read(&wasm).map_err(|why| format!("{}: {why}", wasm.display()))
}

/// The compiler of tools/sbf, installed if need be; none where the official tools take its place and it is not there.
fn compiler() -> Result<Option<String>, String> {
    let packages = toolchain().join("rust/packages");
    if official_tool().is_none() {
        run(Command::new(root().join("tools/sbf/cargo-build-sbf")).arg("--install-only"))?;
    } else if !packages.is_file() {
        return Ok(None);
    }
    let packages = fs::read_to_string(&packages).map_err(|why| format!("{}: {why}", packages.display()))?;
    let named =
        |start: &str| packages.lines().find(|line| line.starts_with(start)).unwrap_or(start).to_owned();
    Ok(Some(format!("Debian's {}, {}", named("rustc-web "), named("libllvm"))))
}

/// rust-lld of the Rust that runs this, or LLVM's own name of it. Their versions make the same bytes.
fn linker() -> Result<PathBuf, String> {
    let sysroot = output(Command::new("rustc").args(["--print", "sysroot"]))?;
    let sysroot = PathBuf::from(String::from_utf8_lossy(&sysroot).trim());
    let ours = sysroot.join("lib/rustlib/x86_64-unknown-linux-gnu/bin/rust-lld");
    let path = env::var_os("PATH").unwrap_or_default();
    let on_path = env::split_paths(&path).map(|folder| folder.join("wasm-ld"));
    [ours].into_iter().chain(on_path).find(|file| file.is_file()).ok_or_else(|| {
        "no linker for WebAssembly: rust-lld comes with Rust of rustup, wasm-ld with Debian's lld".into()
    })
}

fn toolchain() -> PathBuf {
    env::var_os("COOP_SBF_DIR").map_or_else(
        || PathBuf::from(env::var_os("HOME").unwrap_or_default()).join(".cache/coop/sbf"),
        PathBuf::from,
    )
}

fn host(what: &str) -> Command {
    let mut command = tool("math-in-app", "math-in-app");
    command.arg(what);
    command
}

fn write(path: &Path, text: impl AsRef<[u8]>) -> Outcome {
    fs::write(path, text).map_err(|why| format!("{}: {why}", path.display()))
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for three in bytes.chunks(3) {
        let bits = three.iter().fold(0u32, |bits, byte| bits << 8 | *byte as u32) << (8 * (3 - three.len()));
        for place in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * place) & 63) as usize];
            text.push(if place <= three.len() { letter as char } else { '=' });
        }
    }
    text
}
