#!/usr/bin/env python3
"""The cost curve: figures of all runs in doc/cost.csv, as tables in doc/cost.md and as a picture in doc/cost.svg, drawn here without any library.

The arithmetic of doc/capacity.md is done here as well, from the largest base of each engine.

Usage: bench/curve.py      draws anew from doc/cost.csv; bench/run --keep adds the figures of a run first
"""
import csv
import math
import pathlib

DOC = pathlib.Path(__file__).resolve().parent.parent / "doc"
ENGINES = {"sqlite": "SQLite", "pg": "PostgreSQL"}
# key: unit, title, title in Chinese
FIGURES = {
    "list": ("µs", "Queue list of 20 rows", "待办列表"),
    "matter": ("µs", "Matter page", "事项页"),
    "tracking": ("µs", "Tracking page", "查进度"),
    "create": ("µs", "Create", "登记一件事"),
    "search": ("ms", "Search, middle of many", "搜索"),
    "overview": ("ms", "Overview of a year", "总览"),
    "report": ("ms", "Work report of a year", "工作报告"),
    "figure": ("ms", "List of a figure", "数字背后的清单"),
    "rate": ("/s", "Durable creates a second", "每秒登记"),
    "bytes": ("KB", "Database for each matter", "每件占用"),
}
PANELS = ("list", "matter", "tracking", "create", "search", "overview", "report", "figure")


class Figures:
    """(engine, townships, matters, figure) → value."""

    def __init__(self):
        self.value, self.path = {}, DOC / "cost.csv"
        if self.path.exists():
            with open(self.path, newline="") as f:
                self.value = {(r["engine"], int(r["townships"]), int(r["matters"]), r["figure"]): float(r["value"]) for r in csv.DictReader(f)}

    def keep(self, measured):
        self.value.update(measured)
        with open(self.path, "w", newline="") as f:
            rows = csv.writer(f, lineterminator="\n")
            rows.writerow(("engine", "townships", "matters", "figure", "value"))
            for key in sorted(self.value):
                rows.writerow((*key, f"{self.value[key]:.4g}"))

    def bases(self):
        return sorted({key[:3] for key in self.value}, key=lambda b: (list(ENGINES).index(b[0]), b[2], b[1]))

    def line(self, engine, figure):
        """Points from small to large."""
        return sorted((matters, value, towns) for (e, towns, matters, f), value in self.value.items() if (e, f) == (engine, figure) and value > 0)


def short(matters):
    return f"{matters // 1000000} M" if matters >= 1000000 else f"{matters // 1000} k" if matters >= 1000 else str(matters)


