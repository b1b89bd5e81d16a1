#!/usr/bin/env bash
# Brings the fonts named in fonts.txt into training/.cache/fonts, by the ordinary clients of Debian and npm. Nothing is installed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
into="$PWD/.cache/fonts"
mkdir -p "$into/deb" "$into/npm"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
while read -r kind name _; do
    case $kind in
    deb)
        [[ -e $into/deb/.$name ]] && continue
        apt-get download -qq "$name"
        dpkg -x ./*.deb "$into/deb" && touch "$into/deb/.$name"
        rm -f ./*.deb
        ;;
    npm)
        folder="$into/npm/fontsource-${name#@fontsource/}"
        folder="${folder/@/-}"
        [[ -e $folder ]] && continue
        npm pack --silent "$name" >/dev/null
        mkdir -p "$folder.part"
        tar xzf ./*.tgz -C "$folder.part" --strip-components=1
        mv "$folder.part" "$folder"
        rm -f ./*.tgz
        ;;
    esac
done <"$OLDPWD/fonts.txt"
echo "fonts are in $into"
