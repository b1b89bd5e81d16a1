#!/usr/bin/env bash
# Makes .venv/ or brings it up to requirements.lock: every package at its pinned version with its digest checked, then the
# project itself (editable). uv does the work because it takes seconds where pip takes half a minute; uv comes from the
# lock too. If uv fails for any reason, pip does the same work.
set -euo pipefail
cd "$(dirname "$0")/.."

here=$(pwd -P)
python=.venv/bin/python

# An environment that was copied, moved or left by a Python since removed is made afresh: its scripts point elsewhere.
is_sound() {
    [[ -x $python ]] && grep -q -- "-m venv .*$here/.venv\$" .venv/pyvenv.cfg &&
        "$python" -c 'import sys, pip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

if ! is_sound; then
    base=$(tools/find_python.sh) || {
        echo "Python 3.11 or newer with venv is needed: sudo apt-get install python3-venv" >&2
        exit 4
    }
    echo "Making .venv with $base" >&2
    rm -rf .venv
    "$base" -m venv "$here/.venv"
fi

# uv does not read pip's configuration. What pip was told (a mirror, a certificate, local wheels) is handed over, so that
# both ask the same places; an address is never written into this repository.
pip_settings=$("$python" -m pip config list 2>/dev/null || true)

pip_setting() { # pip's own order: a variable, then the files; a list comes on one line
    local variable=PIP_${1^^}
    variable=${variable//-/_}
    if [[ -n ${!variable:-} ]]; then
        echo "${!variable}"
    else
        # "install" comes after "global" in the list, and goes before it in pip.
        sed -nE "s/^(install|global)\.$1='(.*)'\$/\2/p" <<<"$pip_settings" | tail -n 1 | sed 's/\\n/ /g'
    fi
}

hand_over() { # a variable of uv's, and its value unless empty or already set
    if [[ -n $2 && -z ${!1:-} ]]; then
        export "$1=$2"
    fi
}

configure_uv() {
    local links link found=()
    hand_over UV_DEFAULT_INDEX "$(pip_setting index-url)"
    hand_over UV_INDEX "$(pip_setting extra-index-url)"
    hand_over UV_INSECURE_HOST "$(pip_setting trusted-host)"
    hand_over SSL_CERT_FILE "$(pip_setting cert)"
    links=$(pip_setting find-links)
    for link in $links; do
        # pip passes over a folder that is not there, uv stops at it.
        if [[ -d $link || $link == *://* ]]; then
            found+=("$link")
        fi
    done
    hand_over UV_FIND_LINKS "$(
        IFS=,
        echo "${found[*]:-}"
    )"
}

packages_with_uv() {
    # uv's own lines of the lock, from its name to the next name.
    awk '/^[^ #]/ { wanted = /^uv==/ } wanted' requirements.lock >.venv/uv.lock
    "$python" -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r .venv/uv.lock || return 1
    configure_uv
    .venv/bin/uv pip sync --quiet --python "$python" --require-hashes requirements.lock
}

packages_with_pip() {
    "$python" -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
}

# A change of pyproject.toml alone needs no packages, and so no network.
if ! cmp --silent requirements.lock .venv/installed.lock; then
    echo "Installing the Python packages of requirements.lock into .venv" >&2
    if [[ ${DIGITIZE_INSTALLER:-uv} == pip || -n $(pip_setting no-index) ]]; then
        packages_with_pip
    elif ! (packages_with_uv); then
        echo "uv could not install the packages; pip does it (about a minute)" >&2
        packages_with_pip
    fi
    cp requirements.lock .venv/installed.lock
fi
# The build backend is in the lock as well, so nothing is fetched for it.
"$python" -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index --editable .
