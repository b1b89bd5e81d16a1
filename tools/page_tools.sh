#!/usr/bin/env bash
# Fetches what the pages of the review app are checked with and Debian does not have, into .tools/ (not in git): axe-core,
# which looks for barriers, through npm. Version and digest are pinned in tools/page_checks/package-lock.json; where it
# comes from is the machine's configuration. What is there and sound is left alone, and the network with it.
#
# Exit codes: 0 there; 4 missing, and cannot be had (said why it matters).
set -euo pipefail
cd "$(dirname "$0")/.."

pinned=tools/page_checks
there=.tools/page_checks

is_sound() {
    [[ -f $there/node_modules/axe-core/axe.min.js ]] && cmp --silent "$pinned/package-lock.json" "$there/installed.json"
}

fetch() {
    command -v npm >/dev/null || return 1
    mkdir -p "$there"
    cp "$pinned/package.json" "$pinned/package-lock.json" "$there/"
    # No package's own script is run.
    npm ci --prefix "$there" --ignore-scripts --no-audit --no-fund --loglevel=error </dev/null >&2 &&
        cp "$pinned/package-lock.json" "$there/installed.json"
}

if ! is_sound; then
    echo "Fetching axe-core into .tools" >&2
    fetch || {
        {
            echo "axe-core (by npm) could not be fetched. It is needed to test that the review app's pages bar nobody; nothing else needs it."
            echo "With a network that reaches the package registries, or a mirror of them, type the same make command again."
        } >&2
        exit 4
    }
fi
