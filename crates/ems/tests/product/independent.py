"""Messages for a test and what they must come to, worked out without any of the product's code.

Usage: independent.py OUT COPIES SEED LIMIT_UWH ROWS CSV_GZ=DEVICE ...

Reads meter files (columns start, value in kWh), rounds each hour to micro-watt-hours from its
decimal text (half to even), divides it into six ten-minute readings that add up to it, and writes
  OUT/messages    every reading COPIES times, shuffled, one JSON message a line
  OUT/totals      device <tab> hour in epoch seconds <tab> total in micro-watt-hours
  OUT/alerts      device <tab> hour, for each hour above LIMIT_UWH
  OUT/days        zone <tab> device <tab> date <tab> minutes in it <tab> total, of each local day
ROWS bounds the rows taken of each file; 0 takes all.
"""

import csv
import gzip
import random
import sys
from datetime import datetime, timedelta, timezone
from decimal import ROUND_HALF_EVEN, Decimal, getcontext
from zoneinfo import ZoneInfo

getcontext().prec = 60
MICRO = Decimal(10) ** 9
ZONES = ["America/Chicago", "Asia/Kolkata", "Asia/Kathmandu"]


def hours(path, rows):
    with gzip.open(path, "rt", newline="") as file:
        for number, row in enumerate(csv.DictReader(file)):
            if rows and number >= rows:
                return
            start = datetime.fromisoformat(row["start"].replace(" ", "T"))
            seconds = int(start.astimezone(timezone.utc).timestamp())
            if not row["value"]:
                continue
            energy = (Decimal(row["value"]) * MICRO).quantize(Decimal(1), ROUND_HALF_EVEN)
            yield seconds, int(energy)


def kwh(micro):
    return f"{micro // 10**9}.{micro % 10**9:09d}"


def message(device, seconds, micro):
    time = datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    return f'{{"deviceId":"{device}","measurementValue":{kwh(micro)},"timestamp":"{time}"}}'


def minutes_of(day, zone):
    begin, end = (datetime(d.year, d.month, d.day, tzinfo=zone) for d in (day, day + timedelta(1)))
    return int(end.timestamp() - begin.timestamp()) // 60


def days(readings):
    """Sums by the date that a clock on the wall shows, for each zone."""
    for name in ZONES:
        zone, sums = ZoneInfo(name), {}
        for device, seconds, micro in readings:
            key = device, datetime.fromtimestamp(seconds, zone).date()
            sums[key] = sums.get(key, 0) + micro
        for (device, day), micro in sorted(sums.items()):
            yield f"{name}\t{device}\t{day}\t{minutes_of(day, zone)}\t{micro}\n"


def main():
    out, copies, seed, limit, rows = sys.argv[1], *map(int, sys.argv[2:6])
    messages, readings, totals = [], [], {}
    for pair in sys.argv[6:]:
        path, device = pair.rsplit("=", 1)
        for start, energy in hours(path, rows):
            part = energy // 6
            parts = [part] * 5 + [energy - 5 * part]
            for tenth, micro in enumerate(parts):
                messages.append(message(device, start + 600 * tenth, micro))
                readings.append((device, start + 600 * tenth, micro))
            hour = start - start % 3600
            assert hour == start, "the meter files hold whole UTC hours"
            totals[device, hour] = totals.get((device, hour), 0) + energy
    messages *= copies
    random.Random(seed).shuffle(messages)
    with open(f"{out}/messages", "w") as file:
        file.writelines(line + "\n" for line in messages)
    with open(f"{out}/totals", "w") as file:
        file.writelines(f"{d}\t{h}\t{t}\n" for (d, h), t in sorted(totals.items()))
    with open(f"{out}/alerts", "w") as file:
        file.writelines(f"{d}\t{h}\n" for (d, h), t in sorted(totals.items()) if t > limit)
    with open(f"{out}/days", "w") as file:
        file.writelines(days(readings))


main()
