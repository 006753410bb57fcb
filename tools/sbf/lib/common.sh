# shellcheck shell=bash
# Sourced by `setup` and `cargo-build-sbf`: where things are, and how to speak.

SBF_SOURCES=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
TOOLCHAIN=$(realpath -m "${COOP_SBF_DIR:-${HOME:?HOME is not set; set COOP_SBF_DIR}/.cache/coop/sbf}")
TARGET=sbpf-solana

# What `bin/rustc` and `bin/sbpf-link` read.
export COOP_SBF_TOOLCHAIN=$TOOLCHAIN
# Where rustc finds the description of the target, sbpf-solana.json.
export RUST_TARGET_PATH=$SBF_SOURCES

say() { printf 'sbf: %s\n' "$*" >&2; }

die() {
  printf 'sbf: error: %s\n' "$1" >&2
  shift
  [ $# -eq 0 ] || printf '     %s\n' "$@" >&2
  exit 1
}

require_platform() {
  local platform
  platform="$(uname -s) $(uname -m)"
  if [ "$platform" != "Linux x86_64" ] || ! command -v apt-get dpkg-deb >/dev/null; then
    die "this toolchain is for Debian and Ubuntu on x86-64; this is ${platform}$(distribution)." \
      "Install the official Solana tools instead: the \`cargo-build-sbf\` of the Agave release" \
      "builds the same programs (see tools/sbf/README.md, \"The official tools\")."
  fi
}

distribution() { (. /etc/os-release 2>/dev/null && printf ' (%s)' "$PRETTY_NAME") || true; }

# Hash of the named files' contents and of the words on standard input: a component's key.
key_of() { { cat "$@" -; } | sha256sum | cut -c1-16; }

# One word for everything that decides the bytes of a built `std`: when it changes, a target
# folder built by another toolchain is stale.
toolchain_identity() {
  cat "$TOOLCHAIN"/{llvm,rust,sysroot,linker,builtins}/.key |
    key_of "$SBF_SOURCES/$TARGET.json" "$SBF_SOURCES/bin/rustc" "$SBF_SOURCES/bin/sbpf-link"
}

# The parts that decide the bytes of a program, a line each, between tabs: name, version, and files or folders. The
# linker and the library calls are compiled here, by every machine to other bytes: the hash of their sources stands there.
tools() {
  local debian="$TOOLCHAIN/rust/packages" libs=usr/lib/x86_64-linux-gnu llvm linker builtins sources=$SBF_SOURCES
  llvm=$(grep -E '^libllvm[0-9]+ ' "$TOOLCHAIN/llvm/packages" | sort -V | tail -1)
  linker=$(sed -n 's/^LINKER_CHECKSUM=\([0-9a-f]*\).*/\1/p' "$sources/setup")
  builtins=$(cat "$sources"/builtins/{Cargo.toml,Cargo.lock,src/lib.rs,i128.ll} | sha256sum | cut -d' ' -f1)
  printf 'rustc for the chain\t%s\t%s\t%s\n' "$(sed -n 's/^rustc-web //p' "$debian")" \
    "$TOOLCHAIN/rust/usr/bin/rustc" "$(echo "$TOOLCHAIN/rust/$libs"/librustc_driver-*.so)"
  printf 'std for the chain\t%s\t%s\n' "$(sed -n 's/^rust-web-src //p' "$debian")" "$TOOLCHAIN/sysroot/lib/rustlib/src"
  printf 'LLVM of the linker\t%s\t%s\n' "${llvm#* }" "$(readlink -f "$TOOLCHAIN/llvm/$libs"/libLLVM.so.*)"
  printf 'sbpf-linker\t%s\tsha256:%s\n' "$(sed -n 's/^LINKER_VERSION=//p' "$sources/setup")" "$linker"
  printf 'library calls\t%s\tsha256:%s\n' "$(sed -n 's/^version = "\(.*\)"/\1/p' "$sources/builtins/Cargo.toml" | head -1)" "$builtins"
  printf 'cargo-build-sbf of tools/sbf\t%s\t%s\t%s\t%s\n' 'sBPF v3' "$sources/cargo-build-sbf" "$sources/bin" "$sources/$TARGET.json"
}

# What a caller's environment (`cargo xtask`, an IDE, CI) may hold that would change a build.
clear_cargo_environment() {
  unset RUSTFLAGS CARGO_ENCODED_RUSTFLAGS CARGO_BUILD_RUSTFLAGS CARGO_INCREMENTAL \
    CARGO_BUILD_TARGET CARGO_BUILD_RUSTC CARGO_BUILD_INCREMENTAL \
    "${!CARGO_PROFILE_@}" "${!CARGO_TARGET_SBPF_@}" "${!CARGO_UNSTABLE_@}"
  # Empty, not unset: that also overrides a wrapper in cargo's configuration files.
  export RUSTC_WRAPPER='' RUSTC_WORKSPACE_WRAPPER=''
}