def number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def table(figures):
    bases = figures.bases()
    lines = ["| figure | unit | " + " | ".join(f"{ENGINES[e]} {short(m)}{f' in {t} townships' if t > 1 else ''}" for e, t, m in bases) + " |",
             "| --- | --- |" + " --- |" * len(bases)]
    for key, (unit, title, _) in FIGURES.items():
        cells = [number(figures.value[(*base, key)]) if (*base, key) in figures.value else "–" for base in bases]
        lines.append(f"| {title} | {unit} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def growth(figures):
    """How much more the largest base costs than the smallest one of its engine."""
    lines = ["| figure | engine | from | to | × |", "| --- | --- | --- | --- | --- |"]
    for key in PANELS:
        for engine, name in ENGINES.items():
            points = figures.line(engine, key)
            if len(points) > 1 and points[0][1] > 0:
                lines.append(f"| {FIGURES[key][1]} | {name} | {short(points[0][0])} | {short(points[-1][0])} | {points[-1][1] / points[0][1]:.2f} |")
    return "\n".join(lines)


# -- the picture

WIDTH, PANEL_W, PANEL_H, LEFT, TOP, COLUMNS = 1000, 230, 190, 30, 86, 4


def text(x, y, words, size=11, anchor="start", weight="normal"):
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" font-weight="{weight}">{words}</text>'


def mark(engine, x, y):
    """Filled circles and hollow squares: told apart without colour."""
    if engine == "sqlite":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="#1d3f36"/>'
    return f'<rect x="{x - 4:.1f}" y="{y - 4:.1f}" width="8" height="8" fill="#fff" stroke="#8a4b12" stroke-width="2"/>'


def stroke(engine):
    return 'stroke="#1d3f36" stroke-width="2"' if engine == "sqlite" else 'stroke="#8a4b12" stroke-width="2" stroke-dasharray="6 4"'


def steps(least, most):
    """Round values between, for a scale on which each step is as much more as the one before."""
    powers = range(math.floor(math.log10(least)), math.ceil(math.log10(most)) + 1)
    return [n * 10.0 ** p for p in powers for n in ((1, 2, 5) if most / least < 60 else (1,)) if least <= n * 10.0 ** p <= most]


def panel(figures, key, column, row, low, high):
    unit, title, chinese = FIGURES[key]
    x0, y0 = LEFT + column * (PANEL_W + 10) + 28, TOP + row * (PANEL_H + 58)
    wide, tall = PANEL_W - 40, PANEL_H - 50
    values = [v for e in ENGINES for _, v, _ in figures.line(e, key)] or [1]
    least, most = min(values) / 2, max(values) * 2
    out = [text(x0 - 28, y0 - 10, f"{title}, {unit}", 13, weight="bold"), text(x0 - 28, y0 + 6, chinese, 12)]
    top = y0 + 18

    def across(matters):
        return x0 + wide * (math.log10(matters / low) / math.log10(high / low) if high > low else 0.5)

    def down(value):
        return top + tall * (1 - math.log(value / least) / math.log(most / least))

    for value in steps(least, most):
        out.append(f'<line x1="{x0}" x2="{x0 + wide}" y1="{down(value):.1f}" y2="{down(value):.1f}" stroke="#ccc"/>')
        out.append(text(x0 - 5, down(value) + 4, f"{value:,.0f}" if value >= 1 else f"{value:g}", 10, "end"))
    matters = 10 ** math.ceil(math.log10(low))
    while matters <= high:
        out.append(text(across(matters), top + tall + 15, short(matters), 10, "middle"))
        matters *= 10
    for engine in ENGINES:
        points = [(across(m), down(v)) for m, v, _ in figures.line(engine, key)]
        out.append(f'<polyline fill="none" {stroke(engine)} points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in points)}"/>')
        out += [mark(engine, x, y) for x, y in points]
    return out


def picture(figures):
    sizes = [key[2] for key in figures.value]
    low, high = min(sizes), max(sizes)
    rows = -(-len(PANELS) // COLUMNS)
    height = TOP + rows * (PANEL_H + 58)
    described = "; ".join(f"{FIGURES[k][1]}, {ENGINES[e]}: " + ", ".join(f"{short(m)} {number(v)} {FIGURES[k][0]}" for m, v, _ in figures.line(e, k))
                          for k in PANELS for e in ENGINES if figures.line(e, k))
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img" '
           f'font-family="sans-serif" fill="#222"><title>What a page costs as the township grows</title><desc>{described}</desc>',
           f'<rect width="{WIDTH}" height="{height}" fill="#fff"/>',
           text(LEFT, 26, "What it costs, by the number of matters in the base", 16, weight="bold"),
           text(LEFT, 46, "随着事项增多，每一页的花费。µs: processor time of program and database a request · ms: until the answer, one at a time · both scales by powers of ten", 12)]
    for engine, x in (("sqlite", 660), ("pg", 800)):
        out += [f'<line x1="{x}" x2="{x + 40}" y1="22" y2="22" {stroke(engine)}/>', mark(engine, x + 20, 22), text(x + 48, 26, ENGINES[engine], 13)]
    for i, key in enumerate(PANELS):
        out += panel(figures, key, i % COLUMNS, i // COLUMNS, low, high)
    return "\n".join([*out, "</svg>", ""])


# -- how much is needed where: the assumptions are told in doc/capacity.md

PLACES = (("township", 30_000), ("county", 700_000), ("province", 83_000_000), ("nation", 1_410_000_000))
A_YEAR = (("usual", 0.1), ("stress", 1.0))  # matters for each resident
READS, WRITES, PEAK, FILES_KB, DAY_S = 46, 14, 10, 400, 86_400
BEGIN, END = "<!-- written by bench/curve.py -->", "<!-- end -->"


def cost_of(figures, engine):
    """The largest base of an engine; seconds of a processor for a page (the mean of list, matter and tracking page) and for a write (a create),
    kilobytes for a matter."""
    bases = [b for b in figures.bases() if b[0] == engine]
    for base in sorted(bases, key=lambda b: -b[2]):
        v = {f: figures.value.get((*base, f)) for f in ("list", "matter", "tracking", "create", "bytes")}
        if all(v.values()):
            return base, (v["list"] + v["matter"] + v["tracking"]) / 3e6, v["create"] / 1e6, v["bytes"]
    return None


def capacity(figures):
    lines = []
    for engine, name in ENGINES.items():
        found = cost_of(figures, engine)
        if not found:
            continue
        base, page, write, kb = found
        lines += [f"**{name}**, from its base of {base[2]:,} matters{f' in {base[1]} townships' if base[1] > 1 else ''}: a page {page * 1e6:,.0f} µs, "
                  f"a write {write * 1e6:,.0f} µs of a processor, {kb:.1f} KB of database for each matter.", "",
                  "| place | residents | year | matters a day | requests a second, mean · peak | writes a second at the peak | processors at the peak | "
                  "database a year | pictures a year |", "| --- | --- | --- | --- | --- | --- | --- | --- | --- |"]
        for place, residents in PLACES:
            for year, each in A_YEAR:
                matters = residents * each
                mean = matters * (READS + WRITES) / 365 / DAY_S
                writes = matters * WRITES / 365 / DAY_S * PEAK
                busy = matters * (READS * page + WRITES * write) / 365 / DAY_S * PEAK
                lines.append(f"| {place} | {residents:,} | {year} | {matters / 365:,.0f} | {mean:,.2f} · {mean * PEAK:,.1f} | {writes:,.2f} | {f'{busy:,.3f}' if busy >= 0.001 else 'below 0.001'} | "
                             f"{matters * kb / 1e6:,.2f} GB | {matters * FILES_KB / 1e6:,.0f} GB |")
        lines.append("")
    return "\n".join(lines)


def draw(figures):
    if not figures.value:
        return
    (DOC / "cost.svg").write_text(picture(figures))
    (DOC / "cost.md").write_text(f"""# What it costs as it grows

Written by `bench/run --keep` from the figures of its runs ([cost.csv](cost.csv)); [bench/README.md](../bench/README.md) says how they are measured.
µs: processor time of the program and the database server together, for each request under 64 connections. ms: from the question to the answer,
one visitor alone. The machine: 2 cores, shared with the clients.

![Eight small charts, one for each figure, SQLite and PostgreSQL in each](cost.svg)

{table(figures)}

## Largest beside smallest

{growth(figures)}
""")
    text = (DOC / "capacity.md").read_text()
    head, rest = text.split(BEGIN)
    (DOC / "capacity.md").write_text(head + BEGIN + "\n" + capacity(figures) + END + rest.split(END)[1])


if __name__ == "__main__":
    draw(Figures())
