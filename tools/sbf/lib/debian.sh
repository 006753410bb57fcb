# shellcheck shell=bash
# Sourced by `setup`: Debian packages with all that they depend on, unpacked into a folder and
# never installed. apt runs on private state with an empty list of installed packages, so it
# computes the whole closure, checks every signature, and needs no root.

KEYRING=${COOP_SBF_DEBIAN_KEYRING:-/usr/share/keyrings/debian-archive-keyring.gpg}
INSTALL_KEYRING="sudo apt-get update && sudo apt-get install debian-archive-keyring"

# The mirror that this machine's own apt takes Debian from; $1: the archive's last path segment.
configured_mirror() {
  # shellcheck disable=SC2016  # apt expands $(REPO_URI), not the shell
  apt-get indextargets --no-release-info --format '$(REPO_URI)' 'Created-By: Packages' |
    grep -m1 -E "/$1/?\$" || true
}

debian_mirror() {
  local uri=${COOP_SBF_DEBIAN_MIRROR:-$(configured_mirror debian)}
  [ -n "$uri" ] || die "apt has no Debian source on this machine." \
    "Set COOP_SBF_DEBIAN_MIRROR to the URI of a Debian mirror (it ends in /debian)."
  printf '%s' "$uri"
}

debian_security_mirror() {
  local uri=${COOP_SBF_DEBIAN_SECURITY_MIRROR:-$(configured_mirror debian-security)} main
  if [ -z "$uri" ]; then # mirrors carry the two archives side by side
    main=$(debian_mirror)
    uri=${main%/}-security
  fi
  printf '%s' "$uri"
}

# open_archive DIR "MIRROR SUITE"...: private apt state in DIR that knows these suites.
open_archive() {
  local dir=$1 source
  shift
  [ -r "$KEYRING" ] || die "the Debian archive's keys are not at $KEYRING." "Run: $INSTALL_KEYRING"
  mkdir -p "$dir"/state/lists/partial "$dir"/cache/archives/partial "$dir"/debs
  : >"$dir/state/status"
  for source in "$@"; do
    printf 'deb [arch=amd64 signed-by=%s] %s main\n' "$KEYRING" "$source"
  done >"$dir/sources.list"
  set_apt_options "$dir"
  apt-get "${APT_OPTIONS[@]}" -qq update >&2 ||
    die "apt could not read $(printf '"%s" ' "$@")" \
      "If a signature failed, run: $INSTALL_KEYRING" \
      "Other mirrors: COOP_SBF_DEBIAN_MIRROR, COOP_SBF_DEBIAN_SECURITY_MIRROR."
}

set_apt_options() {
  local dir=$1 option
  APT_OPTIONS=()
  [ -t 2 ] || APT_OPTIONS+=(-q)
  for option in \
    "Dir::Etc::SourceList=$dir/sources.list" Dir::Etc::SourceParts=/dev/null \
    Dir::Etc::Preferences=/dev/null Dir::Etc::PreferencesParts=/dev/null \
    "Dir::State=$dir/state" "Dir::State::status=$dir/state/status" "Dir::Cache=$dir/cache" \
    APT::Architecture=amd64 APT::Architectures::=amd64 \
    APT::Default-Release= APT::Install-Recommends=false APT::Install-Suggests=false \
    "APT::Sandbox::User=$(id -un)" \
    Acquire::Languages=none Acquire::PDiffs=false Acquire::Retries=3 \
    Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false; do
    APT_OPTIONS+=(-o "$option")
  done
}

# newest_package REGEX: of the archive's package names that match, the one with the highest number.
newest_package() {
  apt-cache "${APT_OPTIONS[@]}" pkgnames | grep -xE "$1" | sort -V | tail -n1
}

# closure PACKAGE...: the names of these packages and of all that they depend on.
closure() { apt-get "${APT_OPTIONS[@]}" -s install "$@" | sed -n 's/^Inst \([^ ]*\) .*/\1/p'; }

# download DIR PACKAGE...: exactly these packages, into DIR.
download() {
  local dir=$1 sizes
  shift
  sizes=$(apt-get "${APT_OPTIONS[@]}" -qq --print-uris download "$@")
  say "$(awk '{ bytes += $3 } END { printf "downloading %d packages, %d MB", NR, bytes / 1e6 }' <<<"$sizes")"
  (cd "$dir" && apt-get "${APT_OPTIONS[@]}" download "$@" >&2)
}

# unpack DIR INTO: every package in DIR less its documentation. Removes DIR.
unpack() {
  local deb
  for deb in "$1"/*.deb; do
    dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$2" --no-same-owner --exclude='./usr/share/*'
    # shellcheck disable=SC2016  # dpkg-deb expands these, not the shell
    dpkg-deb --show --showformat='${Package} ${Version}\n' "$deb"
  done >"$2/packages"
  rm -rf "$1"
}
