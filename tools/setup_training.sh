#!/usr/bin/env bash
# Makes .venv-training/, in which the recogniser is trained: the product's packages at their pinned versions, what
# training/requirements.txt adds, and the fonts and texts that lines are drawn from. Some 6 GB and several minutes, once.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! cmp -s training/requirements.txt .venv-training/.made-of; then
    rm -rf .venv-training
    .venv/bin/python -m venv .venv-training
    .venv-training/bin/python -m pip install --quiet --no-deps --requirement requirements.lock
    .venv-training/bin/python -m pip install --quiet --requirement training/requirements.txt
    echo "$PWD/src" >"$(.venv-training/bin/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/digitize.pth"
    cp training/requirements.txt .venv-training/.made-of
fi
training/fetch_fonts.sh
.venv-training/bin/python -m training.text.fetch
