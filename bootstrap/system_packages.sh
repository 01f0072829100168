#!/bin/sh
# Sees that what Python and Qt need from the system is there, and installs it where that is
# possible without asking anybody: as root, or with a sudo that needs no password.
# Quick and silent when nothing is missing. Standard tools only.
# Arguments are commands that are needed too, each in a package of its own name, or libraries as
# PACKAGE=LIBRARY.
set -eu
exec </dev/null

PYTHON=${PYTHON:-python3}
PATH=$PATH:/usr/sbin:/sbin

# Debian's package, and the library in it by which Qt finds it
OFFSCREEN='
libgl1 libGL.so.1
libegl1 libEGL.so.1
libxkbcommon0 libxkbcommon.so.0
libdbus-1-3 libdbus-1.so.3
libfontconfig1 libfontconfig.so.1
libglib2.0-0 libglib-2.0.so.0'
SCREEN='
libxcb-cursor0 libxcb-cursor.so.0
libxkbcommon-x11-0 libxkbcommon-x11.so.0
libxcb-icccm4 libxcb-icccm.so.4
libxcb-keysyms1 libxcb-keysyms.so.1
libxcb-shape0 libxcb-shape.so.0'

say() {
    echo "ClinicDesk: $*" >&2
}

check_python() {
    if ! command -v "$PYTHON" >/dev/null 2>&1; then
        say "there is no $PYTHON here; install Python 3.11 or newer and run this again."
        exit 1
    fi
    if ! "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
        say "$("$PYTHON" --version) is too old; install Python 3.11 or newer and run this again," \
            "with PYTHON=python3.11 (or newer) behind make where both are installed."
        exit 1
    fi
}

missing_packages() {
    libraries=
    for needed in "$@"; do
        case "$needed" in
        *=*) libraries="$libraries
${needed%%=*} ${needed#*=}" ;;
        *) command -v "$needed" >/dev/null || echo "$needed" ;;
        esac
    done
    "$PYTHON" -c 'import ensurepip, venv' 2>/dev/null || echo python3-venv
    [ "$(uname -s)" = Linux ] && command -v ldconfig >/dev/null || return 0
    libraries=$OFFSCREEN$libraries
    if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
        libraries=$libraries$SCREEN
    fi
    known=$(ldconfig -p)
    echo "$libraries" | while read -r package library; do
        case "$known" in
        *"$library "*) ;;
        *) [ -z "$package" ] || echo "$package" ;;
        esac
    done
}

run_as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    else
        sudo -n "$@"
    fi
}

can_install() {
    command -v apt-get >/dev/null || return 1
    [ "$(id -u)" = 0 ] || { command -v sudo && sudo -n true; } >/dev/null 2>&1
}

install() {
    say "installing $* ..."
    run_as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq >&2
    run_as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
        --no-install-recommends -o DPkg::Lock::Timeout=120 "$@" >&2
}

check_python
missing=$(missing_packages "$@" | tr '\n' ' ')
missing=${missing% }
if [ -z "$missing" ]; then
    exit 0
fi
if can_install; then
    # shellcheck disable=SC2086 # one word for each package
    if install $missing; then
        exit 0
    fi
fi
if command -v apt-get >/dev/null; then
    say "this computer lacks $missing; run this command, then try again:" \
        "sudo apt-get update && sudo apt-get install -y $missing"
else
    say "this computer lacks what Debian calls $missing;" \
        "install your system's packages of that kind, then try again."
fi
exit 1
