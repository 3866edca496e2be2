#!/bin/sh
# Removes what install.sh put there, file by file from its own list. Vaults, backups and settings stay, wherever they lie.
set -eu
unset CDPATH
here=$(cd "$(dirname "$0")" && pwd)
prefix=$HOME/.local
[ ! -f "$here/installed.txt" ] || prefix=$(cd "$here/../.." && pwd)
quiet=
while [ $# -gt 0 ]; do
    case $1 in
    --prefix)
        [ $# -ge 2 ] || { echo "uninstall: --prefix takes a folder" >&2; exit 2; }
        prefix=$2
        shift
        ;;
    --quiet) quiet=1 ;;
    *)
        echo "use: uninstall.sh [--prefix FOLDER]" >&2
        exit 2
        ;;
    esac
    shift
done
program=$prefix/lib/kpr-desktop
list=$program/installed.txt
[ -f "$list" ] || { echo "uninstall: KPR Desktop is not installed in $prefix" >&2; exit 1; }
while read -r name; do
    case $name in
    *..*) ;;
    bin/* | share/* | lib/kpr-desktop/*) rm -f "$prefix/$name" ;;
    esac
done <"$list"
rm -f "$list"
# Folders that are empty now; what somebody else has put there keeps its own.
find "$program" -depth -type d -exec rmdir {} \; 2>/dev/null || true
tell() {
    command -v "$1" >/dev/null 2>&1 || return 0
    "$@" >/dev/null 2>&1 || true
}
if [ -z "$quiet" ]; then
    tell update-desktop-database "$prefix/share/applications"
    tell update-mime-database "$prefix/share/mime"
    tell gtk-update-icon-cache -q -f -t "$prefix/share/icons/hicolor"
    [ ! -e "$program" ] || echo "Files that KPR Desktop did not bring are left in $program."
    echo "KPR Desktop is removed from $prefix. Vaults and settings are still there."
fi
