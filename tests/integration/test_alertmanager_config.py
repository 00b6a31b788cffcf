"""The example configuration of Alertmanager and its messages, by amtool alone."""

import json
import re
import unittest

import yaml

import alerting
import dunghan

DATA = dunghan.SOURCE / "tests/data/alertmanager"
AGENCY = "000.00.01.H52"  # one without a receiver of its own
WITH_MAIL = "000.00.03.H52"
WITH_TELEGRAM = "000.03.20.H52"

# Every alert there is: what its rule (or the daemon) says, and who hears of it.
CENTRE = "centre"
LEADERS = "leadership,centre"
OPERATORS = "operators"
BOTH = "operators,centre"
OF_FIGURES = {
    "DossierMonthlyTargetUnreachable": {"warning": LEADERS},
    "DossierMonthlyTargetAtRisk": {"info": CENTRE},
    "DossierOnTimeBudgetBurn": {"warning": LEADERS, "info": CENTRE},
    "DossierLateBudgetLow": {"info": CENTRE},
    "DossierOverdueBacklog": {"info": CENTRE},
    "DossierSeverelyOverdue": {"warning": LEADERS},
    "DossierOverdueDigest": {"info": "agencies"},
    "DossierAcceptanceLate": {"info": "agencies"},
    "DossierPetitionsLate": {"info": "agencies"},
    "DossierProcedureOftenLate": {"info": CENTRE},
}
OF_AGENCIES = {
    "DossierIntakeStopped": {"warning": BOTH},
    "DossierLargeCorrection": {"warning": BOTH},
    "DossierAgencyDataStale": {"none": "nobody"},
}
OF_THE_SYSTEM = {
    "DossierDaemonDown": {"critical": OPERATORS},
    "DossierDaemonAbsent": {"critical": OPERATORS},
    "DossierSourceStale": {"critical": OPERATORS},
    "DossierSourceNeverHeard": {"warning": OPERATORS},
    "DossierQuarantineGrowing": {"warning": OPERATORS},
    "DossierLedgerNotWritable": {"critical": OPERATORS},
    "DossierCalendarEndsSoon": {"warning": OPERATORS},
    "DossierRulebookRefused": {"warning": OPERATORS},
    "DossierSeriesLimitReached": {"warning": OPERATORS},
    "DossierAlertmanagerFailing": {"critical": OPERATORS},
    "DossierAlertsCapped": {"warning": OPERATORS},
    "DossierWatchdog": {"none": "heartbeat"},
}
OF_DOSSIERS = ["DossierReturnOrApologise", "DossierDueSoon", "DossierOverdue",
               "DossierAcceptanceOverdue", "DossierApologyDue", "DossierSupplementAgain",
               "DossierSupplementMissing", "DossierNotMoved", "DossierMore"]
NO_BUSINESS = {"DossierAgencyDataStale"} | set(OF_THE_SYSTEM)


def message_texts(situation, language):
    """All that is sent in a situation, one below the other."""
    texts = []
    for form, kind in (("subject", "text"), ("telegram", "text"), ("text", "text"), ("email", "html")):
        text = alerting.render(f"dossier.{form}.{language}", DATA / f"{situation}.json", kind)
        texts.append(f"== {form}\n{text.rstrip()}\n")
    return "\n".join(texts)


