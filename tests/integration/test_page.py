"""The page at /, in a real browser against the real daemon."""

import contextlib
import gzip
import http.server
import json
import re
import threading
import unittest

import browser
import daemon
import dunghan

TODAY = "2021-06-30T{}:00+07:00"  # of the case's clock, which begins at noon

# The smallest contrast of any text that is to be seen, and where. What is printed on a picture or a
# gradient counts as printed on the colour below it.
CONTRAST = """
  const channel = (value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  const luminance = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const parse = (text) => text.match(/[\\d.]+/g).map(Number);
  const ground = (element) => {
    for (; element; element = element.parentElement) {
      const colour = parse(getComputedStyle(element).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  let worst = { ratio: 21 };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || !element.checkVisibility()) continue;
    if (element.closest("noscript, .unseen")) continue;
    const pair = [luminance(parse(getComputedStyle(element).color)), luminance(ground(element))];
    const ratio = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
    if (ratio < worst.ratio) worst = { ratio, text: walker.currentNode.textContent };
  }
  return worst;"""


# What sticks out of its card.
OVERFLOWING = """
  return [...document.querySelectorAll(".card, .card *")].filter((each) =>
    each.checkVisibility() && !each.closest(".unseen, pre") &&
    each.getBoundingClientRect().right > each.closest(".card").getBoundingClientRect().right + 1
  ).map((each) => each.id || each.outerHTML.slice(0, 80));"""


def submitted(dossier, at):
    return {"dossier": dossier, "type": "submitted", "at": at, "agency": "A", "procedure": "P",
            "channel": "online", "id": f"{dossier}-s"}


def finished(dossier, at):
    return {"dossier": dossier, "type": "completed", "at": at, "id": f"{dossier}-c"}


def in_bulk(in_time, late, overdue=0):
    """So many finished in time, late, and open and overdue, of agency A in the clock's month."""
    events = []
    for number in range(in_time + late + overdue):
        due = "2021-06-25" if number < in_time else "2021-06-14"
        code = f"M{number}"
        events.append(dunghan.received(code, at="2021-06-01T08:00:00+07:00", due=due))
        if number < in_time + late:
            events.append(finished(code, "2021-06-21T09:00:00+07:00"))
    return events


