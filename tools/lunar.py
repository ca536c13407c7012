#!/usr/bin/env python3
"""Computes the months of the Chinese calendar (GB/T 33661-2017) as the table of src/openday/lunar.c holds them.

Usage: tools/lunar.py [FIRST LAST]      prints one C row for each lunar year; by default 2022 to 2050

New moons after Meeus, Astronomical Algorithms, chapter 49, with the corrections of more than five seconds; the sun's longitude after chapter 25 (0.01 degrees,
a quarter of an hour); delta T as a straight line through these decades. A month begins on the day of Beijing time on which its new moon falls. Month 11 holds
the winter solstice. Of thirteen months between two such months the first without a principal term (a multiple of 30 degrees) is the leap month.
"""
import datetime
import math
import sys

BEIJING = 8 / 24


def sin(x):
    return math.sin(math.radians(x))


def delta_t(jde):
    return (69.2 + 0.35 * (jde - 2459580) / 365.25) / 86400


def new_moon(k):
    """Julian day (UT) of new moon number k, counted from January 2000."""
    t = k / 1236.85
    jde = 2451550.09766 + 29.530588861 * k + 0.00015437 * t * t - 0.00000015 * t ** 3
    e = 1 - 0.002516 * t - 0.0000074 * t * t
    m = 2.5534 + 29.10535670 * k - 0.0000014 * t * t
    n = 201.5643 + 385.81693528 * k + 0.0107582 * t * t
    f = 160.7108 + 390.67050284 * k - 0.0016118 * t * t
    o = 124.7746 - 1.56375588 * k + 0.0020672 * t * t
    jde += (-0.40720 * sin(n) + 0.17241 * e * sin(m) + 0.01608 * sin(2 * n) + 0.01039 * sin(2 * f) + 0.00739 * e * sin(n - m)
            - 0.00514 * e * sin(n + m) + 0.00208 * e * e * sin(2 * m) - 0.00111 * sin(n - 2 * f) - 0.00057 * sin(n + 2 * f)
            + 0.00056 * e * sin(2 * n + m) - 0.00042 * sin(3 * n) + 0.00042 * e * sin(m + 2 * f) + 0.00038 * e * sin(m - 2 * f)
            - 0.00024 * e * sin(2 * n - m) - 0.00017 * sin(o) - 0.00007 * sin(n + 2 * m) + 0.00004 * sin(2 * n - 2 * f))
    jde += 0.000325 * sin(299.77 + 0.107408 * k - 0.009173 * t * t) + 0.000165 * sin(251.88 + 0.016321 * k)
    jde += 0.000164 * sin(251.83 + 26.651886 * k) + 0.000126 * sin(349.42 + 36.412478 * k) + 0.000110 * sin(84.66 + 18.206239 * k)
    return jde - delta_t(jde)


def sun(jd):
    """Apparent longitude of the sun in degrees."""
    t = (jd + delta_t(jd) - 2451545) / 36525
    mean = 280.46646 + 36000.76983 * t + 0.0003032 * t * t
    m = 357.52911 + 35999.05029 * t - 0.0001537 * t * t
    centre = (1.914602 - 0.004817 * t) * sin(m) + (0.019993 - 0.000101 * t) * sin(2 * m) + 0.000289 * sin(3 * m)
    return (mean + centre - 0.00569 - 0.00478 * sin(125.04 - 1934.136 * t)) % 360


def day_of(jd):
    return math.floor(jd + BEIJING + 0.5)


def midnight(day):
    return day - 0.5 - BEIJING


def term(day):
    return int(sun(midnight(day)) // 30)


def month_days(year):
    """First days of the months from the one with last year's winter solstice on, as Julian day numbers."""
    k = math.floor((year - 2000 - 0.3) * 12.3685)
    return [day_of(new_moon(k + i)) for i in range(32)]


def solstice_month(firsts, year):
    """Index of the month that holds the winter solstice of the year."""
    begin = datetime.date(year, 12, 15).toordinal() + 1721425
    day = next(d for d in range(begin, begin + 14) if sun(midnight(d)) < 270 <= sun(midnight(d + 1)))
    return max(i for i, first in enumerate(firsts) if first <= day)


def numbered(year):
    """(month, leap, first day) of the months between the solstices of the year before and the year."""
    firsts = month_days(year)
    begin, end = solstice_month(firsts, year - 1), solstice_month(firsts, year)
    months, leap_left, number = [], end - begin == 13, 11
    for i in range(begin, end):
        leap = leap_left and i > begin and term(firsts[i]) == term(firsts[i + 1])
        leap_left = leap_left and not leap
        if i > begin and not leap:
            number = number % 12 + 1
        months.append((number, leap, firsts[i]))
    return months


def lunar_year(year):
    months = [m for m in numbered(year) if m[0] < 11]
    months += [m for m in numbered(year + 1) if m[0] >= 11]
    following = next(m[2] for m in numbered(year + 1) if m[0] == 1 and not m[1])
    firsts = [m[2] for m in months] + [following]
    long = sum(1 << i for i in range(len(months)) if firsts[i + 1] - firsts[i] == 30)
    return datetime.date.fromordinal(firsts[0] - 1721425), long, next((m[0] for m in months if m[1]), 0)


def main(arguments):
    first, last = (int(a) for a in arguments) if arguments else (2022, 2050)
    for year in range(first, last + 1):
        begins, long, leap = lunar_year(year)
        print(f"\t{{ {begins.month}, {begins.day}, 0x{long:04x}, {leap} }}, /* {year} */")


if __name__ == "__main__":
    main(sys.argv[1:])