@unittest.skipUnless(alerting.AVAILABLE, "needs prometheus-alertmanager and amtool")
class Configuration(unittest.TestCase):
    def routed(self, **labels):
        done = alerting.amtool("config", "routes", "test", f"--config.file={alerting.CONFIG}",
                                   *(f"{key}={value}" for key, value in labels.items()))
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout.strip()

    def test_it_is_valid_with_its_templates(self):
        done = alerting.amtool("check-config", alerting.CONFIG)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertRegex(done.stdout, r"1 templates\n  SUCCESS")

    def test_every_alert_about_an_agency_reaches_whom_it_should(self):
        for about, scope in ((OF_AGENCIES, {}), (OF_FIGURES, {"scope": "figures"})):
            for name, by_severity in about.items():
                for severity, receivers in by_severity.items():
                    self.assertEqual(self.routed(alertname=name, severity=severity, agency=AGENCY,
                                                 job="dossier", **scope), receivers, name)

    def test_every_alert_about_the_system_reaches_whom_it_should(self):
        for name, by_severity in OF_THE_SYSTEM.items():
            for severity, receivers in by_severity.items():
                self.assertEqual(self.routed(alertname=name, severity=severity, job="dossier"),
                                 receivers, name)

    def test_an_agency_with_a_receiver_gets_its_dossiers_and_summaries_there(self):
        for agency, receiver in ((AGENCY, "agencies"), (WITH_MAIL, f"agency-{WITH_MAIL}"),
                                 (WITH_TELEGRAM, f"agency-{WITH_TELEGRAM}")):
            for name in OF_DOSSIERS:
                self.assertEqual(self.routed(alertname=name, scope="dossier", agency=agency,
                                             digest="daily", severity="warning"),
                                 f"centre-rounds,{receiver}")
                # In the course of the day the centre is left alone.
                self.assertEqual(self.routed(alertname=name, scope="dossier", agency=agency,
                                             digest="hourly", severity="warning"), receiver)
            self.assertEqual(self.routed(alertname="DossierOverdueDigest", agency=agency,
                                         scope="figures", severity="info"), receiver)

    def test_only_faults_of_the_system_may_ring_and_the_leadership_hears_of_none(self):
        for name, by_severity in (OF_FIGURES | OF_AGENCIES | OF_THE_SYSTEM).items():
            if "critical" in by_severity:
                self.assertIn(name, OF_THE_SYSTEM)
                self.assertEqual(by_severity["critical"], OPERATORS)

    def test_figures_are_one_message_a_day_within_office_hours(self):
        routes = [route for route in alerting.config()["route"]["routes"]
                  if route["receiver"] in ("leadership", "centre", "agencies")
                  and "dossier" not in str(route["matchers"]) and "Intake" not in str(route["matchers"])]
        self.assertEqual(len(routes), 3)
        for route in routes:
            self.assertEqual(route["active_time_intervals"], ["office_hours"])
            self.assertEqual(route["group_by"],
                             ["agency"] if route["receiver"] == "agencies" else ["scope"])
            # Looked at again after the two hours in which figures hold, and before 18:00, when nothing
            # would be noted; the next morning is more than the rest of the day away.
            self.assertEqual((route["group_wait"], route["group_interval"]), ("5m", "8h"))

    def test_the_alerts_of_the_rules_are_these(self):
        rules = (dunghan.SOURCE / "deploy/prometheus/dossier-alerts.yml").read_text(encoding="utf-8")
        found = {}
        for group in yaml.safe_load(rules)["groups"]:
            for rule in group["rules"]:
                found.setdefault(rule["alert"], set()).add(rule["labels"]["severity"])
                self.assertEqual(rule["labels"].get("scope"),
                                 "figures" if rule["alert"] in OF_FIGURES else None, rule["alert"])
        self.assertEqual(found, {name: set(by_severity) for name, by_severity
                                 in (OF_FIGURES | OF_AGENCIES | OF_THE_SYSTEM).items()})

    def test_what_is_muted_with_the_daemon_is_all_business(self):
        for rule in alerting.config()["inhibit_rules"][:2]:
            (matcher,) = rule["target_matchers"]
            names = re.fullmatch(r'alertname=~"([\w|]+)"', matcher).group(1).split("|")
            self.assertEqual(set(names),
                             (set(OF_FIGURES) | set(OF_AGENCIES) | set(OF_DOSSIERS)) - NO_BUSINESS)

    def test_what_is_sent_once_is_forgotten_later_than_it_ends(self):
        def walk(route):
            yield route
            for child in route.get("routes", []):
                yield from walk(child)

        for route in walk(alerting.config()["route"]):
            if 'scope="dossier"' in route.get("matchers", []):
                self.assertEqual(route["repeat_interval"], "120h")
                self.assertIn("round", route["group_by"])
            if "repeat_interval" in route:
                hours = re.fullmatch(r"(\d+)([hm])", route["repeat_interval"])
                self.assertLessEqual(int(hours[1]), 120)

    def test_every_web_hook_is_bounded_and_no_dossier_is_reported_as_resolved(self):
        receivers = {one["name"]: one for one in alerting.config()["receivers"]}
        for name, receiver in receivers.items():
            for hook in receiver.get("webhook_configs", []):
                self.assertGreater(hook["max_alerts"], 0, name)
            if name.startswith(("agenc", "centre-rounds")):
                for key in set(receiver) - {"name"}:
                    self.assertTrue(all(one["send_resolved"] is False for one in receiver[key]), name)

    def test_it_holds_no_secret(self):
        text = alerting.CONFIG.read_text(encoding="utf-8")
        self.assertNotRegex(text, r"(?m)^\s*[^#]*(password|secret|credentials):")
        self.assertEqual(re.findall(r"bot_token: (.*)", text), ["PUT-THE-TOKEN-OF-THE-BOT-HERE"])


