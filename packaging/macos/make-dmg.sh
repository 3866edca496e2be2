#!/bin/bash
# Builds the disk image on macOS 13 or newer: build/pack/KPR-Desktop-<version>.dmg, to be dragged into Applications (one's
# own ~/Applications does: no administrator). Needs Python 3.11 or newer and Apple's command line tools.
#
#   KPR_SIGN_IDENTITY   name of a "Developer ID Application" certificate in the keychain: signs; without it the bundle is
#                       only signed for this machine ("-"), and others have to allow it under Privacy & Security
#   KPR_NOTARY_PROFILE  name that `xcrun notarytool store-credentials` gave: has the image notarised, and staples it
set -euo pipefail
cd "$(dirname "$0")/../.."
python=${PYTHON:-python3}
identity=${KPR_SIGN_IDENTITY:--}

"$python" packaging/app/build.py
version=$(sed -n 's/^__version__ = "\(.*\)"/\1/p' kpr_desktop/__init__.py)
bundle="build/pack/dist/KPR Desktop.app"
image="build/pack/KPR-Desktop-$version.dmg"

options="--force --timestamp --options runtime"
[ "$identity" != - ] || options="--force"
# The innermost first: a signature holds what lies inside it.
find "$bundle" -type f -print0 | while IFS= read -r -d '' file; do
    # shellcheck disable=SC2086  # a list of words
    if file "$file" | grep -q Mach-O; then codesign $options --sign "$identity" "$file"; fi
done
# Both programs run Python; the bundle's signature covers the first, the other has its own.
# shellcheck disable=SC2086  # as above
codesign $options --entitlements packaging/macos/entitlements.plist --sign "$identity" "$bundle/Contents/MacOS/kpr"
# shellcheck disable=SC2086  # as above
codesign $options --entitlements packaging/macos/entitlements.plist --sign "$identity" "$bundle"
codesign --verify --deep --strict --verbose=2 "$bundle"

rm -rf build/pack/image "$image"
mkdir build/pack/image
cp -R "$bundle" build/pack/image/
ln -s /Applications build/pack/image/Applications
hdiutil create -quiet -volname "KPR Desktop" -srcfolder build/pack/image -format UDZO "$image"
rm -rf build/pack/image
if [ "$identity" != - ]; then
    codesign --force --timestamp --sign "$identity" "$image"
    codesign --verify --verbose=2 "$image"
fi
if [ -n "${KPR_NOTARY_PROFILE:-}" ]; then
    xcrun notarytool submit "$image" --keychain-profile "$KPR_NOTARY_PROFILE" --wait
    xcrun stapler staple "$image"
    spctl --assess --type open --context context:primary-signature --verbose "$image"
fi
ls -l "$image"
