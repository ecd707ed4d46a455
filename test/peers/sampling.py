"""Expected intervals of a share of answers by Wilson's score, from scipy; prints JSON. Called by run.sh."""
import json

from scipy.stats import binomtest

counts = [(0, 1), (1, 1), (0, 10), (4, 9), (10, 10), (7, 30), (1, 200), (3411, 3412)]
print(json.dumps([
    {"hits": hits, "total": total, "low": ci.low, "high": ci.high}
    for hits, total in counts
    for ci in [binomtest(hits, total).proportion_ci(confidence_level=0.95, method="wilson")]
]))
