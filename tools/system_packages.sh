#!/usr/bin/env bash
# Installs the Debian or Ubuntu packages that are missing, and nothing else. When nothing is missing, nothing is touched
# and the network stays out of it.
#
#   tools/system_packages.sh run        what the product needs
#   tools/system_packages.sh run test   what the tests and the sample generator need as well
#   tools/system_packages.sh --list run test   only print the names
#
# Exit codes: 0 all there; 4 something is missing and cannot be installed from here (the command to type is printed).
set -euo pipefail
cd "$(dirname "$0")/.."

list_only=no
if [[ ${1:-} == --list ]]; then
    list_only=yes
    shift
fi
wanted=" ${*:-run} "

listed_packages() {
    local name need
    while read -r name need _; do
        if [[ -n $name && $name != \#* && $wanted == *" $need "* ]]; then
            echo "$name"
        fi
    done <tools/system_packages.txt
}

is_installed() {
    [[ $(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null) == installed ]]
}

missing_packages() {
    local name
    for name in $(listed_packages); do
        is_installed "$name" || echo "$name"
    done
    # A Python from elsewhere (python.org, a version manager) brings its own venv: Debian's is wanted only without one.
    tools/find_python.sh >/dev/null || echo python3-venv
    # A Node.js from elsewhere brings its own npm, and does not bear Debian's beside it.
    if [[ $wanted == *" test "* ]] && ! command -v npm >/dev/null; then
        echo npm
    fi
}

check_programs_elsewhere() {
    local program absent=()
    for program in tesseract pdftoppm gs qpdf; do
        command -v "$program" >/dev/null || absent+=("$program")
    done
    if ! tools/find_python.sh >/dev/null; then
        absent+=("python 3.11 or newer")
    fi
    if ((${#absent[@]})); then
        {
            echo "This is not Debian or Ubuntu, so nothing is installed by itself. Missing: ${absent[*]}"
            echo "On macOS: brew install python@3.12 tesseract tesseract-lang poppler ghostscript qpdf"
            echo "On Windows: use WSL with Debian or Ubuntu."
        } >&2
        exit 4
    fi
}

apt_install() {
    local -a as_root=()
    if [[ $(id -u) != 0 ]]; then
        if sudo -n true 2>/dev/null; then
            as_root=(sudo -n)
        else
            {
                echo "These system packages are missing, and installing them needs root. Type:"
                echo
                echo "    sudo apt-get update && sudo apt-get install --no-install-recommends $*"
                echo
                echo "and then the same make command again."
            } >&2
            exit 4
        fi
    fi
    echo "Installing system packages: $*" >&2
    # A fresh machine may still be running its first updates: wait for the lock instead of failing on it.
    local -a apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300)
    "${apt[@]}" update >&2 </dev/null
    "${apt[@]}" install --yes --no-install-recommends "$@" >&2 </dev/null
}

if [[ $list_only == yes ]]; then
    listed_packages
    exit 0
fi
if [[ -n ${PYTHON:-} ]] && ! tools/find_python.sh >/dev/null; then
    echo "PYTHON=$PYTHON is not Python 3.11 or newer with venv; name another, or none." >&2
    exit 4
fi
if ! command -v dpkg-query >/dev/null; then
    check_programs_elsewhere
    exit 0
fi
missing=$(missing_packages)
if [[ -n $missing ]]; then
    # shellcheck disable=SC2086  # one word per package is meant
    apt_install $missing
fi
if ! tools/find_python.sh >/dev/null; then
    echo "Python 3.11 or newer with venv is needed, and this system's packages bring an older one." >&2
    echo "On Ubuntu 22.04: sudo apt-get install python3.11-venv; then the same make command again." >&2
    exit 4
fi
