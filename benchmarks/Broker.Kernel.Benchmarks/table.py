#!/usr/bin/env python3
"""Medians of the rounds of benchmarks/kernel.sh, the kernel's beside Akka.NET's, and whether the goals are met.

  table.py FOLDER    with the rounds' tables as ENGINE.ROUND.md
"""
import pathlib
import statistics
import sys

# At least so many times Akka.NET's rate.
RATIOS_MIN = {
    "tell, 1 producer": 1.2,
    "tell, 2 producers": 1.2,
    "ping-pong, 1 pair": 1.7,
    "spawn and stop, watched": 20,
    "spawn and stop": 20,
}
# At most so many.
FIGURES_MAX = {"idle actor": 400}


def medians(folder, engine):
    rounds = {}
    for path in folder.glob(f"{engine}.*.md"):
        # Akka.NET logs to the same output.
        rows = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("|")]
        for line in rows[2:]:
            name, figure, unit = (cell.strip() for cell in line.strip("|").split("|"))
            rounds.setdefault((name, unit), []).append(float(figure.replace(",", "")))
    return {row: statistics.median(figures) for row, figures in rounds.items()}


def verdict(name, figure, ratio):
    if name in FIGURES_MAX:
        most = FIGURES_MAX[name]
        return f"≤ {most}: {'met' if figure <= most else 'missed'}"
    if name in RATIOS_MIN and ratio:
        least = RATIOS_MIN[name]
        return f"≥ {least} ×: {'met' if ratio >= least else 'missed'}"
    return ""


def main(folder):
    kernel, akka = medians(folder, "kernel"), medians(folder, "akka")
    print("| | kernel | Akka.NET | ratio | goal |")
    print("| --- | --: | --: | --: | --- |")
    for (name, unit), figure in kernel.items():
        other = akka.get((name, unit))
        ratio = figure / other if other else None
        print(f"| {name}, {unit} | {figure:,.0f} | {f'{other:,.0f}' if other else ''} "
              f"| {f'{ratio:.2f}' if ratio else ''} | {verdict(name, figure, ratio)} |")


main(pathlib.Path(sys.argv[1]))
