"""Expected figures of six hours at a time, row by row in Python and numpy; prints JSON. Called by run.sh."""
import csv
import datetime
import json
import pathlib

import duckdb
import numpy as np

root = pathlib.Path(__file__).resolve().parents[2]
flights = root / "node_modules/vega-datasets/data/flights-3m.parquet"
sql = duckdb.connect()


def rows(start, end):
    query = f"select origin, date, delay from '{flights}' where date >= timestamp '{start}' and date < timestamp '{end}'"
    return sql.execute(query).fetchall()


def medians(start, end):
    found, groups = rows(start, end), {}
    for origin, date, delay in found:
        groups.setdefault((origin, date.hour), []).append(delay)
    return {key: round(float(np.median(values)), 4) for key, values in groups.items()}, float(np.median([row[2] for row in found]))


with open(root / "examples/flights/models/v1.csv") as file:
    v1 = ({(row["origin"], int(row["hour"])): float(row["mean"]) for row in csv.DictReader(file)}, 6.339)
versions = {"1": v1, "3": medians("2001-05-07", "2001-06-04")}


def judge(model, overall, found):
    said = np.array([model.get((origin, date.hour), overall) for origin, date, _ in found])
    delays = np.array([float(delay) for _, _, delay in found])
    late = delays >= 15
    return {
        "mae": float(np.mean(np.abs(delays - said))),
        "costlyCalledShare": float(np.sum(late & (said >= 15)) / np.sum(late)),
    }


def window(day, hour):
    start = datetime.datetime.combine(day, datetime.time(hour))
    found = [row for row in rows(day, day + datetime.timedelta(days=1)) if start <= row[1] < start + datetime.timedelta(hours=6)]
    if len(found) == 0:
        return None
    on_time = float(np.mean([row[2] < 15 for row in found]))
    return {"rows": len(found), "onTime": on_time, **{name: judge(*model, found) for name, model in versions.items()}}


days = [datetime.date(2001, 6, 11) + datetime.timedelta(days=offset) for offset in range(7)]
print(json.dumps({f"{day}T{hour:02}": window(day, hour) for day in days for hour in (0, 6, 12, 18)}, indent=2))
