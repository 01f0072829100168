#!/bin/sh
# Makes the virtual environment .venv and installs ClinicDesk's Python packages into it: once, and
# again only when what they are made from (pyproject.toml, setup.py) has changed.
set -eu
exec </dev/null

PYTHON=${PYTHON:-python3}
VENV=.venv
INSTALLED=$VENV/installed-from

if [ -x $VENV/bin/python ] && cat pyproject.toml setup.py | cmp -s - $INSTALLED &&
    $VENV/bin/python -c '' 2>/dev/null; then
    exit 0
fi

echo "ClinicDesk: installing Python packages into $VENV, which takes a minute or two ..." >&2
if ! $VENV/bin/python -m pip --version >/dev/null 2>&1; then
    "$PYTHON" -m venv --clear $VENV
fi
rm -f $INSTALLED
$VENV/bin/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]' >&2
cat pyproject.toml setup.py >$INSTALLED
