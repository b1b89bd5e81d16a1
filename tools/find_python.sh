#!/usr/bin/env bash
# Prints the first Python on this machine that can carry the environment: 3.11 or newer, able to make one (venv, pip).
# A name on the path is not enough: it is run, since version managers leave names behind that only print an error.
set -euo pipefail

can_carry='import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))'

for name in ${PYTHON:-python3.11 python3.12 python3.13 python3 /usr/bin/python3}; do
    if "$name" -c "$can_carry" >/dev/null 2>&1; then
        command -v "$name"
        exit 0
    fi
done
exit 1
