#!/bin/sh
# Installs KPR Desktop for one user, without an administrator: into ~/.local, where every desktop looks.
#   ./install.sh                  install, or put this version in the place of an older one
#   ./install.sh --prefix FOLDER  somewhere else
#   ./install.sh --stick FOLDER   on a memory stick, for training only: nothing is kept on the machine
# Vaults and settings are never touched. Removing: uninstall.sh, here or in ~/.local/lib/kpr-desktop.
set -eu
unset CDPATH
here=$(cd "$(dirname "$0")" && pwd)
prefix=$HOME/.local

stop() {
    printf '%s\n' "install: $*" >&2
    exit 1
}

case ${1:-} in
"") ;;
--prefix)
    [ $# -eq 2 ] || stop "--prefix takes a folder"
    prefix=$2
    ;;
--stick)
    [ $# -eq 2 ] || stop "--stick takes a folder"
    [ -d "$2" ] || stop "there is no folder $2"
    target=$2/KPR-Desktop
    [ ! -e "$target" ] || stop "$target is there already; move it away first"
    mkdir "$target"
    # The marker first: a copy that is broken off must not be a program that opens real vaults.
    printf '%s\n' "This program is carried: it keeps everything in kpr-data beside it, and is for training only." >"$target/portable.txt"
    # A stick's file system knows no links: each file comes in the place of the link to it.
    cp -RL "$here/files/lib/kpr-desktop/." "$target"
    rm -f "$target/uninstall.sh"
    echo "KPR Desktop is on the stick. Start $target/kpr-desktop"
    exit 0
    ;;
*) stop "use: ./install.sh [--prefix FOLDER | --stick FOLDER]" ;;
esac

# What the window needs of the system, asked of the programs' own plugin before anything is copied.
missing=$(ldd "$here/files/lib/kpr-desktop/_internal/PySide6/Qt/plugins/platforms/libqxcb.so" 2>/dev/null |
    awk '/not found/ { print $1 }' | sort -u | tr '\n' ' ')
mkdir -p "$prefix/lib"
prefix=$(cd "$prefix" && pwd)
program=$prefix/lib/kpr-desktop
# A program in use reads more of its own file when it needs it: another file in its place would be nonsense to it.
for each in /proc/[0-9]*/exe; do
    case $(readlink "$each" 2>/dev/null || true) in
    "$program/kpr-desktop" | "$program/kpr") stop "KPR Desktop is in use: close it first" ;;
    esac
done
new=$prefix/lib/.kpr-desktop.new
rm -rf "$new"
cp -R "$here/files/lib/kpr-desktop" "$new"
# What is put there, file by file: so much may be removed again, and nothing that somebody else put beside it.
(
    cd "$here/files"
    find lib/kpr-desktop bin share ! -type d | sort
) >"$new/installed.txt"
if [ -f "$program/installed.txt" ]; then
    sh "$here/uninstall.sh" --prefix "$prefix" --quiet
fi
if [ -e "$program" ]; then
    cp -R "$new/." "$program" # something of the user's lies there
    rm -rf "$new"
else
    mv "$new" "$program"
fi
(cd "$here/files" && find bin share ! -type d) | while read -r name; do
    mkdir -p "$prefix/$(dirname "$name")"
    rm -f "$prefix/$name"
    cp -P "$here/files/$name" "$prefix/$name"
done
# The desktop may not have ~/.local/bin on its path: the entry names the whole place, with the signs that mean something
# to an entry (\ " ` $ in quotes, % anywhere) written as it wants them.
place=$(printf '%s' "$prefix/bin/kpr-desktop" | sed 's/\\/\\\\\\\\/g; s/["`$]/\\\\&/g; s/%/%%/g')
entry=$prefix/share/applications/kpr-desktop.desktop
if [ -f "$entry" ]; then
    PLACE="\"$place\"" awk 'index($0, "Exec=kpr-desktop") == 1 { print "Exec=" ENVIRON["PLACE"] substr($0, 17); next } { print }' \
        "$entry" >"$entry.new"
    mv "$entry.new" "$entry"
fi
tell() {
    command -v "$1" >/dev/null 2>&1 || return 0
    "$@" >/dev/null 2>&1 || true
}
tell update-desktop-database "$prefix/share/applications"
tell update-mime-database "$prefix/share/mime"
tell gtk-update-icon-cache -q -f -t "$prefix/share/icons/hicolor"
echo "KPR Desktop is installed: $prefix/bin/kpr-desktop (window) and $prefix/bin/kpr (commands)"
[ -z "$missing" ] || echo "This system lacks libraries that the window needs: $missing" >&2
