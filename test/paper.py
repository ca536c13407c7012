#!/usr/bin/env python3
"""Opens with other programs what Heye writes: DOCX through LibreOffice loses no character, XLSX has the cells and types it should.

Usage: test/paper.py PROGRAM WORD      PROGRAM WORD DIR makes the files: a test program of src/ that knows this use
Prints "N passed, N failed"; exit 1 when anything failed.
"""
import csv
import pathlib
import re
import subprocess
import sys
import tempfile
import zipfile

failed, passed = [], 0


def check(good, what):
    global passed
    if good:
        passed += 1
    else:
        failed.append(what)
        print("paper: " + what, file=sys.stderr)


def bare(text):
    """Without blanks: a word processor may break lines and pad as it likes."""
    return re.sub(r"[\s\u3000\ufeff]+", "", text)


def office(folder, kind, files):
    subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", kind, "--outdir",
                    str(folder / "read"), *map(str, files)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=180)


def documents(folder):
    files = sorted(folder.glob("*.docx"))
    office(folder, "txt:Text (encoded):UTF8", files)
    for file in files:
        seen = folder / "read" / (file.stem + ".txt")
        check(seen.exists(), f"{file.name} does not open")
        if not seen.exists():
            continue
        text = bare(seen.read_text(errors="replace"))
        lost = [line for line in file.with_suffix(".texts").read_text().splitlines() if bare(line) not in text]
        check(not lost, f"{file.name}: LibreOffice does not show {lost[:3]}")
    print(f"paper: {len(files)} DOCX files read by LibreOffice")


def sheets(folder):
    files = sorted(folder.glob("*.xlsx"))
    office(folder, 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1', files)
    for file in files:
        text = "".join(bare(p.read_text(errors="replace")) for p in (folder / "read").glob(file.stem + "-*.csv")).replace('""', '"')
        lost = [line for line in file.with_suffix(".texts").read_text().splitlines()
                if bare(line) not in text and not re.fullmatch(r"-?[\d.-]+", line) and line != "公式/试验"]
        check(not lost or file.stem == "dossier", f"{file.name}: LibreOffice does not show {lost[:3]}")


def ledger(folder):
    """The ledger's cells, types, merged heads and panes, in the file itself and as LibreOffice reads it."""
    if not (folder / "ledger.xlsx").exists():
        return
    with zipfile.ZipFile(folder / "ledger.xlsx") as z:
        check(z.testzip() is None, "ledger.xlsx: a part is broken")
        check(all(i.date_time == (1980, 1, 1, 0, 0, 0) for i in z.infolist()), "ledger.xlsx: a part has a date")
        first, second, looks = (z.read(f"xl/{part}.xml").decode() for part in ("worksheets/sheet1", "worksheets/sheet2", "styles"))
        texts = re.findall(r"<si><t[^>]*>(.*?)</t></si>", z.read("xl/sharedStrings.xml").decode(), re.S)
        check(set(re.findall(r">(\d+-\d\d-\d\d)T", z.read("docProps/core.xml").decode())) == {"2025-11-28"}, "ledger.xlsx: its properties have another date than the document")
    dates = re.findall(r'<numFmt numFmtId="(\d+)" formatCode="yyyy\\-m\\-d"/>', looks)
    look = re.findall(r'<xf numFmtId="(\d+)"', looks[looks.index("<cellXfs"):])
    cell = {m[1]: (look[int(m[2])], m[3], m[4]) for m in re.finditer(r'<c r="(\w+)" s="(\d+)"( t="s")?><v>(.*?)</v>', second)}
    check('<mergeCell ref="A3:A4"/>' in first and '<mergeCell ref="C3:D3"/>' in first, "ledger.xlsx: heads are not merged in two levels")
    check('<pane ySplit="4" topLeftCell="A5"' in first and 'state="frozen"' in first, "ledger.xlsx: the head is not frozen")
    check("<f>" not in first + second, "ledger.xlsx: a formula")
    check(cell["B2"][1] and texts[int(cell["B2"][2])] == "=1+1", "ledger.xlsx: =1+1 is not a text")
    check(len(dates) == 1 and cell["C2"] == (dates[0], None, "46329"), "ledger.xlsx: 2026-11-03 is not the date 46329")
    check(cell["C3"] == ("0", None, "-12.05"), "ledger.xlsx: -12.05 is not a number")
    rows = list(csv.reader(next((folder / "read").glob("ledger-公式*.csv")).open(encoding="utf-8-sig")))
    check(rows[1] in (["08255590001", "=1+1", "2026-11-3"], ["08255590001", "=1+1", "2026-11-03"]), f"ledger.xlsx: LibreOffice reads {rows[1]}")
    check(rows[2] == ["@SUM(A1)", '𠮷 & <b>"二"</b>', "-12.05"], f"ledger.xlsx: LibreOffice reads {rows[2]}")


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        subprocess.run([pathlib.Path(sys.argv[1]).resolve(), sys.argv[2], name], check=True)
        documents(folder)
        if any(folder.glob("*.xlsx")):
            sheets(folder)
            ledger(folder)
    print(f"{passed} passed, {len(failed)} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
