# Sourced by the other scripts: makes .venv with the pinned packages of $list and puts it first on PATH.
# Made anew only when the list of packages changed. Of several scripts that start at once, one installs and the others wait.
set -eu
unset CDPATH
cd "$(dirname "$0")/.."

stamp=".venv/.$(basename "$list")"
unfinished=.venv/.unfinished
wanted=$(cksum < "$list")

is_ready() {
    [ ! -e "$unfinished" ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && .venv/bin/python -c "" 2>/dev/null
}

if ! is_ready; then
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
    # The lock belongs to this shell's open file: it outlives the Python that asks for it, and ends with the shell at the latest.
    exec 9< scripts/env.sh
    "$python" -c '
import fcntl
try:
    fcntl.flock(9, fcntl.LOCK_EX | fcntl.LOCK_NB)
except BlockingIOError:
    print("Another command installs into .venv; waiting for it …", flush=True)
    fcntl.flock(9, fcntl.LOCK_EX)
except OSError:
    pass  # Some file systems know no locks.'
    if ! is_ready; then
        echo "Installing the pinned packages of $list into .venv …"
        # What an interrupted installation left may look whole to pip.
        [ ! -e "$unfinished" ] && .venv/bin/python -m pip --version >/dev/null 2>&1 || { rm -rf .venv && mkdir .venv; }
        touch "$unfinished"
        [ -x .venv/bin/python ] || "$python" -m venv .venv 9<&- || {
            echo "scripts: $python cannot make an environment; install its venv module (on Debian: apt-get install python3-venv)." >&2
            exit 1
        }
        PIP_USER=0 .venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r "$list" 9<&-
        echo "$wanted" > "$stamp"
        rm "$unfinished"
    fi
    exec 9<&-
fi

PATH="$PWD/.venv/bin:$PATH"
NO_MKDOCS_2_WARNING=1
export PATH NO_MKDOCS_2_WARNING
