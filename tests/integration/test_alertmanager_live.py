"""A real Alertmanager with the example configuration: its routes, groups, inhibition and templates,
with receivers of the test's own and waits of a second."""

import email
import email.policy
import time
import unittest

import alerting
import alertmanager
import dunghan
from alerting import labelled, of_dossier, of_figures

A, B = "000.00.03.H52", "000.03.20.H52"
ROUND, NEXT = "2026-11-20T07:30:00+07:00", "2026-11-20T08:30:00+07:00"


@unittest.skipUnless(alerting.AVAILABLE, "needs prometheus-alertmanager and amtool")
class Live(dunghan.Case):
    def setUp(self):
        super().setUp()
        self.receiver = alertmanager.Receiver(self)
        self.example = alerting.config()
        alerting.hasten(self.example["route"])

    def start(self):
        alerting.to_web_hooks(self.example, self.receiver.url)
        return alerting.Alertmanager(self, self.example)

    def messages_to(self, serving, receiver, count=1):
        return serving.wait_for(
            lambda: len(self.receiver.to(receiver)) >= count and self.receiver.to(receiver),
            f"message {count} to {receiver}")

    def names(self, message):
        return sorted(alert["labels"].get("dossier", alert["labels"]["alertname"])
                      for alert in message["alerts"])

    def test_a_round_is_one_message_to_each_agency_and_one_to_the_centre(self):
        serving = self.start()
        first = [of_dossier("DossierOverdue", f"{agency}-{number}", agency, "overdue", ROUND)
                 for agency in (A, B) for number in range(20)]
        first += [of_dossier("DossierMore", None, agency, "more", ROUND, count="7") for agency in (A, B)]
        serving.post(*first[:30])
        serving.post(*first[30:])
        for agency in (A, B):
            (message,) = self.messages_to(serving, f"agency-{agency}")
            self.assertEqual(message["groupLabels"], {"agency": agency, "round": ROUND})
            self.assertEqual(len(message["alerts"]), 21)
        (message,) = self.messages_to(serving, "centre-rounds")
        self.assertEqual(message["groupLabels"], {"round": ROUND})
        self.assertEqual(len(message["alerts"]), 42)

        # The next round says only what is new in it, and the first one is not said again although
        # its alerts go on.
        serving.post(*first)
        serving.post(of_dossier("DossierDueSoon", "A-new", A, "3wh", NEXT, digest="hourly"))
        messages = self.messages_to(serving, f"agency-{A}", 2)
        serving.wait_for(lambda: len(serving.active()) == 43, "all alerts")
        self.assertEqual(self.names(messages[1]), ["A-new"])
        self.assertEqual(len(self.receiver.to(f"agency-{B}")), 1)
        self.assertEqual(len(self.receiver.to("centre-rounds")), 1)

    def test_a_morning_of_figures_is_one_message_to_each_and_comes_again_the_next_morning(self):
        serving = self.start()
        bad = [f"000.00.{number:02}.H52" for number in range(10, 24)]
        figures = [of_figures("DossierMonthlyTargetUnreachable", agency, "warning") for agency in bad]
        figures += [of_figures("DossierSeverelyOverdue", agency, "warning") for agency in bad[:3]]
        figures += [of_figures(name, agency) for agency in bad
                    for name in ("DossierMonthlyTargetAtRisk", "DossierOverdueBacklog")]
        figures += [of_figures(name, A) for name in ("DossierOverdueDigest", "DossierAcceptanceLate")]
        for morning in (1, 2):
            # Prometheus sends them in pieces, rule by rule.
            for start in range(0, len(figures), 20):
                serving.post(*figures[start:start + 20], lasting=6)
            told = {who: self.messages_to(serving, who, morning)[-1]
                    for who in ("leadership", "centre", f"agency-{A}")}
            self.assertEqual(len(told["leadership"]["alerts"]), 17)
            # What is out of reach mutes that it is missed.
            self.assertEqual(len(told["centre"]["alerts"]), 31)
            self.assertEqual(self.names(told[f"agency-{A}"]),
                             ["DossierAcceptanceLate", "DossierOverdueDigest"])
            self.assertEqual(sorted(self.receiver.paths),
                             sorted(morning * ["/leadership", "/centre", f"/agency-{A}"]))
            serving.wait_for(lambda: not serving.active(), "the end of the morning")
            time.sleep(7)  # two looks at the groups, at which they are found over

    def test_an_agency_told_of_dossiers_is_not_told_its_numbers_as_well(self):
        serving = self.start()
        serving.post(of_dossier("DossierOverdue", "D1", A, "overdue"),
                     of_dossier("DossierDueSoon", "D2", B, "3wh", digest="hourly"))
        serving.post(*(of_figures("DossierOverdueDigest", agency) for agency in (A, B)))
        for agency, count in ((A, 1), (B, 2)):
            self.messages_to(serving, f"agency-{agency}", count)
        time.sleep(4)
        said = {agency: sorted(name for message in self.receiver.to(f"agency-{agency}")
                               for name in self.names(message)) for agency in (A, B)}
        self.assertEqual(said, {A: ["D1"], B: ["D2", "DossierOverdueDigest"]})

    def test_business_is_mute_for_the_agency_without_data_and_for_no_other(self):
        serving = self.start()
        serving.post((labelled("DossierAgencyDataStale", "none", agency=A, job="dossier"), {}),
                     (labelled("DossierSourceNeverHeard", source="new", job="dossier"), {}))
        business = [of_figures("DossierOverdueBacklog", agency) for agency in (A, B)]
        business += [of_dossier("DossierOverdue", f"{agency}-1", agency, "overdue") for agency in (A, B)]
        serving.post(*business)
        self.messages_to(serving, "centre")
        self.messages_to(serving, f"agency-{B}")
        self.messages_to(serving, "operators")
        (message,) = self.messages_to(serving, "centre-rounds")
        self.assertEqual(self.names(message), [f"{B}-1"])
        self.assertEqual([alert["labels"]["agency"] for one in self.receiver.to("centre")
                          for alert in one["alerts"]], [B])
        self.assertEqual(self.receiver.to(f"agency-{A}"), [])
        muted = {(alert["labels"]["alertname"], alert["labels"]["agency"])
                 for alert in serving.active() if alert["status"]["inhibitedBy"]}
        self.assertEqual(muted, {("DossierOverdueBacklog", A), ("DossierOverdue", A)})

    def test_without_the_daemon_its_absence_is_all_that_is_said_and_not_to_the_leadership(self):
        serving = self.start()
        serving.post((labelled("DossierDaemonAbsent", "critical", job="dossier"), {}))
        serving.post(of_figures("DossierMonthlyTargetAtRisk", A),
                     of_figures("DossierSeverelyOverdue", B, "warning"),
                     (labelled("DossierCalendarEndsSoon", job="dossier"), {}))
        self.messages_to(serving, "operators", 2)
        time.sleep(4)
        self.assertEqual(set(self.receiver.paths), {"/operators"})

    def test_a_target_out_of_reach_mutes_that_it_is_missed_for_the_same_agency(self):
        serving = self.start()
        serving.post(of_figures("DossierMonthlyTargetUnreachable", A, "warning"))
        serving.post(*(of_figures(name, agency) for agency in (A, B)
                       for name in ("DossierMonthlyTargetAtRisk", "DossierLateBudgetLow")))
        (message,) = self.messages_to(serving, "centre")
        said = {(alert["labels"]["alertname"], alert["labels"]["agency"]) for alert in message["alerts"]}
        self.assertEqual(said, {("DossierMonthlyTargetUnreachable", A),
                                ("DossierMonthlyTargetAtRisk", B), ("DossierLateBudgetLow", B)})

    def test_the_heartbeat_comes_and_silent_alerts_stay_silent(self):
        serving = self.start()
        serving.post((labelled("DossierWatchdog", "none"), {}),
                     (labelled("DossierAgencyDataStale", "none", agency=A), {}))
        (message,) = self.messages_to(serving, "heartbeat")
        self.assertEqual(self.names(message), ["DossierWatchdog"])
        self.assertEqual(set(self.receiver.paths), {"/heartbeat"})

    def test_web_hooks_are_cut_off_where_the_example_says(self):
        hooks = {receiver["name"]: receiver["webhook_configs"][0]["max_alerts"]
                 for receiver in self.example["receivers"] if "webhook_configs" in receiver}
        alerting.to_web_hooks(self.example, self.receiver.url)
        for receiver in self.example["receivers"]:
            for hook in receiver["webhook_configs"]:
                hook["max_alerts"] = hooks.get(receiver["name"], 0)
        serving = alerting.Alertmanager(self, self.example)
        serving.post(*(of_dossier("DossierOverdue", f"D{number}", "000.00.01.H52", "overdue")
                       for number in range(60)))
        (message,) = self.messages_to(serving, "agencies")
        self.assertEqual((len(message["alerts"]), message["truncatedAlerts"]), (50, 10))

    def test_telegram_and_mail_are_escaped_and_say_how_many_more(self):
        mails = alerting.MailServer(self)
        self.example["global"] = {"smtp_smarthost": mails.address, "smtp_require_tls": False,
                                  "smtp_from": self.example["global"]["smtp_from"]}
        for receiver in self.example["receivers"]:
            for telegram in receiver.get("telegram_configs", []):
                telegram["api_url"] = self.receiver.url
        serving = alerting.Alertmanager(self, self.example)
        for agency in (A, B):
            said = {"agency_vi": f"Sở <&> ({agency})", "mark_vi": "[DỮ LIỆU MÔ PHỎNG]", "standing_vi": "đã quá hạn 2 ngày làm việc",
                    "procedure_vi": "Cấp <phép> (1.900012)", "held_vi": "Phòng & bước"}
            serving.post(*(of_dossier("DossierOverdue", f"<{number:02}>&", agency, "overdue", **said)
                           for number in range(20)),
                         of_dossier("DossierMore", None, agency, "more", count="12",
                                    agency_vi=said["agency_vi"], mark_vi=said["mark_vi"]))
        (message,) = serving.wait_for(lambda: self.receiver.messages, "a message of Telegram")
        (path,) = self.receiver.paths
        self.assertEqual(path, "/botPUT-THE-TOKEN-OF-THE-BOT-HERE/sendMessage")
        self.assertEqual((message["parse_mode"], message["chat_id"]), ("HTML", "-1000000000000"))
        lines = message["text"].splitlines()
        self.assertEqual(lines[0], f"<b>[DỮ LIỆU MÔ PHỎNG] [Một cửa] 32 hồ sơ cần xử lý, Sở &lt;&amp;&gt; ({B}), "
                                   "đợt 07:30 ngày 20/11/2026</b>")
        self.assertEqual(lines[2], "• <code>&lt;00&gt;&amp;</code>: đã quá hạn 2 ngày làm việc, "
                                   "hẹn trả 17:00 ngày 20/11/2026; Cấp  phép  (1.900012); "
                                   "đang ở Phòng   bước")
        self.assertEqual(len([line for line in lines if line.startswith("•")]), 10)
        self.assertIn("… và 22 hồ sơ khác.", lines)

        found = serving.wait_for(lambda: len(mails.mails) == 2 and mails.mails, "mails")
        parsed = {one["To"]: one for one in
                  (email.message_from_bytes(mail, policy=email.policy.default) for mail in found)}
        mail = parsed["sotuphap@example.org"]
        self.assertEqual(mail["Subject"], f"[DỮ LIỆU MÔ PHỎNG] [Một cửa] 32 hồ sơ cần xử lý, Sở <&> ({A}), "
                                          "đợt 07:30 ngày 20/11/2026")
        self.assertEqual(mail["From"], "motcua@example.org")
        html = mail.get_body(("html",)).get_content()
        self.assertIn("<td>&lt;19&gt;&amp;</td>", html)
        self.assertIn("<p>… và 12 hồ sơ khác.</p>", html)
        text = mail.get_body(("plain",)).get_content()
        self.assertIn("- <19>&: đã quá hạn 2 ngày làm việc, hẹn trả 17:00 ngày 20/11/2026; "
                      "đang ở Phòng & bước", text)
        self.assertEqual(parsed["trungtam@example.org"]["Subject"],
                         "[DỮ LIỆU MÔ PHỎNG] [Một cửa] 64 hồ sơ cần xử lý, đợt 07:30 ngày 20/11/2026")


if __name__ == "__main__":
    dunghan.main()
