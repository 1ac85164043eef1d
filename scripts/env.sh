# Sourced by serve, build and test: makes .venv with the pinned packages of $list and puts it first on PATH.
# Made anew only when the list of packages changed.
set -eu
cd "$(dirname "$0")/.."

stamp=".venv/.$(basename "$list")"
wanted=$(cksum < "$list")

if [ ! -f "$stamp" ] || [ "$(cat "$stamp")" != "$wanted" ] || ! .venv/bin/python -c "" 2>/dev/null; then
    python=
    for name in python3 python3.14 python3.13 python3.12 python3.11 python; do
        if command -v "$name" >/dev/null 2>&1 && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            python=$name
            break
        fi
    done
    if [ -z "$python" ]; then
        echo "scripts: Python 3.11 or newer is needed and was not found; install it and run this again." >&2
        exit 1
    fi
    echo "Installing the pinned packages of $list into .venv …"
    .venv/bin/python -m pip --version >/dev/null 2>&1 || { rm -rf .venv && "$python" -m venv .venv; } || {
        echo "scripts: $python cannot make an environment; install its venv module (on Debian: apt-get install python3-venv)." >&2
        exit 1
    }
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$list"
    echo "$wanted" > "$stamp"
fi

PATH="$PWD/.venv/bin:$PATH"
NO_MKDOCS_2_WARNING=1
export PATH NO_MKDOCS_2_WARNING
