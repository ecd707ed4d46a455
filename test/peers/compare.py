"""Compares two fixtures: the same structure, numbers equal to one part in a billion (sums depend on the machine's order)."""
import json
import math
import sys


def differences(a, b, path="$"):
    if isinstance(a, dict) and isinstance(b, dict) and a.keys() == b.keys():
        return [found for key in a for found in differences(a[key], b[key], f"{path}.{key}")]
    if isinstance(a, list) and isinstance(b, list) and len(a) == len(b):
        return [found for index, pair in enumerate(zip(a, b)) for found in differences(*pair, f"{path}[{index}]")]
    if isinstance(a, (int, float)) and isinstance(b, (int, float)) and math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9):
        return []
    return [] if a == b else [path]


with open(sys.argv[1]) as left, open(sys.argv[2]) as right:
    found = differences(json.load(left), json.load(right))
if found:
    sys.exit(f"{len(found)} values differ, first {found[0]}. If that is meant: bash test/peers/run.sh --write")
print("The committed values are what numpy and scipy say.")
