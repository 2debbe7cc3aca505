"""What the program counts about itself, for an operator's monitoring; no name, no address, no content."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

REGISTRY = CollectorRegistry()
SECONDS = (0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60)

requests = Counter("kompass_requests", "HTTP requests answered.", ["status"], registry=REGISTRY)
refused = Counter("kompass_refused", "Requests and websockets refused.", ["status"], registry=REGISTRY)
sockets = Gauge("kompass_open_websockets", "Websockets open now: one for each open page.", registry=REGISTRY)
runs = Histogram("kompass_script_run_seconds", "Runs of a page.", ["page"], buckets=SECONDS, registry=REGISTRY)
errors = Counter("kompass_unexpected_errors", "Page runs that ended in an error number.", registry=REGISTRY)
publishing = Histogram("kompass_publish_seconds", "Snapshots built.", buckets=SECONDS, registry=REGISTRY)
unpublished = Counter("kompass_publish_failures", "Snapshots that could not be built.", registry=REGISTRY)
ledger_entries = Gauge("kompass_ledger_entries", "Entries in the ledger.", registry=REGISTRY)
snapshot_age = Gauge("kompass_snapshot_age_seconds", "Since the snapshot shown was built.", registry=REGISTRY)
is_ready = Gauge("kompass_ready", "1 if ledger and snapshot can be read and belong together.", registry=REGISTRY)