@unittest.skipUnless(alerting.AVAILABLE, "needs prometheus-alertmanager and amtool")
class Messages(dunghan.Case):
    def expect(self, situation):
        for language in ("vi", "en"):
            expected = (DATA / f"{situation}.{language}.txt").read_text(encoding="utf-8")
            self.assertEqual(message_texts(situation, language), expected)

    def test_a_round_of_an_agency(self):
        self.expect("round")

    def test_an_alert_about_an_agency(self):
        self.expect("alert")

    def test_a_digest_of_figures_is_a_table_of_agencies(self):
        self.expect("figures")

    def test_messages_list_every_alert_there_is(self):
        for language in ("vi", "en"):
            text = (alerting.TEMPLATES / f"dossier_{language}.tmpl").read_text(encoding="utf-8")
            lists = [set(re.findall(r'"(Dossier\w+)"', line)) for line in text.splitlines()
                     if "stringSlice" in line]
            self.assertEqual([one for one in lists if one not in (set(OF_DOSSIERS), set(OF_FIGURES))], [])
            self.assertEqual(len(lists), 6)

    def test_an_alert_that_is_over(self):
        self.expect("resolved")

    def many(self, situation, change):
        """The situation's first alert with a dossier or description, 200 times, each changed."""
        data = json.loads((DATA / f"{situation}.json").read_text(encoding="utf-8"))
        alerts = [json.loads(json.dumps(data["alerts"][-1])) for _ in range(200)]
        for number, alert in enumerate(alerts):
            change(number, alert)
        data["alerts"] = [one for one in data["alerts"] if one["labels"]["alertname"] == "DossierMore"] + alerts
        data["commonAnnotations"].pop("description_vi", None)
        return self.write("many.json", json.dumps(data))

    def lengths_are_kept(self, data, listed, rest):
        for language, left in rest.items():
            text = alerting.render(f"dossier.telegram.{language}", data)
            self.assertLessEqual(len(text), 4096)
            self.assertEqual(text.count("\n• "), listed)
            self.assertIn(f"\n… {left}.", text)

    def test_telegram_takes_200_dossiers_with_codes_as_long_as_can_be(self):
        def change(number, alert):
            alert["labels"]["dossier"] = f"{number:03}" + "&<" * 10 + "x" * 41

        data = self.many("round", change)
        self.lengths_are_kept(data, 10, {"vi": "và 202 hồ sơ khác", "en": "and 202 more"})

    def test_telegram_takes_figures_of_200_agencies_that_say_much(self):
        def change(number, alert):
            alert["labels"].update(agency=f"X{number}", name="Sở & phòng " * 20, name_en="Office & room " * 20)
            for key in ("description", "description_vi"):
                alert["annotations"][key] = "Cơ quan có nhiều hồ sơ quá hạn & chưa xử lý. " * 20

        data = self.many("figures", change)
        self.lengths_are_kept(data, 12, {"vi": "và 188 dòng khác; xem đầy đủ trên bảng theo dõi",
                                         "en": "and 188 more rows; the dashboards have them all"})

    def test_telegram_takes_200_alerts_that_say_much(self):
        def change(_, alert):
            for key in ("description", "description_vi"):
                alert["annotations"][key] = "Cơ quan có nhiều hồ sơ quá hạn & chưa xử lý. " * 20

        data = self.many("alert", change)
        self.lengths_are_kept(data, 8, {"vi": "và 192 cảnh báo khác", "en": "and 192 more alerts"})

    def test_a_mail_names_100_and_counts_the_rest(self):
        def change(number, alert):
            alert["labels"]["dossier"] = f"H52-{number:04}"

        data = self.many("round", change)
        text = alerting.render("dossier.email.vi", data, "html")
        self.assertEqual(text.count("<tr><td>"), 100)
        self.assertIn("<p>… và 112 hồ sơ khác.</p>", text)
        self.assertIn("212 hồ sơ cần xử lý", alerting.render("dossier.subject.vi", data))


if __name__ == "__main__":
    dunghan.main()
