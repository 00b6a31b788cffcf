#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/witness.h"
#include "dunghan/base/code.h"
#include "dunghan/base/error.h"
#include "dunghan/dossier/petition.h"
#include "dunghan/figures/policy.h"
#include "dunghan/rulebook/rulebook.h"
#include "dunghan/worktime/limit.h"

/// The configuration file `dunghan.toml` as values.
///
/// Every key stands once in a table (settings_keys.cc) with what it expects, its default and one
/// sentence; reading, "did you mean" and the reference are derived from it. The structs below have
/// no defaults of their own: take a Settings from LoadSettings, ParseSettings or DefaultSettings.
namespace dunghan::app {

/// An address and port to listen on; port 0 picks a free one.
struct Listen {
  std::string address;  ///< IPv4 or IPv6, without brackets
  uint16_t port = 0;
  friend bool operator==(const Listen&, const Listen&) = default;
};
/// "127.0.0.1:8080" or "[::1]:8080".
Result<Listen> ParseListen(std::string_view text);
bool IsLoopback(const Listen& listen);

/// Who runs this: what page, dashboards, mails and reports call themselves by. Empty: not said.
struct SiteSettings {
  std::string province;  ///< "tỉnh Sơn La"
  std::string province_en;
  std::string centre;  ///< the one-stop centre's full name
  std::string centre_en;
  std::optional<std::string> url;  ///< where people reach the page, for links; no slash at its end
  friend bool operator==(const SiteSettings&, const SiteSettings&) = default;
};

struct ServerSettings {
  Listen listen;
  std::vector<std::string> names;  ///< beside localhost and loopback addresses
  std::optional<std::filesystem::path> tokens;
  std::optional<std::filesystem::path> tls_certificate;
  std::optional<std::filesystem::path> tls_key;
  bool tls_clients = false;                  ///< may show certificates
  std::optional<std::chrono::seconds> hsts;  ///< absent: browsers are told nothing
  uint64_t max_body = 0;                     ///< bytes
  uint64_t max_waiting = 0;                  ///< bytes of bodies in work
  int64_t max_waiting_events = 0;
  int64_t max_connections = 0;
  int64_t token_rate = 0;  ///< requests a second; of these five 0 is no limit
  int64_t token_burst = 0;
  int64_t token_streams = 0;
  int64_t address_rate = 0;
  int64_t address_burst = 0;
  std::chrono::milliseconds read_timeout{};
  std::chrono::milliseconds request_timeout{};
  std::chrono::milliseconds write_timeout{};
  std::chrono::milliseconds idle_timeout{};
  std::chrono::milliseconds drain_timeout{};
};

/// Who sees what, and persons whom a proxy has logged in. All five of single sign-on are there, or
/// none is.
struct AccessSettings {
  bool everybodys_figures = false;               ///< seen by who is bound to agencies, too
  std::optional<std::string> sso_header;         ///< lower case
  std::vector<std::string> sso_from;             ///< addresses and networks
  std::optional<std::string> sso_secret_header;  ///< lower case
  std::optional<std::filesystem::path> sso_secret_file;
  std::optional<std::filesystem::path> users;
};

enum class LedgerBackend { kSqlite };

struct LedgerSettings {
  LedgerBackend backend = LedgerBackend::kSqlite;
  std::filesystem::path path;
  std::optional<WitnessPlace> witness;
  std::chrono::milliseconds witness_every{};
  int64_t max_events_per_dossier = 0;
  int64_t max_texts = 0;             ///< new ones, a source
  int64_t max_quarantine = 0;        ///< waiting, a source
  int64_t max_quarantine_bytes = 0;  ///< likewise
  std::chrono::milliseconds keep_settled{};
};

struct Settings;
/// The file of access tokens: [server] tokens, else one beside the ledger.
std::filesystem::path TokensOf(const Settings& settings);

/// A section [sources.NAME].
struct SourceSettings {
  rulebook::SourceRole role = rulebook::SourceRole::kAuthority;
  /// In working time: silent for longer is a signal.
  std::optional<worktime::TimeLimit> expect_every;
  /// Agencies whose figures rest on it, those below them included; empty: every agency.
  std::vector<std::string> feeds;
  rulebook::SourceReach reach;
};

struct AlertSettings {
  std::vector<std::string> alertmanager;  ///< base URLs
  std::vector<worktime::TimeLimit> tiers;
  /// By code of the procedure, instead of `tiers`.
  std::map<std::string, std::vector<worktime::TimeLimit>> procedure_tiers;
  bool second_supplement = false;
  std::optional<worktime::TimeLimit> supplement_missing;  ///< in working days; absent: off
  std::optional<worktime::TimeLimit> not_moved;           ///< likewise
  worktime::TimeLimit every;                              ///< working time between two rounds
  int64_t per_agency = 0;  ///< dossiers of an agency that a round names
  int64_t max_dossiers = 0;
  std::chrono::milliseconds resend_every{};
};

enum class ReportSchedule { kOff, kMonthly, kQuarterly, kYearly };

struct ReportSettings {
  ReportSchedule schedule = ReportSchedule::kOff;
  std::filesystem::path folder;
  std::string above;  ///< the superior body in the head; empty: made of the province's name
  std::string place;  ///< before the date; empty: likewise
  std::string address;
  std::optional<std::filesystem::path> layouts;  ///< of forms in columns; absent: built in
  std::optional<std::filesystem::path> names;    ///< of agencies for print; absent: their own
  std::optional<std::filesystem::path> signers;  ///< absent: nobody is named
  worktime::TimeLimit reply_within;
  std::vector<std::string> forms;
  std::vector<std::string> formats;
  worktime::TimeLimit after;  ///< working days after the end of the period
};

/// Messages of the national portal's interface.
struct NationalSettings {
  std::optional<std::filesystem::path> mapping;  ///< what they call things; absent: built in
  std::string source;                            ///< who speaks in them
};

/// A folder from which files are taken in.
struct SpoolSettings {
  std::optional<std::filesystem::path> folder;  ///< absent: none
  std::chrono::milliseconds keep{};
  std::string mapping;                 ///< as it stands there; empty: the one that fits best
  std::filesystem::path mapping_file;  ///< the same as a path
  std::string source;
  std::chrono::milliseconds settle{};
  std::chrono::milliseconds sweep{};
};

struct MetricsSettings {
  bool matrix = false;
  int64_t max_series = 0;
};

struct Settings {
  std::filesystem::path file;  ///< where it came from, for messages
  SiteSettings site;
  ServerSettings server;
  AccessSettings access;
  LedgerSettings ledger;
  /// Comparison, same-day cut-off, acceptance limit, reasons and roles of sources included.
  rulebook::Options rulebook;
  std::map<std::string, SourceSettings> sources;
  figures::Policy figures;
  AlertSettings alerts;
  /// How long before the due a letter of apology has to be written; absent: not said.
  std::optional<worktime::TimeLimit> apology_before;
  ReportSettings reports;
  NationalSettings national;
  SpoolSettings spool;
  MetricsSettings metrics;
};

/// Settings as far as they could be read; to be used only if the problems hold no error.
struct LoadedSettings {
  Settings settings;
  std::vector<Problem> problems;  ///< all of them, by line
};
/// Relative paths in the file are relative to its folder.
LoadedSettings LoadSettings(const std::filesystem::path& file);
LoadedSettings ParseSettings(std::string_view text, const std::filesystem::path& file);
/// Every key absent; paths relative to the working folder.
Settings DefaultSettings();

/// The configuration to use: the one named, else the first that exists of `places`.
/// @error kNotFound names the file, or all places.
Result<std::filesystem::path> FindConfig(const std::optional<std::filesystem::path>& named);
Result<std::filesystem::path> FindConfig(const std::optional<std::filesystem::path>& named,
                                         std::span<const std::filesystem::path> places);

/// Loads the rulebook the settings name and checks what only both together can tell: codes of
/// agencies and procedures that are not listed.
rulebook::Rulebook::Loaded LoadRulebook(const Settings& settings, std::shared_ptr<CodeTable> codes);

/// The reference of every key as Markdown tables, one for each section.
std::string SettingsReference();

}  // namespace dunghan::app
