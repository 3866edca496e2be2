#!/bin/sh
# Makes a fresh clone ready: system libraries, virtual environment, pinned and hashed dependencies, our own packages.
# Use: scripts/setup.sh run|test   (`make run` and `make test` call it; when nothing has changed it is done at once)
# PYTHON names the interpreter to start from (default python3, at least 3.11).
set -eu
cd "$(dirname "$0")/.."

purpose=${1:-test}
python=${PYTHON:-python3}
list=packaging/system-packages.txt

say() { printf '%s\n' "setup: $*"; }
stop() {
    printf '%s\n' "setup: $*" >&2
    exit 1
}

case $purpose in
run | test) ;;
*) stop "use: scripts/setup.sh run|test" ;;
esac

# ------------------------------------------------------------------------------------------------ Python
command -v "$python" >/dev/null 2>&1 || stop "there is no '$python' here. Install Python 3.11 or newer, or name it: make PYTHON=/path/to/python3"
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
    stop "'$python' is $("$python" -V 2>&1), but 3.11 or newer is needed. Name a newer one: make PYTHON=/path/to/python3"
"$python" -c 'import ensurepip, venv' 2>/dev/null ||
    stop "'$python' cannot make virtual environments. On Debian and Ubuntu: apt-get install python3-venv"

# --------------------------------------------------------------------------------------------- up to date?
fingerprint() {
    "$python" - "$@" <<'PY'
import hashlib, pathlib, sys
digest = hashlib.sha256(f"{sys.version} {sys.prefix}".encode())
for name in ("pyproject.toml", "requirements-dev.txt", "packaging/system-packages.txt", "scripts/setup.sh"):
    digest.update(pathlib.Path(name).read_bytes())
print(digest.hexdigest())
PY
}
stamp=.venv/setup-$purpose
now="$(fingerprint) $PWD"
# What is ready for the tests is ready for running.
for done in "$stamp" .venv/setup-test; do
    if [ -f "$done" ] && [ "$(cat "$done")" = "$now" ] && [ -x .venv/bin/python ]; then
        exit 0
    fi
done

# ---------------------------------------------------------------------------------------- system libraries
# Prints the packages of this purpose, one line each, alternatives still joined by "|".
wanted() {
    awk -v purpose="$purpose" '
        /^#run$/ || /^#test$/ { section = substr($0, 2); next }
        /^#/ || /^[[:space:]]*$/ { next }
        section == "run" || purpose == "test" { print $1 }' "$list"
}

installed() {
    for name in $(printf '%s' "$1" | tr '|' ' '); do
        case $(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null) in
        installed*) return 0 ;;
        esac
    done
    return 1
}

missing() {
    wanted | while read -r line; do
        installed "$line" || printf '%s\n' "$line"
    done
}

# Of each line the first name that this release has; the last one where none is known, so that apt tells.
known_here() {
    while read -r line; do
        choice=
        for name in $(printf '%s' "$line" | tr '|' ' '); do
            choice=$name
            [ -n "$(apt-cache madison "$name" 2>/dev/null)" ] && break
        done
        printf '%s\n' "$choice"
    done
}

install_system_packages() {
    lines=$(missing)
    [ -n "$lines" ] || return 0
    as_root=
    if [ "$(id -u)" != 0 ]; then
        if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
            as_root="sudo -n"
        else
            names=$(printf '%s\n' "$lines" | known_here | tr '\n' ' ')
            say "these system packages are missing, and installing them takes an administrator:" >&2
            printf '%s\n' "$lines" | sed 's/^/    /; s/|/ or /g' >&2
            stop "install them, then start again:  sudo apt-get install --no-install-recommends $names"
        fi
    fi
    say "installing system packages: $(printf '%s' "$lines" | tr '\n' ' ')"
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq </dev/null
    names=$(printf '%s\n' "$lines" | known_here | tr '\n' ' ')
    # shellcheck disable=SC2086  # a list of package names
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $names </dev/null >/dev/null ||
        stop "apt-get could not install them: $names"
}

system=$(uname -s)
if [ "$system" = Linux ]; then
    if command -v dpkg-query >/dev/null 2>&1 && command -v apt-get >/dev/null 2>&1; then
        install_system_packages
    else
        say "this system has no apt. The window needs what these Debian packages hold; your system names them otherwise:"
        wanted | sed 's/^/    /; s/|/ or /g'
    fi
fi

# ------------------------------------------------------------------------------------- virtual environment
rm -f .venv/setup-run .venv/setup-test
if [ -d .venv ] && ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    say ".venv does not work any longer; making it anew"
    rm -rf .venv
fi
if [ ! -d .venv ]; then
    say "making the virtual environment .venv"
    "$python" -m venv .venv
fi

pip() { .venv/bin/python -m pip --disable-pip-version-check --no-input "$@" </dev/null; }

say "installing the pinned dependencies"
pip install --quiet --require-hashes --requirement requirements-dev.txt
# Our own packages, from this folder. The pinned setuptools builds them, so that nothing without a hash is fetched.
PYTHONWARNINGS=ignore pip install --quiet --no-deps --no-build-isolation --no-index --editable .

.venv/bin/python -c 'import PySide6.QtWidgets, sqlcipher3' ||
    stop "Qt or SQLCipher cannot be loaded on this system; the line above names the library that is missing"

printf '%s\n' "$now" >"$stamp"
say "ready"
