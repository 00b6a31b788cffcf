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
EVERYBODY = "leadership,operators"
OF_AGENCIES = {
    "DossierMonthlyTargetUnreachable": {"critical": LEADERS},
    "DossierMonthlyTargetMissed": {"warning": CENTRE},
    "DossierOnTimeBudgetBurn": {"critical": LEADERS, "warning": CENTRE},
    "DossierLateBudgetLow": {"warning": CENTRE},
    "DossierOverdueBacklog": {"warning": CENTRE},
    "DossierSeverelyOverdue": {"critical": LEADERS},
    "DossierOverdueDigest": {"info": "agencies"},
    "DossierDueTodayUnfinished": {"info": "agencies"},
    "DossierAcceptanceLate": {"info": "agencies"},
    "DossierIntakeStopped": {"warning": CENTRE},
    "DossierLargeCorrection": {"warning": CENTRE},
    "DossierAgencyDataStale": {"none": "nobody"},
}
OF_THE_SYSTEM = {
    "DossierProcedureOftenLate": {"info": CENTRE},
    "DossierDaemonDown": {"critical": EVERYBODY},
    "DossierDaemonAbsent": {"critical": EVERYBODY},
    "DossierSourceStale": {"critical": EVERYBODY},
    "DossierQuarantineGrowing": {"warning": OPERATORS},
    "DossierLedgerNotWritable": {"critical": EVERYBODY},
    "DossierCalendarEndsSoon": {"warning": OPERATORS},
    "DossierRulebookRefused": {"warning": OPERATORS},
    "DossierSeriesLimitReached": {"warning": OPERATORS},
    "DossierAlertmanagerFailing": {"critical": EVERYBODY},
    "DossierAlertsCapped": {"warning": OPERATORS},
    "DossierWatchdog": {"none": "heartbeat"},
}
OF_DOSSIERS = ["DossierDueSoon", "DossierOverdue", "DossierAcceptanceOverdue", "DossierApologyDue",
               "DossierMore"]
NO_BUSINESS = {"DossierAgencyDataStale"} | set(OF_THE_SYSTEM) - {"DossierProcedureOftenLate"}


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
        for name, by_severity in OF_AGENCIES.items():
            for severity, receivers in by_severity.items():
                self.assertEqual(self.routed(alertname=name, severity=severity, agency=AGENCY,
                                             job="dossier"), receivers, name)

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
                                             severity="warning"), f"centre-rounds,{receiver}")
            self.assertEqual(self.routed(alertname="DossierOverdueDigest", agency=agency,
                                         severity="info"), receiver)

    def test_the_alerts_of_the_rules_are_these(self):
        rules = (dunghan.SOURCE / "deploy/prometheus/dossier-alerts.yml").read_text(encoding="utf-8")
        found = {}
        for group in yaml.safe_load(rules)["groups"]:
            for rule in group["rules"]:
                found.setdefault(rule["alert"], set()).add(rule["labels"]["severity"])
        self.assertEqual(found, {name: set(by_severity) for name, by_severity
                                 in (OF_AGENCIES | OF_THE_SYSTEM).items()})

    def test_what_is_muted_with_the_daemon_is_all_business(self):
        for rule in alerting.config()["inhibit_rules"][:2]:
            (matcher,) = rule["target_matchers"]
            names = re.fullmatch(r'alertname=~"([\w|]+)"', matcher).group(1).split("|")
            self.assertEqual(set(names),
                             (set(OF_AGENCIES) | set(OF_THE_SYSTEM) | set(OF_DOSSIERS)) - NO_BUSINESS)

    def test_what_is_sent_once_is_forgotten_later_than_it_ends(self):
        def walk(route):
            yield route
            for child in route.get("routes", []):
                yield from walk(child)

        for route in walk(alerting.config()["route"]):
            if route.get("matchers") == ['scope="dossier"']:
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
        self.lengths_are_kept(data, 15, {"vi": "và 197 hồ sơ khác", "en": "and 197 more"})

    def test_telegram_takes_200_alerts_that_say_much(self):
        def change(_, alert):
            for key in ("description", "description_vi"):
                alert["annotations"][key] = "Đơn vị có nhiều hồ sơ quá hạn & chưa xử lý. " * 20

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
