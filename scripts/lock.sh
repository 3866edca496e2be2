#!/bin/sh
# Writes requirements.txt, requirements-dev.txt and requirements-build.txt anew from pyproject.toml: every version pinned, hashes for all
# platforms, no addresses. For developers, when a dependency changes; nothing else needs uv.
# `scripts/lock.sh` keeps the versions that still fit; `scripts/lock.sh --upgrade` takes the newest allowed ones.
set -eu
cd "$(dirname "$0")/.."

if command -v uv >/dev/null 2>&1; then
    uv=uv
else
    "${PYTHON:-python3}" -m venv build/lock
    build/lock/bin/pip install --quiet uv
    uv=build/lock/bin/uv
fi

compile() {
    out=$1
    shift
    "$uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
        --output-file "$out" "$@"
}

# The other files start from the first, so that what is tested is what ships, and what is built.
compile requirements.txt "$@" pyproject.toml
compile requirements-dev.txt "$@" --constraint requirements.txt --extra test pyproject.toml
compile requirements-build.txt "$@" --constraint requirements.txt --extra build pyproject.toml
