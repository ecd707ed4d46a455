#!/usr/bin/env bash
# Computes the expected values anew and compares them with the committed ones; --write replaces them.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
fixture="$here/../fixtures/distances.json"
[ -x "$here/.venv/bin/python" ] || python3 -m venv "$here/.venv"
"$here/.venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
made=$(mktemp)
trap 'rm -f "$made"' EXIT
"$here/.venv/bin/python" "$here/distances.py" > "$made"
if [ "${1:-}" = --write ]; then cat "$made" > "$fixture" && (cd "$here/../.." && npx oxfmt --write test/fixtures/distances.json); else "$here/.venv/bin/python" "$here/compare.py" "$made" "$fixture"; fi
