#!/usr/bin/env bash
# Fetches what the PDFs are checked with and Debian does not have, into .tools/ (not in git): veraPDF, the reference
# validator for PDF/A, through Maven; pdf.js, the viewer of browsers, through npm. Versions and digests are pinned here
# and in tools/pdf_readers/package-lock.json; where they come from is the machine's configuration. What is there and
# sound is left alone, and the network with it.
#
# Exit codes: 0 all there; 4 something is missing and cannot be had (said which, and why it matters).
set -euo pipefail
cd "$(dirname "$0")/.."

verapdf_artifact=org.verapdf.apps:greenfield-apps:1.28.2
verapdf_digest=687d4d8bcfec48c9f7e931cf78ed061f1eeccfba55d4cdc000ba9b4d8aa46ce6
verapdf=.tools/verapdf/greenfield-apps-1.28.2.jar
copy_goal=org.apache.maven.plugins:maven-dependency-plugin:2.8:copy
readers=.tools/pdf_readers

fail() { # what is missing, and what it is needed for
    {
        echo "$1 could not be fetched. It is needed to $2; nothing else of the product needs it."
        echo "With a network that reaches the package registries, or a mirror of them, type the same make command again."
    } >&2
    exit 4
}

is_sound_verapdf() {
    [[ -f $verapdf ]] && echo "$verapdf_digest  $verapdf" | sha256sum --check --status
}

fetch_verapdf() {
    command -v mvn >/dev/null || return 1
    mkdir -p .tools/verapdf
    mvn --quiet --batch-mode -Dstyle.color=never "$copy_goal" -Dartifact="$verapdf_artifact" -DoutputDirectory="$PWD/.tools/verapdf" \
        -Dmdep.useBaseVersion=true </dev/null >&2 && is_sound_verapdf
}

are_sound_readers() {
    [[ -d $readers/node_modules/pdfjs-dist ]] && cmp --silent tools/pdf_readers/package-lock.json "$readers/installed.json"
}

fetch_readers() {
    command -v npm >/dev/null || return 1
    mkdir -p "$readers"
    cp tools/pdf_readers/package.json tools/pdf_readers/package-lock.json "$readers/"
    # Nothing is drawn, so the drawing library that pdf.js may use stays out; no package's own script is run.
    npm ci --prefix "$readers" --omit=optional --ignore-scripts --no-audit --no-fund --loglevel=error </dev/null >&2 &&
        cp tools/pdf_readers/package-lock.json "$readers/installed.json"
}

if ! is_sound_verapdf; then
    echo "Fetching veraPDF into .tools" >&2
    fetch_verapdf || fail "veraPDF ($verapdf_artifact, by mvn)" "test that the PDFs are PDF/A-2u"
fi
if ! are_sound_readers; then
    echo "Fetching pdf.js into .tools" >&2
    fetch_readers || fail "pdf.js (pdfjs-dist, by npm)" "test that browsers find the words of the PDFs"
fi
