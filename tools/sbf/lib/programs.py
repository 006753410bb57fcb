#!/usr/bin/env python3
"""Which packages `cargo-build-sbf` builds, from `cargo metadata --no-deps` on standard input.

usage: programs.py MANIFEST WORKSPACE [PACKAGE...]      (WORKSPACE: true or false)

Prints the workspace's root, the target directory, then "PACKAGE LIBRARY" for each program.
The choice is the official tool's: the named packages; else the package of MANIFEST alone; for
a manifest without a package, or with --workspace, every member that is a program (a cdylib).
"""
import json
import os
import sys

manifest, workspace, wanted = sys.argv[1], sys.argv[2] == "true", sys.argv[3:]
metadata = json.load(sys.stdin)
packages = {package["name"]: package for package in metadata["packages"]}
here = [name for name, package in packages.items() if os.path.samefile(package["manifest_path"], manifest)]


def library(package):
    """The name of the package's cdylib target, or None."""
    for target in package["targets"]:
        if "cdylib" in target["crate_types"]:
            return target["name"].replace("-", "_")


for name in wanted:
    if name not in packages:
        sys.exit(f"sbf: error: the workspace has no package {name!r}.")
    if not library(packages[name]):
        sys.exit(f"sbf: error: package {name!r} is no program: its crate-type lacks cdylib.")

print(metadata["workspace_root"])
print(metadata["target_directory"])
for name in wanted or (here if here and not workspace else sorted(packages)):
    if library(packages[name]):
        print(name, library(packages[name]))
