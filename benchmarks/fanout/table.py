#!/usr/bin/env python3
"""Medians of a run as the rows of docs/performance.md: deliveries per server-CPU-second, and ratios to SignalR.

  table.py OUT.jsonl
"""
import json
import statistics
import sys


def median(rows, field):
    return statistics.median(row[field] for row in rows)


def main(path):
    rows = [json.loads(line) for line in open(path, encoding="utf-8")]
    faults = 0
    for scenario in dict.fromkeys(row["scenario"] for row in rows):
        print(f"\n### {scenario}\n")
        print("| server | deliveries per CPU-s | × SignalR | deliveries/s | publishes/s | p50 ms | p99 ms |")
        print("| --- | --: | --: | --: | --: | --: | --: |")
        mine = [row for row in rows if row["scenario"] == scenario and "failed" not in row]
        base = [row for row in mine if row["label"] == "signalr"]
        for label in dict.fromkeys(row["label"] for row in mine):
            group = [row for row in mine if row["label"] == label]
            faults += sum(row[k] for row in group for k in ("lost", "dup", "ooo", "corrupt", "disconnects"))
            # Without subscribers the publishes themselves are what is compared.
            field = "deliv_per_cpu_s" if median(group, "deliv_per_s") else "acked_per_s"
            ratio = median(group, field) / max(1, median(base, field)) if base else 0
            print(f"| {label} | {median(group, 'deliv_per_cpu_s'):,.0f} | {ratio:.2f} "
                  f"| {median(group, 'deliv_per_s'):,.0f} | {median(group, 'acked_per_s'):,.0f} "
                  f"| {median(group, 'p50_us') / 1000:.2f} | {median(group, 'p99_us') / 1000:.2f} |")
    print(f"\nLost, doubled, reordered, corrupt or disconnected: {faults}\n")


main(sys.argv[1])
