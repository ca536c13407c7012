#!/usr/bin/env python3
"""The acceptance data: the year 2022 of `heye demo --year 2022` as a work report. Usage: report.py HEYE

The report prints 71 taken on, 70 settled, 98.6 % and the number of the one that is not; two repeated matters solved. Each number opens a list of just
that length. Frozen, its files are the same bytes again, also after later changes, which a restatement names. DOCX and XLSX are opened by LibreOffice,
the PDF is read and turned into pictures. The queue, petitions, disputes and the list behind a figure leave as CSV and XLSX. Prints "N passed, N failed".
"""
import csv
import datetime
import html
import io
import pathlib
import re
import subprocess
import sys
import tempfile

from township import CHINA, Browser, Township

results = {"passed": 0, "failed": 0}


def check(good, text):
    results["passed" if good else "failed"] += 1
    if not good:
        print("FAILED " + text)


def sign_in(town, role):
    browser = Browser(town.port)
    login, password = town.logins()[role]
    browser.open("/login")
    browser.send("/login", {"name": login, "password": password})
    return browser


def rows_behind(browser, path):
    """How many rows the list behind a number has, over all its pages."""
    page, n = browser.open(path), 0
    while True:
        table = re.search(r"<tbody>(.*?)</tbody>", page.text, re.S)
        n += table.group(1).count("<tr>") if table else 0
        more = re.search(r'rel="next" href="([^"]+)"', page.text)
        if not more:
            return n
        page = browser.open(html.unescape(more.group(1)))


def numbers(browser, page):
    """Every 71〔7〕 of the text, with the list it opens. A rate's list is what stands below the line; a median's is of all."""
    body = page.text.split("数字的来历")[0]
    for address, value, note in re.findall(r'<a class="num" href="([^"]+)">([^<]+)</a><sup>(\d+)</sup>', body):
        said = re.search(r"〔" + note + r"〕([^<]*)", page.text.split("数字的来历")[1]).group(1)
        length = re.search(r"清单 (\d+) 条", said)
        yield value.strip(), html.unescape(address), said, int(length.group(1)) if length else None


def lists(browser, page):
    for value, address, said, length in numbers(browser, page):
        if "％" in value or "%" in value or "中间的一件" in said:
            continue
        found = rows_behind(browser, address)
        check(str(found) == value and (length is None or length == found), f"{said}: the list has {found} rows")
        record = re.search(r'<a class="t"[^>]* href="([^"]+)"', browser.open(address).text)
        check(not record or browser.open(html.unescape(record.group(1))).status == 200, f"{said}: its first record does not open")


def files(browser, report):
    made = {kind: browser.request("GET", f"{report}/{kind}").body for kind in ("pdf", "docx", "xlsx")}
    check(made["pdf"][:5] == b"%PDF-" and made["docx"][:2] == made["xlsx"][:2] == b"PK", "a file is not what its name says")
    return made


def office(folder, file, kind, ending):
    subprocess.run(["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", kind, "--outdir", str(folder), str(file)],
                   check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=180)
    return [p.read_text(encoding="utf-8-sig") for p in sorted(folder.glob(f"{file.stem}*{ending}"))]


