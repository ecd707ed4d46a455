"""Expected values of src/monitor from numpy and scipy; prints JSON. Called by run.sh."""
import json
import pathlib
import sys

import duckdb
import numpy as np
from scipy.spatial.distance import jensenshannon
from scipy.stats import wasserstein_distance

root = pathlib.Path(__file__).resolve().parents[2]
flights = root / "node_modules/vega-datasets/data/flights-3m.parquet"
sql = duckdb.connect()


def psi(reference, current, empty=0.0001):
    p = np.asarray(reference) / np.sum(reference)
    q = np.asarray(current) / np.sum(current)
    p, q = np.where(p == 0, empty, p), np.where(q == 0, empty, q)
    return float(np.sum((q - p) * np.log(q / p)))


def column(expression, start, end):
    query = f"select {expression} as x from '{flights}' where date >= timestamp '{start}' and date < timestamp '{end}' order by all"
    return sql.execute(query).fetchnumpy()["x"]


def cells(values, edges):
    """Cell i holds edge[i-1] < x <= edge[i]."""
    return np.bincount(np.searchsorted(edges, values, side="left"), minlength=len(edges) + 1)


def edges_of(values):
    """As src/engines/bins.ts: one a value if few; else 232 equal shares, the outer two halved again and again; no maximum."""
    distinct = np.unique(values)
    if len(distinct) <= 256:
        return distinct[:-1]
    halves = np.array([1 / 232 / 2**index for index in range(1, 13)])
    halves = halves[halves * len(values) >= 1]
    levels = np.concatenate([halves, np.arange(1, 232) / 232, 1 - halves])
    found = np.unique(np.quantile(values, levels, method="inverted_cdf"))
    return found[found < distinct[-1]]


def shares(reference, current):
    names = sorted(set(reference) | set(current))
    count = lambda values: [int(np.sum(values == name)) for name in names]
    return names, count(reference), count(current)


def synthetic():
    random = np.random.default_rng(1993)
    reference = random.normal(0, 1, 20_000)
    made = []
    for name, current in [
        ("same", random.normal(0, 1, 5_000)),
        ("shifted by a quarter", random.normal(0.25, 1, 5_000)),
        ("twice as wide", random.normal(0, 2, 5_000)),
        ("somewhere else", random.uniform(6, 7, 1_000)),
    ]:
        made.append(numeric(name, reference, current, edges_of(reference)))
    return made


def numeric(name, reference, current, edges):
    p, q = cells(reference, edges), cells(current, edges)
    side = lambda values, counts: {
        "n": len(values),
        "counts": [int(count) for count in counts],
        "sum": float(np.sum(values)),
        "sumSquares": float(np.sum(np.square(values.astype(float)))),
        "min": float(np.min(values)),
        "max": float(np.max(values)),
    }
    return {
        "name": name,
        "edges": [float(edge) for edge in edges],
        "reference": side(reference, p),
        "current": side(current, q),
        "psi": psi(p, q),
        "jensenShannon": float(jensenshannon(p, q, base=2)),
        "wasserstein": float(wasserstein_distance(reference, current) / np.std(reference)),
    }


def real():
    january, week = ("2001-01-01", "2001-02-01"), ("2001-06-11", "2001-06-18")
    made = []
    for name in ["delay", "distance", "hour(date)"]:
        reference, current = column(name, *january), column(name, *week)
        entry = numeric(name, reference, current, edges_of(reference))
        deciles = np.unique(np.quantile(reference, np.arange(1, 10) / 10, method="inverted_cdf"))
        entry["decilePsi"] = psi(cells(reference, deciles), cells(current, deciles))
        made.append(entry)
    return made


def categorical():
    names, p, q = shares(column("origin", "2001-01-01", "2001-02-01"), column("origin", "2001-06-11", "2001-06-18"))
    return {"categories": names, "reference": p, "current": q, "psi": psi(p, q), "jensenShannon": float(jensenshannon(p, q, base=2))}


def performance():
    rows = sql.execute(
        f"""with f as (select *, hour(date) as h from '{flights}'),
        m as (select origin, h, round(avg(delay), 4) as mean from f where date < timestamp '2001-02-01' group by all)
        select f.delay as y, coalesce(m.mean, (select round(avg(delay), 4) from f where date < timestamp '2001-02-01')) as p
        from f left join m using (origin, h) where f.date >= timestamp '2001-06-11' and f.date < timestamp '2001-06-18' order by all"""
    ).fetchnumpy()
    error = rows["y"] - rows["p"]
    return {
        "n": len(error),
        "mae": float(np.mean(np.abs(error))),
        "rmse": float(np.sqrt(np.mean(error**2))),
        "bias": float(np.mean(error)),
        "constantMae": float(np.mean(np.abs(rows["y"] + 1))),
    }


json.dump(
    {
        "madeBy": "bash test/peers/run.sh --write",
        "synthetic": synthetic(),
        "flights": {
            "reference": "January 2001",
            "current": "week of 11 June 2001",
            "numeric": real(),
            "origin": categorical(),
            "performance": performance(),
        },
    },
    sys.stdout,
)
