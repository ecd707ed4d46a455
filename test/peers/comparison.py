"""Expected values of a comparison of versions, row by row in Python and numpy; prints JSON. Called by run.sh."""
import csv
import json
import pathlib

import duckdb
import numpy as np

root = pathlib.Path(__file__).resolve().parents[2]
flights = root / "node_modules/vega-datasets/data/flights-3m.parquet"
sql = duckdb.connect()


def rows(start, end):
    query = f"select origin, hour(date) as hour, delay from '{flights}' where date >= timestamp '{start}' and date < timestamp '{end}'"
    found = sql.execute(query).fetchnumpy()
    return list(zip(found["origin"], found["hour"].tolist())), found["delay"].astype(float)


def table(version):
    with open(root / f"examples/flights/models/{version}.csv") as file:
        return {(row["origin"], int(row["hour"])): float(row["mean"]) for row in csv.DictReader(file)}


def medians(start, end):
    keys, delays = rows(start, end)
    groups = {}
    for key, delay in zip(keys, delays):
        groups.setdefault(key, []).append(delay)
    return {key: round(float(np.median(values)), 4) for key, values in groups.items()}, float(np.median(delays))


def judge(model, overall, keys, delays):
    said = np.array([model.get(key, overall) for key in keys])
    error = delays - said
    late, called = delays >= 15, said >= 15
    return {
        "fallback": sum(key not in model for key in keys),
        "mae": float(np.mean(np.abs(error))),
        "bias": float(np.mean(error)),
        "rmse": float(np.sqrt(np.mean(error**2))),
        "largeMisses": int(np.sum(np.abs(error) > 30)),
        "called": int(np.sum(called)),
        "calledRight": int(np.sum(called & late)),
    }


def window(start, end, models):
    keys, delays = rows(start, end)
    return {
        "start": start,
        "end": end,
        "rows": len(keys),
        "costlyActual": int(np.sum(delays >= 15)),
        "constantMae": float(np.mean(np.abs(delays + 1))),
        "versions": {name: judge(*model, keys, delays) for name, model in models.items()},
    }


v1 = (table("v1"), 6.339)
v2 = (table("v2"), 7.5327)
v3 = medians("2001-05-07", "2001-06-04")
result = {
    "april": window("2001-04-01", "2001-04-09", {"1": v1, "2": v2}),
    "june": {**window("2001-06-04", "2001-06-11", {"1": v1, "3": v3}), "overallMedian": v3[1], "groups": len(v3[0])},
}
print(json.dumps(result, indent=2))
