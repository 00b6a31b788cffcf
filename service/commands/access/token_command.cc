#include "access/token_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "access/certificate.h"
#include "access/new_token.h"
#include "aligned_table.h"
#include "app/exit_code.h"
#include "dunghan/base/escaped.h"
#include "dunghan/base/identifier.h"
#include "dunghan/base/json_table.h"
#include "dunghan/base/text.h"
#include "dunghan/report/json_time.h"
#include "finish.h"
#include "intake/event_decoder.h"
#include "through_daemon.h"

namespace dunghan::commands {
namespace {

using access::Role;
using access::Token;

constexpr std::string_view kRoleWords = "ingest, viewer, clerk, auditor, metrics, wall or admin";

/// What is wrong with a field, as one of an option; the name is none.
Error AsOption(Error error) {
  if (!error.for_client.starts_with("name")) error.for_client.insert(0, "--");
  return error;
}

Result<Token> TokenOf(const TokenOptions& options, const rulebook::Rulebook& rulebook,
                      Instant now) {
  const auto role = access::ParseRole(options.role);
  if (!role) {
    return InvalidArgument(
        fmt::format("--role: expected {}, got {}", kRoleWords, JsonQuote(options.role)));
  }
  if ((*role == Role::kIngest) != !options.source.empty()) {
    return InvalidArgument(
        "--source: goes with --role ingest, and that with it: whose events it brings");
  }
  if (!options.source.empty() && !intake::IsSourceName(options.source)) {
    return InvalidArgument("--source: expected 1 to 64 printable characters, got " +
                           JsonQuote(options.source));
  }
  if (!options.holder.empty() && !IsName(options.holder)) {
    return InvalidArgument("--holder: expected at most 200 printable characters, got " +
                           JsonQuote(options.holder));
  }
  const auto end = access::EndOf(options.lasts, now);
  if (!end) return AsOption(end.error());
  Token token{.name = options.name,
              .role = *role,
              .source = options.source,
              .agencies = options.agencies,
              .holder = options.holder,
              .created = now,
              .created_by = options.operator_name,
              .expires = *end,
              .revoked = {},
              .revoked_by = {},
              .reason = {}};
  if (auto good = access::CheckNew(token, rulebook); !good) return AsOption(good.error());
  return token;
}

/// Not longer than the certificate itself.
Result<void> GoByCertificate(Token& token, const std::string& file, Instant now) {
  const auto certificate = access::ReadCertificate(file, now);
  if (!certificate) return InvalidArgument("--certificate: " + certificate.error().for_client);
  token.digest = certificate->digest;
  token.is_certificate = true;
  token.expires = std::min(token.expires.value_or(Instant::max()), certificate->not_after);
  return {};
}

struct ToldToken {
  const Token& token;
  const worktime::Zone& zone;
  Instant now;
};

std::string_view StateOf(const Token& token, Instant now) {
  if (token.revoked) return "revoked";
  return token.IsGood(now) ? "good" : "expired";
}

using TokenRow = JsonRow<ToldToken>;
inline constexpr JsonTable kTokenTable(
    "token", "An access token, without what lets in.",
    {TokenRow::Of("name", "What people call it by.",
                  [](const auto& of) { return std::string_view(of.token.name); }),
     TokenRow::Of("is_certificate", "It is a certificate of a client, and no text.",
                  [](const auto& of) { return of.token.is_certificate; }),
     TokenRow::Of("role", "What it lets in for.",
                  [](const auto& of) { return ToString(of.token.role); }),
     TokenRow::Of("state", "good, expired or revoked.",
                  [](const auto& of) { return StateOf(of.token, of.now); }),
     TokenRow::Of("source", "Whose events it brings.",
                  [](const auto& of) { return JsonIfAnyText(of.token.source); }),
     TokenRow::Of("agencies", "The agencies it is bound to; none: all.",
                  [](const auto& of) {
                    return std::vector<std::string_view>(of.token.agencies.begin(),
                                                         of.token.agencies.end());
                  }),
     TokenRow::Of("holder", "Who answers for it.",
                  [](const auto& of) { return JsonIfAnyText(of.token.holder); }),
     TokenRow::Of("created", "When it was made.",
                  [](const auto& of) { return report::Zoned(of.token.created, of.zone); }),
     TokenRow::Of("created_by", "By whom.",
                  [](const auto& of) { return std::string_view(of.token.created_by); }),
     TokenRow::Of("expires", "Until when it is good; null: for good.",
                  [](const auto& of) { return report::Zoned(of.token.expires, of.zone); }),
     TokenRow::Of("revoked", "When it was revoked; null: it was not.",
                  [](const auto& of) { return report::Zoned(of.token.revoked, of.zone); }),
     TokenRow::Of("revoked_by", "By whom.",
                  [](const auto& of) { return JsonIfAnyText(of.token.revoked_by); }),
     TokenRow::Of("reason", "Why.",
                  [](const auto& of) { return JsonIfAnyText(of.token.reason); })});

using TokenLines = AlignedTable<7>;

void PrintTokens(const std::vector<Token>& tokens, const worktime::Zone& zone, Instant now,
                 std::ostream& out) {
  TokenLines table;
  std::vector<TokenLines::Row> rows = {
      {"NAME", "ROLE", "STATE", "FOR", "EXPIRES", "CREATED", "HOLDER"}};
  for (const Token& token : tokens) {
    const std::string bound = token.source.empty()
                                  ? fmt::format("{}", fmt::join(token.agencies, ", "))
                                  : "source " + token.source;
    rows.push_back({Escaped(token.name), std::string(ToString(token.role)),
                    std::string(StateOf(token, now)), Escaped(bound),
                    token.expires ? zone.Format(*token.expires) : "never",
                    zone.Format(token.created), Escaped(token.holder)});
  }
  for (const auto& row : rows) table.Measure(row);
  for (const auto& row : rows) table.Print(row, out);
}

}  // namespace

int CreateToken(const TokenOptions& options, const std::filesystem::path& file,
                const rulebook::Rulebook& rulebook, const Clock& clock, const Console& console) {
  const Instant now = clock.Now();
  auto token = TokenOf(options, rulebook, now);
  if (!token) return FailUsage(token.error(), console);
  std::string shown = access::MakeSecret();
  token->digest = Sha256(shown);
  if (!options.certificate.empty()) {
    if (auto given = GoByCertificate(*token, options.certificate, now); !given) {
      return FailUsage(given.error(), console);
    }
    shown = ToHex(token->digest);
  }
  const auto written = access::AddToken(file, *token, now);
  if (!written) {
    const int code = Fail(written.error(), console);
    return written.error().code == ErrorCode::kConflict ? app::kFailed : code;
  }
  const std::string_view what =
      token->is_certificate
          ? "it is the certificate of this SHA-256, with [server] tls_clients = true"
          : "it is shown this once";
  console.err << Escaped(fmt::format("token {} of the role {}, in {}; {}:", token->name,
                                     ToString(token->role), file.string(), what))
              << '\n';
  console.out << shown << '\n';
  return app::kDone;
}

int PairScreen(const TokenOptions& options, const std::filesystem::path& ledger,
               const Console& console) {
  const auto serving = app::FindServing(ledger);
  if (serving) {
    return PairThroughDaemon(*serving,
                             {.code = options.code,
                              .name = options.name,
                              .lasts = options.lasts,
                              .agencies = options.agencies,
                              .operator_name = options.operator_name},
                             console);
  }
  return Fail(NotFound(fmt::format("no daemon serves {}; a screen's code is known to the one that "
                                   "has shown it, as long as it runs",
                                   ledger.string())),
              console);
}

int ListTokens(const TokenOptions& options, const std::filesystem::path& file, const Clock& clock,
               const worktime::Zone& zone, const Console& console) {
  if (options.format != "table" && options.format != "json") {
    return FailUsage(InvalidArgument(fmt::format("--format: expected table or json, got {}",
                                                 JsonQuote(options.format))),
                     console);
  }
  const auto tokens = access::ReadTokens(file);
  if (!tokens) return Fail(tokens.error(), console);
  const Instant now = clock.Now();
  if (options.format == "json") {
    std::string text;
    JsonWriter json(text);
    json.BeginObject();
    json.BeginArray("tokens");
    for (const Token& token : *tokens) kTokenTable.Write(json, {token, zone, now});
    json.End();
    json.End();
    json.EndLine();
    return Print(text, console);
  }
  if (tokens->empty()) {
    console.err << Escaped("no token was ever made: " + file.string()) << '\n';
    return app::kDone;
  }
  PrintTokens(*tokens, zone, now, console.out);
  return app::kDone;
}

int RevokeToken(const TokenOptions& options, const std::filesystem::path& file, const Clock& clock,
                const Console& console) {
  const Instant now = clock.Now();
  const auto written = access::ChangeTokens(file, [&](std::vector<Token>& tokens) -> Result<void> {
    const auto found = std::find_if(tokens.begin(), tokens.end(), [&](const Token& one) {
      return one.name == options.name && one.IsGood(now);
    });
    if (found == tokens.end())
      return NotFound("no good token is called " + JsonQuote(options.name));
    found->revoked = now;
    found->revoked_by = options.operator_name;
    found->reason = options.reason;
    return {};
  });
  if (!written) return Fail(written.error(), console);
  console.out << Escaped(fmt::format("revoked {}", options.name)) << '\n';
  return app::kDone;
}

}  // namespace dunghan::commands
