#!/bin/sh
# Installs ical.js, by which Thunderbird reads calendars, for the tests that read calendar files back:
# once, and only where npm is; elsewhere those tests say that they are left out.
set -eu
exec </dev/null

FOLDER=.venv/ical.js
[ -d $FOLDER/node_modules/ical.js ] && exit 0
command -v npm >/dev/null && command -v node >/dev/null || exit 0
npm install --no-save --no-audit --no-fund --silent --prefix $FOLDER ical.js@2 >&2 ||
    echo "ClinicDesk: ical.js cannot be installed; calendar files are not read back by it." >&2