@contextlib.contextmanager
def refusing(port):
    """Somebody on that port who answers 503; an Event set once the stream was asked for."""
    asked = threading.Event()

    class Refuse(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_error(503)
            if self.path == "/api/v1/stream":
                asked.set()

        def log_message(self, *_):
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", port), Refuse) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield asked
        finally:
            server.shutdown()
            thread.join()


@unittest.skipUnless(browser.is_there(), "needs chromium and chromedriver")
class Page(dunghan.Case):
    @classmethod
    def setUpClass(cls):
        cls.browser = browser.Browser()
        cls.addClassCleanup(cls.browser.close)

    def setUp(self):
        super().setUp()
        self.write("agencies.csv", "code,name,name_en\nA,Sở A,Department A\nB,Sở B,\n")
        # Another port every time, so nothing that a page remembers is there in the next test.
        self.daemon = daemon.Daemon(self)
        self.browser.resize(1280, 800)
        self.browser.prefer(prefers_color_scheme="light")
        self.browser.log()
        self.addCleanup(self.browser.open, "about:blank")

    def serve_anew(self, *events, rulebook="", more="", clock=None):
        """A daemon with more settings, or at another time, on what was there and these events."""
        self.daemon.stop()
        self.configure("calendar.toml", "agencies.csv", "procedures.csv", f"{rulebook}\n{more}")
        self.clock = clock or self.clock
        self.daemon = daemon.Daemon(self)
        if events:
            self.daemon.post_events(*events)

    def state_of(self, selector):
        return self.browser.run("return document.querySelector(arguments[0]).dataset.state", selector)

    def look(self, query=""):
        self.daemon.log_in(self.browser)
        self.browser.open(f"{self.daemon.url}/{query}")
        self.browser.wait_for("return document.body.dataset.link === 'live'")

    def requires_quiet_console(self):
        self.assertEqual([entry for entry in self.browser.log() if entry["level"] != "INFO"], [])

    def post_a_day(self):
        """Of agency A one finished late, one early, one overdue, one due today; of B one due today."""
        self.daemon.post_events(
            dunghan.received("D1", due="2021-06-14"), finished("D1", TODAY.format("08:00")),
            dunghan.received("D2", at="2021-06-01T08:00:00+07:00", due="2021-07-30"),
            finished("D2", TODAY.format("09:00")),
            dunghan.received("D3", due="2021-06-14"),
            dunghan.received("D4", at=TODAY.format("10:00"), due="2021-06-30"),
            dunghan.received("D5", due="2021-06-30", agency="B"))

    def test_an_empty_ledger_explains_how_to_begin(self):
        self.look()
        self.browser.wait_for_text("#empty", "Chưa có hồ sơ nào")
        self.assertIn(f"curl {self.daemon.url}/api/v1/events", self.browser.text("#empty-example"))
        self.assertIsNone(self.browser.text("#figures"))
        self.assertIsNone(self.browser.text("#simulated"))
        self.assertIn("docs/events.vi.md", self.browser.text("#empty"))
        self.assertIn("--data-binary @TỆP http://127.0.0.1:", self.browser.text("#empty"))
        self.assertEqual(self.browser.text("#data"), "Chưa từng nhận dữ liệu")
        self.assertEqual(self.state_of("#data"), "none")
        self.requires_quiet_console()

    def test_the_example_of_an_empty_ledger_works(self):
        self.look()
        example = self.browser.wait_for_text("#empty-example", "curl")
        body = example[example.index("'\n{") + 1:example.rindex("'")]
        body = body.replace("000.00.03.H52\"", "A\"").replace("1.900012", "P")
        self.assertEqual(self.daemon.post("/api/v1/events", body).json()["stored"], 1, body)
        self.browser.wait_for_text("#open-value", "1")

    def test_a_browser_logs_in_and_out(self):
        self.browser.devtools("Network.clearBrowserCookies", {})
        self.browser.open(self.daemon.url + "/")
        self.browser.wait_for("return location.pathname === '/login'")
        self.browser.run("""document.querySelector("#token").value = arguments[0];
                            document.querySelector("button").click();""", self.daemon.token)
        self.browser.wait_for("return location.pathname === '/' && document.body.dataset.link === 'live'")
        self.assertEqual(self.browser.run("return document.cookie"), "")  # scripts see none
        self.requires_quiet_console()

    def test_numbers_appear_and_move_by_themselves(self):
        self.look()
        self.browser.run("window.notReloaded = true")
        self.daemon.post_events(dunghan.received("D4", at=TODAY.format("10:00"), due="2021-06-30"))
        self.browser.wait_for_text("#received-value", "1")
        self.assertIsNone(self.browser.text("#empty"))
        self.assertEqual(self.browser.text("#due-value"), "1")
        self.assertEqual(self.browser.text("#open-value"), "1")
        self.assertEqual(self.browser.text("#rate-value"), "chưa có dữ liệu")
        self.assertEqual(self.browser.run("return document.querySelector('#rate').dataset.state"), "none")
        self.daemon.post_events(finished("D4", TODAY.format("11:00")))
        self.browser.wait_for_text("#rate-value", "100,00")
        self.assertEqual(self.browser.text("#rate-verdict"), "đang đạt")
        self.assertEqual(self.browser.text("#rate-target"), "chỉ tiêu từ 98\u00a0% trở lên")
        self.assertEqual(self.browser.text("#rate-sign"), "✓")
        self.assertEqual(self.browser.text("#finished-on-time"), "1")
        self.assertEqual(self.browser.text("#open-value"), "0")
        self.assertTrue(self.browser.run("return window.notReloaded"))
        self.requires_quiet_console()

    def test_a_day_is_shown_as_the_daemon_counts_it(self):
        self.post_a_day()
        self.look()
        for place, text in (("#rate-value", "50,00"), ("#rate-verdict", "không thể đạt nữa"),
                            ("#rate-backlog", "1 hồ sơ quá hạn chưa tính vào tỷ lệ này; tính cả: 33,33\u00a0%"),
                            ("#rate-period", "tháng 06/2021"), ("#finished-all", "2"),
                            ("#finished-early", "1"), ("#finished-late", "1"), ("#overdue-value", "1"),
                            ("#due-value", "2"), ("#received-value", "1"), ("#open-value", "3"),
                            ("#clock-date", "30/06/2021")):
            self.browser.wait_for_text(place, text)
        live = self.daemon.get("/api/v1/live").json()
        left = live["total"]["late_budget"]["left"]
        self.assertLess(left, 0)
        self.assertEqual(self.browser.text("#budget-left"), f"−{-left}")
        self.assertEqual(self.browser.text("#budget-state"), "vượt mức được phép của hồ sơ đến hạn trong tháng")
        self.assertEqual(self.browser.text("#budget-cohort").replace("\u00a0", " "),
                         "đúng hạn 0 trên 2 hồ sơ đến hạn đã rõ kết quả: 0,00 %")
        row = self.browser.text("#rows tr").replace("\u00a0", " ")
        self.assertRegex(row, r"(?s)^Sở A\s+▼\s*50,00 %\s*không thể đạt nữa\s+0,00 %\s+1\s+1$")
        self.assertTrue(self.browser.run("return document.title").startswith("50,00\u00a0% · "))
        self.requires_quiet_console()

    def test_agencies_move_by_changes(self):
        self.post_a_day()
        self.look()
        self.browser.wait_for_text("#rows", "Sở A")
        # Of B one is due today, which is no reason to look at it.
        self.assertEqual(self.browser.run("return document.querySelectorAll('#rows tr').length"), 1)
        self.daemon.post_events(dunghan.received("D6", due="2021-06-14", agency="B"))
        self.browser.wait_for("return document.querySelectorAll('#rows tr').length === 2")
        self.assertTrue(self.browser.text("#rows").startswith("Sở A"))
        self.daemon.post_events({"dossier": "D6", "type": "withdrawn", "at": TODAY.format("11:00"), "id": "D6-w"})
        self.browser.wait_for("return document.querySelectorAll('#rows tr').length === 1")
        self.assertIn("Sở A", self.browser.text("#rows"))
        self.requires_quiet_console()

    def test_the_order_of_agencies_is_said(self):
        self.post_a_day()
        self.look()
        order = self.browser.wait_for_text("#agencies-order", "Xếp theo").split("Xếp theo")[1]
        for earlier, later in (("chỉ tiêu", "quá hạn"), ("quá hạn", "hồ sơ đến hạn")):
            self.assertLess(order.index(earlier), order.index(later))

    def test_a_rate_is_cut_and_never_shown_as_the_target_it_misses(self):
        self.serve_anew(*in_bulk(2499, 1), more='[figures]\ntarget = 1.0\n')
        self.look()
        self.browser.wait_for_text("#rate-value", "99,96")
        self.assertEqual(self.browser.text("#rate-verdict"), "không thể đạt nữa")
        self.assertEqual(self.state_of("#rate"), "bad")
        self.assertIn("2.499 đúng hạn trên 2.500 hồ sơ", self.browser.text("#rate-detail"))
        self.assertIn("99,96\u00a0%", self.browser.text("#rows"))
        self.look("?lang=en")
        self.browser.wait_for_text("#rate-detail", "2,499 on time of 2,500 dossiers")
        self.assertEqual(self.browser.text("#rate-value"), "99.96")
        self.assertIn("99.96%", self.browser.text("#rows"))
        self.assertEqual(self.browser.text("#rate-verdict"), "out of reach")

    def test_just_below_the_target_is_below_it(self):
        self.daemon.post_events(*in_bulk(2450, 51))
        self.look()
        self.browser.wait_for_text("#rate-value", "97,96")
        self.assertEqual(self.browser.text("#rate-verdict"), "không thể đạt nữa")

    def test_the_backlog_is_a_sentence_of_its_own(self):
        # 98,69 % of what is finished; with the 33 that are overdue it is no longer on target.
        self.daemon.post_events(*in_bulk(1507, 20, overdue=33))
        self.look()
        self.browser.wait_for_text("#rate-value", "98,69")
        self.assertEqual(self.browser.text("#rate-verdict"), "đang có nguy cơ")
        self.assertEqual(self.state_of("#rate"), "risk")
        self.assertEqual(self.browser.text("#rate-backlog"),
                         "33 hồ sơ quá hạn chưa tính vào tỷ lệ này; tính cả: 96,60\u00a0%")
        shown = self.browser.text("#figures") + self.browser.text("#rows")
        self.assertNotIn("không thể đạt", shown)
        self.assertNotIn("✓", shown)
        self.assertIn("1.507 đúng hạn trên 1.527 hồ sơ", shown)
        self.assertRegex(self.browser.text("#rows tr").replace("\u00a0", " "), r"đang có nguy cơ\s+96,60 %\s+33\s")
        colours = self.browser.run("""
            return ["rate-verdict", "rate-backlog", "overdue-value"].map(
              (id) => getComputedStyle(document.getElementById(id)).color);""")
        self.assertNotEqual(colours[0], colours[1])
        self.assertEqual(colours[1], colours[2])

    def test_no_tick_beside_overdue_ones_even_where_the_target_holds(self):
        self.daemon.post_events(*in_bulk(200, 0, overdue=1))
        self.look()
        self.browser.wait_for_text("#rate-value", "100,00")
        self.assertEqual(self.browser.text("#rate-verdict"), "đang đạt")
        self.assertEqual(self.state_of("#rate"), "good")
        self.assertNotIn("✓", self.browser.text("main"))
        self.assertIn("1 hồ sơ quá hạn chưa tính vào tỷ lệ này; tính cả: 99,50\u00a0%", self.browser.text("#rate-backlog"))

    def test_data_is_as_old_as_its_newest_event(self):
        self.post_a_day()
        self.look()
        self.browser.wait_for_text("#data", "Sự kiện mới nhất lúc 10:00 ngày 30/06/2021")
        self.assertEqual(self.state_of("#data"), "fresh")
        self.daemon.post_events(finished("D4", TODAY.format("11:30")))
        self.browser.wait_for_text("#data", "lúc 11:30 ngày 30/06/2021")
        # What moves no figure is heard of as well.
        self.daemon.post_events({"dossier": "D4", "type": "returned", "at": TODAY.format("11:40")})
        self.browser.wait_for_text("#data", "lúc 11:40 ngày 30/06/2021")
        self.serve_anew(clock="2021-07-01T09:00:00+07:00")
        self.look()
        self.browser.wait_for_text("#data", "lúc 11:40 ngày 30/06/2021 · đã 5 giờ làm việc chưa có sự kiện mới")
        self.assertEqual(self.state_of("#data"), "late")
        self.assertIsNone(self.browser.text("#stale"))

    def test_data_of_seventeen_months_ago_is_not_called_new(self):
        self.post_a_day()
        self.serve_anew(clock="2022-11-30T10:00:00+07:00")
        self.look()
        self.browser.wait_for_text("#stale", "Số liệu đã cũ: sự kiện mới nhất lúc 10:00 ngày 30/06/2021, "
                                             "đã 518 ngày chưa có sự kiện mới.")
        self.assertEqual(self.state_of("#data"), "stale")
        self.assertEqual(self.browser.text("#link-state"), "Đã kết nối")
        self.assertNotIn("vừa cập nhật", self.browser.text("body"))
        live = self.daemon.get("/api/v1/live").json()
        self.assertEqual(live["data"]["newest_event"], TODAY.format("10:00"))
        self.assertEqual((live["data"]["late_after"], live["data"]["stale_after"]), (14400, 28800))
        self.look("?lang=en")
        self.browser.wait_for_text("#stale", "The figures are old: newest event at 10:00 on 30/06/2021")
        # What happens now makes it new, what is entered late does not.
        self.daemon.post_events(dunghan.received("D8", at="2021-06-29T08:00:00+07:00"))
        self.browser.wait_for_text("#open-value", "4")
        self.assertEqual(self.state_of("#data"), "stale")
        self.daemon.post_events(finished("D8", "2022-11-30T09:00:00+07:00"))
        self.browser.wait_for_text("#data", "Newest event at 09:00 on 30/11/2022")
        self.assertEqual(self.state_of("#data"), "fresh")
        self.assertIsNone(self.browser.text("#stale"))

    def test_a_source_says_how_soon_silence_is_late(self):
        self.post_a_day()
        self.serve_anew(more='[sources.default]\nexpect_every = "1wh"\n')
        self.look()
        self.browser.wait_for_text("#data", "đã 1 giờ làm việc chưa có sự kiện mới")
        self.assertEqual(self.state_of("#data"), "late")

    def test_a_day_that_the_calendar_does_not_know(self):
        self.post_a_day()
        self.serve_anew(clock="2024-01-03T10:00:00+07:00")
        self.look()
        self.browser.wait_for_text("#hours", "Lịch làm việc chưa có ngày hôm nay")
        self.assertEqual(self.state_of("#data"), "stale")

    def test_a_daemon_that_is_not_ready_says_why(self):
        self.post_a_day()
        self.look()
        self.browser.wait_for_text("#open-value", "3")
        self.assertIsNone(self.browser.text("#trouble"))
        (self.data / "lock").unlink()
        # Told with the next message, ten seconds later at the latest.
        self.browser.wait_for_text("#trouble", "Hệ thống chưa sẵn sàng: không ghi được vào sổ hồ sơ", timeout=30)
        self.assertEqual(self.daemon.get("/readyz").status, 503)
        health = self.daemon.get("/api/v1/live").json()["health"]
        self.assertEqual((health["ready"], health["ledger"], health["clock"]), (False, "cannot_write", "ok"))
        self.assertEqual(health["detail"], self.daemon.get("/readyz").json()["checks"]["ledger"])
        self.browser.run("document.querySelector('[data-language=en]').click()")
        self.browser.wait_for_text("#trouble", "The system is not ready: the ledger cannot be written")

    def test_the_page_bears_the_name_of_its_house(self):
        self.serve_anew(more='[site]\nprovince = "tỉnh Sơn La"\nprovince_en = "Sơn La province"\n'
                             'centre = "Trung tâm Phục vụ hành chính công"\n')
        self.post_a_day()
        self.look()
        self.browser.wait_for_text("#site-name", "Trung tâm Phục vụ hành chính công")
        self.assertEqual(self.browser.run("return document.title"),
                         "50,00\u00a0% · đang quá hạn 1 – Trung tâm Phục vụ hành chính công – Dunghan")
        self.look("?lang=en")
        self.browser.wait_for_text("#site-name", "Sơn La province")

    def test_an_agency_without_a_name_is_said_to_be_one(self):
        self.serve_anew(rulebook='unknown = "register"')
        self.daemon.post_events(dunghan.received("D1", due="2021-06-14", agency="X9"))
        self.look()
        self.browser.wait_for_text("#rows", "Cơ quan ngoài danh mục (X9)")

    def test_what_waits_to_be_accepted(self):
        self.post_a_day()
        self.look()
        self.browser.wait_for_text("#waiting-value", "0")
        colour = "return getComputedStyle(document.querySelector('#waiting-late-value')).color"
        calm = self.browser.run(colour)
        # Eight working hours: D6 and D7 have waited for a day, D8 since this morning.
        self.daemon.post_events(submitted("D6", "2021-06-29T08:00:00+07:00"),
                                submitted("D7", "2021-06-29T08:10:00+07:00"),
                                submitted("D8", TODAY.format("08:00")))
        self.browser.wait_for_text("#waiting-late-value", "2")
        self.assertEqual(self.browser.text("#waiting-value"), "1")
        self.assertNotEqual(self.browser.run(colour), calm)
        self.assertIn("chờ tiếp nhận", self.browser.text("article.received"))
        self.assertIn("chậm tiếp nhận", self.browser.text("article.received"))
        live = self.daemon.get("/api/v1/live").json()
        for of in (live["total"], next(row for row in live["agencies"] if row["code"] == "A")):
            self.assertEqual(of["acceptance"], {"waiting": 1, "waiting_late": 2})
        page = self.daemon.get("/metrics").text
        self.assertIn('\ndossier_acceptance_open{agency="A",state="waiting"} 1\n', page)
        self.assertIn('\ndossier_acceptance_open{agency="A",state="waiting_late"} 2\n', page)
        self.daemon.post_events(dunghan.received("D6", at=TODAY.format("10:00"), due="2021-07-05"))
        self.browser.wait_for_text("#waiting-late-value", "1")
        self.look("?lang=en")
        self.browser.wait_for_text("#waiting-late-value", "1")
        self.assertIn("awaiting acceptance", self.browser.text("article.received"))
        self.assertIn("acceptance overdue", self.browser.text("article.received"))
        self.requires_quiet_console()

    def test_both_languages(self):
        self.post_a_day()
        self.look("?lang=en")
        self.browser.wait_for_text("#rate-value", "50.00")
        self.assertEqual(self.browser.text("#rate-verdict"), "out of reach")
        self.assertIn("Department A", self.browser.text("#rows"))
        self.assertEqual(self.browser.run("return document.documentElement.lang"), "en")
        self.look()  # remembered
        self.browser.wait_for_text("#overdue-title", "Overdue")
        self.browser.run("document.querySelector('[data-language=vi]').click()")
        self.browser.wait_for_text("#overdue-title", "Đang quá hạn")
        self.assertIn("Sở A", self.browser.text("#rows"))
        self.assertEqual(self.browser.run("return location.search"), "?lang=vi")
        self.requires_quiet_console()

    def click(self, selector):
        self.browser.wait_for("return document.querySelector(arguments[0]) !== null", selector)
        self.browser.run("document.querySelector(arguments[0]).click()", selector)

    def codes(self, count):
        """Of the list, once there are so many."""
        self.browser.wait_for("return document.querySelectorAll('#dossier-rows tr').length === arguments[0] && "
                              "document.querySelector('#dossiers').getAttribute('aria-busy') === 'false'", count)
        return self.browser.run("return [...document.querySelectorAll('#dossier-rows th a')].map((each) => each.textContent)")

    def test_a_number_leads_to_its_dossiers_and_back(self):
        self.post_a_day()
        self.look()
        self.browser.wait_for_text("#overdue-value", "1")
        self.browser.run("window.notReloaded = true")
        for number, query, codes in (("#overdue-value", "?standing=overdue", ["D3"]), ("#due-value", "?due=today", ["D4", "D5"]),
                                     ("#open-value", "?standing=in_time,suspended,overdue,unmeasurable", ["D3", "D4", "D5"])):
            self.browser.wait_for_text(number, str(len(codes)))
            self.browser.run("document.querySelector(arguments[0]).closest('a').click()", number)
            self.assertEqual(self.codes(len(codes)), codes)
            self.assertEqual(self.browser.run("return location.pathname + location.search"), f"/dossiers{query}")
            listed = self.daemon.get(f"/api/v1/dossiers{query}").json()["dossiers"]
            self.assertEqual([one["code"] for one in listed], codes)
            self.browser.run("history.back()")
            self.browser.wait_for("return location.pathname === '/' && document.querySelector('#figures') !== null")
        self.assertTrue(self.browser.run("return window.notReloaded"))
        self.requires_quiet_console()

    def test_a_list_is_its_address(self):
        self.post_a_day()
        self.look("dossiers?standing=finished_late")
        self.assertEqual(self.codes(1), ["D1"])
        row = self.browser.text("#dossier-rows tr")
        for text in ("đã giải quyết quá hạn", "Sở A", "14/06/2021"):
            self.assertIn(text, row)
        self.assertEqual(self.browser.run("return document.querySelector('[name=standing]').value"), "finished_late")
        # The form goes to another address, and back leads to this one.
        self.browser.run("""const form = document.querySelector("form.filter");
                            form.standing.value = "";
                            form.q.value = "d5";
                            form.requestSubmit();""")
        self.assertEqual(self.codes(1), ["D5"])
        self.assertEqual(self.browser.run("return location.search"), "?q=d5")
        self.browser.run("history.back()")
        self.browser.wait_for_text("#dossier-rows", "D1")
        self.look("dossiers?standing=overdue&agency=B&lang=en")
        self.browser.wait_for_text("#dossiers-count", "There are no such dossiers.")
        self.click("nav.pages a[href='/']")
        self.browser.wait_for_text("#overdue-value", "1")
        self.requires_quiet_console()

    def test_what_cannot_be_listed_is_said(self):
        self.post_a_day()
        self.look("dossiers?standing=asleep")
        self.browser.wait_for_text(".failed", "Chưa lấy được dữ liệu: standing: ")
        admin = self.daemon.token
        self.daemon.token = self.run_program("token", "create", "own", "--role", "viewer", "--agency", "A").out.strip()
        self.look("dossiers?agency=B")
        self.browser.wait_for_text(".failed", "Bạn không được xem phần này.")
        self.look("dossiers")
        self.assertNotIn("D5", self.codes(2))
        self.daemon.token = admin

    def test_a_long_list_comes_in_pages(self):
        self.daemon.post_events(*[dunghan.received(f"P{number:03}", due="2021-06-14") for number in range(120)])
        self.look("dossiers?standing=overdue&sort=code")
        seen = self.codes(50)
        self.click(".pager [rel=next]")
        self.browser.wait_for_text("#dossier-rows", "P050")
        seen += self.codes(50)
        self.click(".pager [rel=next]")
        seen += self.codes(20)
        self.assertEqual(seen, [f"P{number:03}" for number in range(120)])
        self.assertEqual(self.browser.run("return document.querySelector('.pager [rel=next]')"), None)
        self.click(".pager a")
        self.browser.wait_for_text("#dossier-rows", "P000")
        self.assertEqual(self.browser.run("return location.search"), "?standing=overdue&sort=code")

    def test_a_simulated_ledger_says_so(self):
        self.daemon.post_events(dunghan.received("D1", source="simulate"))
        self.look()
        self.browser.wait_for_text("#simulated", "DỮ LIỆU MÔ PHỎNG")
        self.look("?lang=en")
        self.browser.wait_for_text("#simulated", "SIMULATED DATA")

    def test_a_lost_connection_is_told_and_made_anew(self):
        self.post_a_day()
        self.look()
        self.browser.wait_for_text("#open-value", "3")
        colour = "return getComputedStyle(document.querySelector('#rate .value')).color"
        fresh = self.browser.run(colour)
        self.requires_quiet_console()
        self.daemon.kill()
        self.browser.wait_for_text("#lost", "Mất kết nối từ ", timeout=10)
        self.assertRegex(self.browser.text("#lost"), r"từ \d\d:\d\d:\d\d, đang nối lại\.")
        self.assertEqual(self.browser.text("#link-state"), "Mất kết nối, đang nối lại")
        self.assertEqual(self.browser.text("#open-value"), "3")
        self.assertNotEqual(self.browser.run(colour), fresh)
        # A stream that is refused is not opened again by the browser; that is up to the page.
        with refusing(self.daemon.port) as asked:
            self.browser.wait_for("return document.body.dataset.link === 'lost'")
            self.assertTrue(asked.wait(30))
        self.daemon = daemon.Daemon(self, port=self.daemon.port)
        self.daemon.post_events(finished("D4", TODAY.format("11:00")))
        self.browser.wait_for_text("#open-value", "2", timeout=30)
        self.assertIsNone(self.browser.text("#lost"))
        # By the stream again: asking alone would take longer.
        self.daemon.post_events(finished("D5", TODAY.format("11:00")))
        self.browser.wait_for_text("#open-value", "1", timeout=8)
        self.assertEqual(self.browser.run(colour), fresh)
        # While nobody was there the browser said so; nothing else went wrong.
        for entry in self.browser.log():
            self.assertEqual(entry["source"], "network", entry)

    def test_a_page_whose_name_was_pointed_here_is_of_another_house(self):
        self.post_a_day()
        self.browser.open(f"http://{browser.REBOUND}:{self.daemon.port}/")
        self.assertIn("421", self.browser.text("body"))
        event = json.dumps(dunghan.received("D9"))
        self.assertEqual(self.browser.run("""
            const ask = (path, options) => fetch(path, options).then((answer) => answer.status);
            return Promise.all([ask("/api/v1/live"), ask("/api/v1/dossiers/D1"), ask("/api/v1/events",
              { method: "POST", headers: { "Content-Type": "application/json" }, body: arguments[0] })]);""",
            event), [421, 421, 421])
        self.assertEqual(self.daemon.get("/api/v1/dossiers/D9").status, 404)

    def test_stopping_does_not_wait_for_the_page(self):
        self.look()
        self.daemon.stop()

    def test_everything_comes_from_the_daemon_and_nothing_is_inline(self):
        page = self.daemon.get("/")
        self.assertIn("default-src 'self'", page.headers["Content-Security-Policy"])
        self.assertEqual(page.headers["Content-Type"], "text/html; charset=utf-8")
        html = page.text
        self.assertNotRegex(html, r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)|https?://")
        noscript = re.search(r"<noscript>(.*?)</noscript>", html, re.DOTALL).group(1)
        self.assertIn('href="/api/v1/live"', noscript)
        (script,) = re.findall(r'src="(/assets/[^"]+\.js)"', html)
        for path, kind, kept in (("/page.css", "text/css", "no-cache"), ("/favicon.svg", "image/svg+xml", "no-cache"),
                                 # Of other bytes it has another name.
                                 (script, "text/javascript", "public, max-age=31536000, immutable")):
            answer = self.daemon.get(path)
            self.assertEqual(answer.status, 200, path)
            self.assertTrue(answer.headers["Content-Type"].startswith(kind), path)
            self.assertEqual(answer.headers["Cache-Control"], kept)
        self.assertLess(len(gzip.compress(self.daemon.get(script).body)), 150_000)  # what a start page may cost
        for path in re.findall(r'href="(/[^"]*)"', html):
            self.assertEqual(self.daemon.get(path).status, 200, path)

    def test_it_is_readable_in_every_light_and_size(self):
        self.post_a_day()
        self.daemon.post_events(submitted("D6", "2021-06-29T08:00:00+07:00"))
        for scheme in ("light", "dark"):
            self.browser.prefer(prefers_color_scheme=scheme)
            self.look()
            self.browser.wait_for_text("#open-value", "3")
            worst = self.browser.run(CONTRAST)
            self.assertGreaterEqual(worst["ratio"], 4.5, (scheme, worst))
        for width, height in ((400, 800), (640, 360), (960, 540), (1920, 1080), (3840, 2160)):
            self.browser.resize(width, height)
            for language in ("en", "vi"):
                self.look(f"?lang={language}")
                self.browser.wait_for_text("#open-value", "3")
                wide = self.browser.run("return document.documentElement.scrollWidth")
                self.assertLessEqual(wide, width, language)
                self.assertEqual(self.browser.run(OVERFLOWING), [], (width, language))
                self.browser.run("document.querySelector('nav.pages a[href=\"/dossiers\"]').click()")
                self.codes(4)
                self.assertLessEqual(self.browser.run("return document.documentElement.scrollWidth"), width, language)
                self.assertEqual(self.browser.run(OVERFLOWING), [], (width, language, "dossiers"))

    def test_a_screen_reader_finds_its_way(self):
        self.look()
        self.assertEqual(self.browser.run("""
            return ["header", "main", "footer", "nav", "h1"].filter(
              (name) => !document.querySelector(name));"""), [])
        self.assertEqual(self.browser.run("return document.querySelectorAll('h1').length"), 1)
        self.assertEqual(self.browser.run("""
            return [...document.querySelectorAll("article")].filter(
              (each) => each.getAttribute("aria-live") !== "polite" ||
                        !document.getElementById(each.getAttribute("aria-labelledby"))).length"""), 0)


if __name__ == "__main__":
    dunghan.main()
