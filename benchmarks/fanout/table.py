#!/usr/bin/env python3
"""Medians of a run as the rows of docs/performance.md.

  table.py OUT.jsonl                    deliveries per server-CPU-second, and ratios to SignalR and to "other"
  table.py --idle NAME SECONDS <ROW     one row about idle connections
"""
import json
import statistics
import sys


def median(rows, field):
    return statistics.median(map(field, rows)) if rows else 0


def per_cpu_second(row):
    """Deliveries; without subscribers the acknowledged publishes are what is compared."""
    if row["deliv_per_s"]:
        return row["deliv_per_cpu_s"]
    return row["acked_per_s"] * row["secs"] / max(row["server_cpu_s"], 0.01)


def ratio(rows, to):
    return f"{median(rows, per_cpu_second) / median(to, per_cpu_second):.2f}" if to else ""


def throughput(path):
    with open(path, encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    failed = [row for row in rows if "failed" in row]
    rows = [row for row in rows if "failed" not in row]
    faults = 0
    for scenario in dict.fromkeys(row["scenario"] for row in rows):
        print(f"\n### {scenario}\n")
        print("| server | per CPU-s | × SignalR | × other | deliveries/s | publishes/s | p50 ms | p99 ms |")
        print("| --- | --: | --: | --: | --: | --: | --: | --: |")
        groups = {}
        for row in rows:
            if row["scenario"] == scenario:
                groups.setdefault(row["label"], []).append(row)
        for label, group in groups.items():
            faults += sum(row[k] for row in group for k in ("lost", "dup", "ooo", "corrupt", "disconnects"))
            other = groups.get({"broker": "other", "chat": "other-chat"}.get(label))
            print(f"| {label} | {median(group, per_cpu_second):,.0f} | {ratio(group, groups.get('signalr'))} "
                  f"| {ratio(group, other)} "
                  f"| {median(group, lambda row: row['deliv_per_s']):,.0f} "
                  f"| {median(group, lambda row: row['acked_per_s']):,.0f} "
                  f"| {median(group, lambda row: row['p50_us']) / 1000:.2f} "
                  f"| {median(group, lambda row: row['p99_us']) / 1000:.2f} |")
    print(f"\nLost, doubled, reordered, corrupt or disconnected: {faults}; failed runs: {len(failed)}\n")


def idle(name, started, row):
    print(f"| {name} | {row['kib_per_conn']:.2f} | {row['connect_per_s']:,.0f} "
          f"| {row['connect_cpu_s'] * 1_000_000 / row['connected']:,.0f} | {float(started):.2f} |")


if sys.argv[1] == "--idle":
    idle(sys.argv[2], sys.argv[3], json.load(sys.stdin))
else:
    throughput(sys.argv[1])
