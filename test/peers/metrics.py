"""Reads a scrape with Prometheus' own parser and checks what it understood."""
import sys
from prometheus_client.parser import text_string_to_metric_families

families = {family.name: family for family in text_string_to_metric_families(sys.stdin.read())}
samples = {(sample.name, tuple(sorted(sample.labels.items()))): sample.value for f in families.values() for sample in f.samples}
assert families["leeway_acknowledgement_seconds"].type == "histogram"
assert samples[("leeway_acknowledgement_seconds_bucket", (("le", "0.25"), ("outcome", "acknowledged")))] == 2
assert samples[("leeway_acknowledgement_seconds_count", (("outcome", "acknowledged"),))] == 3
assert samples[("leeway_problems_total", (("code", "message-parked"), ("level", "error")))] == 1
assert samples[("leeway_database_up", ())] == 0
assert samples[("leeway_slack_connections", ())] == 2
assert families["leeway_build_info"].samples[0].labels["version"] == '1.0.0 "quoted" \\ and\nbroken'
print(f"metrics: {len(samples)} samples of {len(families)} families read as meant")
