#!/bin/sh
# Optional proof, needs root and debootstrap: a Debian 12 root with nothing in it but what the README's first line names
# (git make python3-venv), a fresh clone in it, and there `make run` and `make test`.
#
# Use: sudo scripts/clean-root-test.sh [target ...]       (default: run test)
#   CLEAN_ROOT_CACHE=FILE  keeps the bare root as a tar file, so that the next run need not build it again
#   CLEAN_ROOT_KEEP=1      leaves the root in place for a look
#
# The root gets this machine's settings for apt, pip, names and certificates, so it works wherever this machine does.
# The clone is of the last commit: what is not committed is not tested.
set -eu
repo=$(cd "$(dirname "$0")/.." && pwd)
release=bookworm
cache=${CLEAN_ROOT_CACHE:-}

[ "$(id -u)" = 0 ] || { echo "clean-root-test: needs root" >&2; exit 2; }
command -v debootstrap >/dev/null || { echo "clean-root-test: needs debootstrap (apt-get install debootstrap)" >&2; exit 2; }
[ $# -gt 0 ] || set -- run test

work=$(mktemp -d)
root=$work/root
mkdir "$root"

clean_up() {
    for place in dev/pts dev proc sys; do
        umount "$root/$place" 2>/dev/null || true
    done
    if [ -n "${CLEAN_ROOT_KEEP:-}" ]; then
        echo "clean-root-test: the root is left in $root"
    elif grep -q " $root/" /proc/mounts; then
        echo "clean-root-test: something is still mounted under $root; not removed" >&2
    else
        rm -rf "$work"
    fi
}
trap clean_up EXIT
trap 'exit 130' INT TERM

# The first archive that this machine's own apt uses.
mirror() {
    apt-get indextargets --format '$(SITE)/$(RELEASE)' 'Created-By: Packages' 2>/dev/null |
        sed -n "s|/$release\$||p" | head -n 1
}

copy_in() {
    for path in "$@"; do
        [ -e "$path" ] || continue
        mkdir -p "$root$(dirname "$path")"
        cp -aL "$path" "$root$(dirname "$path")/"
    done
}

if [ -n "$cache" ] && [ -f "$cache" ]; then
    tar -C "$root" -xf "$cache"
else
    archive=$(mirror)
    # shellcheck disable=SC2086  # no archive known: debootstrap takes its own
    debootstrap --variant=minbase --include=git,make,python3-venv "$release" "$root" $archive >"$work/debootstrap.log" 2>&1 ||
        { tail -n 20 "$work/debootstrap.log" >&2; exit 1; }
    if [ -n "$cache" ]; then
        tar -C "$root" -cf "$cache" .
    fi
fi

# This machine's way to its package sources; nothing of it is written into the repository.
rm -f "$root/etc/apt/sources.list"
copy_in /etc/apt/sources.list /etc/apt/sources.list.d /etc/apt/apt.conf.d /etc/apt/auth.conf.d /etc/apt/keyrings \
    /etc/pip.conf /root/.config/pip /etc/resolv.conf /etc/hosts /etc/ssl/certs/ca-certificates.crt
pass=
for name in http_proxy https_proxy no_proxy HTTP_PROXY HTTPS_PROXY NO_PROXY PIP_INDEX_URL PIP_EXTRA_INDEX_URL \
    PIP_CERT PIP_DEFAULT_TIMEOUT SSL_CERT_FILE REQUESTS_CA_BUNDLE KPR_STRICT_SKIPS; do
    eval "value=\${$name:-}"
    [ -z "$value" ] || pass="$pass $name=$value"
done

mount --bind /proc "$root/proc" 2>/dev/null || mount -t proc proc "$root/proc"
mount --bind /dev "$root/dev" 2>/dev/null || echo "clean-root-test: no /dev in the root, going on without" >&2
mount --bind /dev/pts "$root/dev/pts" 2>/dev/null || true # only apt's own log wants it
[ -e "$root/dev/null" ] || mknod -m 666 "$root/dev/null" c 1 3

git clone --quiet --no-hardlinks "$repo" "$root/root/kpr-desktop"

for target in "$@"; do
    echo "clean-root-test: make $target"
    # shellcheck disable=SC2086  # names and values without blanks
    chroot "$root" env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 $pass \
        make -C /root/kpr-desktop "$target" </dev/null
done
echo "clean-root-test: all done:" "$@"
