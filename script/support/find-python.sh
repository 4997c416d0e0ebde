# shellcheck shell=bash
# Sourced by the commands beside it: `find_python` prints a Python of 3.11 or newer, or says what to install.
# PORTAL_PYTHON names one to use instead.

find_python() {
    local candidate
    for candidate in "${PORTAL_PYTHON:-}" python3 python3.13 python3.12 python3.11 python3.14 python; do
        if [ -n "$candidate" ] && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return 0
        fi
    done
    echo "The portal needs Python 3.11 or newer, and none was found on this machine." >&2
    echo "Install it (on Debian: apt-get install python3 python3-venv) and run this again." >&2
    return 1
}
