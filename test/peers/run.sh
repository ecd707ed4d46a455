#!/usr/bin/env bash
# Computes the expected values anew and compares them with the committed ones; --write replaces them.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
[ -x "$here/.venv/bin/python" ] || python3 -m venv "$here/.venv"
"$here/.venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
made=$(mktemp)
trap 'rm -f "$made"' EXIT
for name in distances comparison hours; do
  fixture="$here/../fixtures/$name.json"
  "$here/.venv/bin/python" "$here/$name.py" > "$made"
  if [ "${1:-}" = --write ]; then cat "$made" > "$fixture" && (cd "$here/../.." && npx oxfmt --write "test/fixtures/$name.json"); else "$here/.venv/bin/python" "$here/compare.py" "$made" "$fixture"; fi
done
"$here/../../node_modules/.bin/node" "$here/expose.ts" | "$here/.venv/bin/python" "$here/metrics.py"
