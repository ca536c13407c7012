#!/usr/bin/env python3
"""Working-day dates made apart from the program: the same notices of the State Council, another language, another way of counting.
Usage: make.py > dates.csv   (the same bytes each time); `heye calendar explain` must give every date and every derivation."""
import csv
import datetime
import random
import sys

# Days off and make-up working days of each notice, as printed there (month-day; a year before a date: the notice reaches back).
NOTICES = {
    2022: ("01-01..01-03 01-31..02-06 04-03..04-05 04-30..05-04 06-03..06-05 09-10..09-12 10-01..10-07",
           "01-29 01-30 04-02 04-24 05-07 10-08 10-09"),
    2023: ("2022-12-31..2023-01-02 01-21..01-27 04-05 04-29..05-03 06-22..06-24 09-29..10-06",
           "01-28 01-29 04-23 05-06 06-25 10-07 10-08"),
    2024: ("01-01 02-10..02-17 04-04..04-06 05-01..05-05 06-10 09-15..09-17 10-01..10-07",
           "02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12"),
    2025: ("01-01 01-28..02-04 04-04..04-06 05-01..05-05 05-31..06-02 10-01..10-08",
           "01-26 02-08 04-27 09-28 10-11"),
    2026: ("01-01..01-03 02-15..02-23 04-04..04-06 05-01..05-05 06-19..06-21 09-25..09-27 10-01..10-07",
           "01-04 02-14 02-28 05-09 09-20 10-10"),
}
# Counted by hand when the calendar was designed.
BY_HAND = """2022-01-28+3=2022-02-07 2022-12-30+1=2023-01-03 2023-04-28+5=2023-05-09 2023-09-28+3=2023-10-09 2024-02-09+3=2024-02-20
2024-09-13+3=2024-09-19 2025-01-24+3=2025-02-05 2025-09-26+7=2025-10-13 2025-09-30+3=2025-10-11 2026-02-13+3=2026-02-25 2026-02-14+7=2026-03-03
2026-04-30+5=2026-05-11 2026-09-18+3=2026-09-22 2026-09-24+7=2026-10-12 2026-09-30+15=2026-10-27 2026-11-23+15=2026-12-14"""
MORE = 200
DAY = datetime.timedelta(days=1)


def date_of(text, year):
    return datetime.date.fromisoformat(text if len(text) == 10 else f"{year}-{text}")


def notices():
    """Every day of the published years: what it is."""
    kind = {}
    d = datetime.date(2022, 1, 1)
    while d.year <= 2026:
        kind[d] = "weekend" if d.weekday() >= 5 else "work"
        d += DAY
    for year, (off, worked) in NOTICES.items():
        for span in off.split():
            first, _, last = span.partition("..")
            d, end = date_of(first, year), date_of(last or first, year)
            while d <= end:
                kind[d] = "holiday"
                d += DAY
        for text in worked.split():
            kind[date_of(text, year)] = "exchange"
    return kind


def add(kind, start, n):
    """The sorted list of working days after the start, and its n-th element: not a walk."""
    days = sorted(d for d in kind if d > start and kind[d] in ("work", "exchange"))
    return days[n - 1] if n else start


def derivation(kind, start, end):
    parts, d = [f"counted from {start + DAY}"], start + DAY
    while d <= end:
        if kind[d] == "exchange":
            parts.append(f"{d} worked in exchange")
        elif kind[d] != "work":
            first, names = d, set()
            while kind[d] in ("weekend", "holiday"):
                names.add(kind[d])
                d += DAY
            last = d - DAY
            name = "holiday" if "holiday" in names else "weekend"
            parts.append(f"{name} {first}" + (f" to {last}" if last != first else ""))
            continue
        d += DAY
    return "; ".join(parts)


def cases(kind):
    for text in BY_HAND.split():
        start, _, rest = text.partition("+")
        n, _, end = rest.partition("=")
        yield datetime.date.fromisoformat(start), int(n), datetime.date.fromisoformat(end)
    dice = random.Random(20261128)
    near = [d for d in kind if kind[d] in ("holiday", "exchange")]
    for i in range(MORE):
        n = dice.choice([1, 2, 3, 5, 7, 10, 15, 20, 30, 60])
        if i % 2:  # every other one begins shortly before a day of the notices
            start = dice.choice(near) - dice.randint(0, n + 2) * DAY
        else:
            start = datetime.date(2022, 1, 1) + dice.randint(0, 1700) * DAY
        start = min(max(start, datetime.date(2022, 1, 1)), datetime.date(2026, 9, 10))
        yield start, n, None


def main():
    kind = notices()
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["start", "days", "end", "derivation"])
    for start, n, by_hand in cases(kind):
        end = add(kind, start, n)
        assert by_hand in (None, end), (start, n, by_hand, end)
        out.writerow([start, n, end, derivation(kind, start, end)])


if __name__ == "__main__":
    main()