def opened(folder, made):
    """What other programs read in the three files."""
    for kind, body in made.items():
        (folder / f"report.{kind}").write_bytes(body)
    wanted = ["受理各类纠纷71", "调解成功70", "98.6%", "人调字第", "化解重复事项2", "各村收到、答复与办结"]
    text = "".join(office(folder, folder / "report.docx", "txt:Text (encoded):UTF8", ".txt"))
    for word in wanted:
        check(word in re.sub(r"[\s\u3000]", "", text), f"DOCX: LibreOffice does not show {word}")
    text = re.sub(r"[\s\u3000]", "", subprocess.run(["pdftotext", folder / "report.pdf", "-"], capture_output=True, text=True, check=True).stdout)
    for word in wanted:
        check(word in text, f"PDF: no {word}")
    subprocess.run(["pdftoppm", "-r", "40", "-gray", folder / "report.pdf", folder / "page"], check=True)
    pages = sorted(folder.glob("page-*.pgm"))
    ink = [sum(b < 128 for b in p.read_bytes()[15:]) for p in pages]
    check(len(pages) >= 4 and min(ink) > 50, f"PDF: a page of {len(pages)} is empty: {ink}")
    sheets = office(folder, folder / "report.xlsx", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1", ".csv")
    rows = [row for sheet in sheets for row in csv.reader(io.StringIO(sheet))]
    heads = [row for row in rows if "收到" in row and "办结" in row]
    sums = [row for row in rows if row and row[0] == "合计"]
    check(heads and sums, "XLSX: no table of villages with heads of two levels")
    check(sums and sums[0][1] == str(sum(int(r[1]) for r in rows[rows.index(heads[0]) + 2:rows.index(sums[0])])), f"XLSX: the villages do not add up to {sums}")


def story(town, folder):
    leader = sign_in(town, "leader")
    leader.open("/desk/reports")
    page = leader.send("/desk/reports", {"p": "2022"})
    report = page.path
    words = re.sub(r"\s", "", page.words)
    for said in ("受理各类纠纷71", "调解成功70", "成功率98.6%", "化解重复事项2"):
        check(said in words, f"the report does not say {said}")
    check(re.search(r"还没有达成协议的：（2022）荷人调字第\d+号。", words), "the one unsettled case is not named by its number")
    lists(leader, page)
    leader.open(report)
    page = leader.send(report + "/freeze", {})
    check("已定稿" in page.words, "the report is not frozen")
    lists(leader, page)
    before = files(leader, report)
    opened(folder, before)
    check(files(leader, report) == before, "the frozen files are not the same the second time")


def changed(town, folder):
    """This year's report, frozen; then a matter comes in."""
    leader, clerk = sign_in(town, "leader"), sign_in(town, "clerk")
    leader.open("/desk/reports")
    report = leader.send("/desk/reports", {"p": str(datetime.datetime.now(CHINA).year)}).path
    leader.open(report)
    leader.send(report + "/freeze", {})
    before = files(leader, report)
    clerk.open("/desk/new")
    place = next(v for v in clerk.page.form("/desk/new").choices["place"] if v)
    page = clerk.send("/desk/new", {"channel": "walk_in", "words": "村口的路灯又黑了。", "type": "C02", "place": place, "level": "none", "spot": "村口"})
    check(page.status == 200, f"the matter was not taken in: {page.status}")
    leader.open(report)
    page = leader.send(report + "/restate", {})
    check("第 1 次更正" in page.words and "+1" in page.words, "the restatement does not show the difference")
    check(files(leader, report) == before, "the frozen files changed")
    corrected(leader, report, folder)


def corrected(leader, report, folder):
    """The restatement as a paper of its own, the same bytes each time."""
    made = files(leader, report + "/restated")
    check(files(leader, report + "/restated") == made, "the restatement's files are not the same the second time")
    for kind, body in made.items():
        (folder / f"restated.{kind}").write_bytes(body)
    texts = {"docx": "".join(office(folder, folder / "restated.docx", "txt:Text (encoded):UTF8", ".txt")),
             "pdf": subprocess.run(["pdftotext", folder / "restated.pdf", "-"], capture_output=True, text=True, check=True).stdout,
             "xlsx": "".join(office(folder, folder / "restated.xlsx", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1", ".csv"))}
    for kind, text in texts.items():
        for word in ("工作报告的更正", "第1次更正", "收到", "+1"):
            check(word in re.sub(r"[\s\u3000]", "", text), f"the restatement's {kind} does not say {word}")


def fetched(browser, address, kind):
    """A list leaves as a file only with a purpose; without one the form comes back."""
    action = address.split("?")[0]
    browser.open(address)
    check(browser.send(action, {"format": kind}).status == 422, f"{address}: a file without a purpose")
    browser.open(address)
    page = browser.send(action, {"format": kind, "purpose": "check", "words": "核对"})
    check(page.status == 200 and "attachment" in (page.headers["Content-Disposition"] or ""), f"{address}: no {kind}: {page.status}")
    check((page.headers["Transfer-Encoding"] == "chunked") == (kind == "csv"), f"{address}: a {kind} that does not leave while it is read")
    return page.body


def behind(browser, path):
    """The address of the export on the page of a list."""
    found = re.search(r'href="([^"]+/export[^"]*)"', browser.open(path).text)
    return html.unescape(found.group(1)) if found else None


def exports(town, folder):
    """The lists as files: as long as their pages, with the same filters and rights; what looks like a formula is a text."""
    leader, clerk, worker = sign_in(town, "leader"), sign_in(town, "clerk"), sign_in(town, "grid_worker")
    signs = ["=1+1", "+1+1", "-1+1", "@sum(1)", "＝1+1"]
    for sign in signs:
        clerk.open("/desk/new")
        place = next(v for v in clerk.page.form("/desk/new").choices["place"] if v)
        clerk.send("/desk/new", {"channel": "walk_in", "words": sign, "type": "C02", "place": place, "level": "none", "spot": "村口"})
    paths = ["/desk/matters?lane=received", "/desk/matters?lane=received&channel=walk_in", "/desk/matters?lane=closed", "/desk/petitions",
             "/desk/petitions?view=all", "/mediation?lane=open", "/mediation?lane=kept", "/mediation?lane=ended", "/desk/figures/received?p=2022"]
    told = 0
    for path in paths:
        address = behind(leader, path)
        if not address:
            check(rows_behind(leader, path) == 0, f"{path}: rows and no export")
            continue
        body = fetched(leader, address, "csv")
        check(body[:3] == b"\xef\xbb\xbf", f"{path}: the CSV has no byte-order mark")
        rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")))
        check(len(rows) - 1 == rows_behind(leader, path) > 0, f"{path}: the CSV has {len(rows) - 1} rows, the list {rows_behind(leader, path)}")
        check(not [c for row in rows for c in row if c[:1] in ("=", "+", "-", "@", "\t", "\r", "＝")], f"{path}: a cell is a formula")
        if path == paths[1]:
            check({"'" + sign for sign in signs} <= {c for row in rows for c in row}, "CSV: a text that looks like a formula is lost")
        (folder / f"list{told}.xlsx").write_bytes(fetched(leader, address, "xlsx"))
        sheet = office(folder, folder / f"list{told}.xlsx", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1", ".csv")
        cells = [c for row in csv.reader(io.StringIO("".join(sheet))) for c in row]
        check(all(row[0 if "lists" in address else 1] in cells for row in rows[1:]), f"{path}: LibreOffice does not show every row")
        if path == paths[1]:
            check(set(signs) <= set(cells), "XLSX: a text that looks like a formula was reckoned")
        told += 1
    check(told >= 5, f"only {told} lists could be exported")
    own = behind(worker, "/desk/matters?lane=closed")
    if own:
        rows = list(csv.reader(io.StringIO(fetched(worker, own, "csv").decode("utf-8-sig"), newline="")))
        check(len({row[4] for row in rows[1:]}) == 1, "a grid worker's file has matters of other villages")
    check(worker.open("/desk/lists/nothing/export").status == 404, "a list that is none")


def main():
    with tempfile.TemporaryDirectory() as name:
        demo = pathlib.Path(name) / "demo"
        subprocess.run([sys.argv[1], "demo", "--data", demo, "--year", "2022"], check=True, capture_output=True, timeout=300)
        with Township(sys.argv[1], folder=demo) as town:
            story(town, pathlib.Path(name))
            changed(town, pathlib.Path(name))
            exports(town, pathlib.Path(name))
    print(f"{results['passed']} passed, {results['failed']} failed")
    return 1 if results["failed"] else 0


if __name__ == "__main__":
    sys.exit(main())
