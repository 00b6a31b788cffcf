#include "token_text.h"

#include <fmt/format.h>

#include <array>

#include "dunghan/base/toml_document.h"

namespace dunghan::access {
namespace {

constexpr std::array<std::string_view, 13> kKeys = {
    "name",   "sha256",  "certificate_sha256", "role",    "source",  "agencies",
    "holder", "created", "created_by",         "expires", "revoked", "revoked_by",
    "reason"};

std::string_view DigestKey(const Token& token) {
  return token.is_certificate ? "certificate_sha256" : "sha256";
}

/// One [[token]].
class TokenReader {
 public:
  TokenReader(const toml::table& table, TomlProblems& faults) : table_(table), faults_(faults) {}

  Token Read() {
    faults_.CheckKeys(table_, kKeys);
    Token token;
    token.name = Text("name");
    token.is_certificate = table_.contains("certificate_sha256");
    const std::string_view key = DigestKey(token);
    if (token.is_certificate && table_.contains("sha256")) Fault(key, "is beside sha256");
    const auto digest = DigestFromHex(Text(key));
    if (!digest) Fault(key, "expected 64 hexadecimal digits");
    token.digest = digest.value_or(Digest{});
    const auto role = ParseRole(Text("role"));
    if (!role) Fault("role", "unknown role");
    token.role = role.value_or(Role::kWall);
    token.source = Text("source");
    token.holder = Text("holder");
    token.created = At("created").value_or(Instant{});
    token.created_by = Text("created_by");
    token.expires = At("expires");
    token.revoked = At("revoked");
    token.revoked_by = Text("revoked_by");
    token.reason = Text("reason");
    ReadAgencies(token);
    return token;
  }

 private:
  void Fault(std::string_view key, std::string message) {
    faults_.Add(LineOf(table_), std::string(key), std::move(message));
  }
  std::string Text(std::string_view key) {
    const auto* node = table_.get(key);
    if (!node) return {};
    if (!node->is_string()) Fault(key, "expected a text");
    return node->value_or(std::string());
  }
  std::optional<Instant> At(std::string_view key) {
    const std::string text = Text(key);
    if (text.empty()) return {};
    const auto at = ParseRfc3339(text);
    if (!at) Fault(key, "expected an instant");
    return at ? std::optional(*at) : std::nullopt;
  }
  void ReadAgencies(Token& token) {
    const auto* node = table_.get("agencies");
    if (!node) return;
    if (!node->is_array()) return Fault("agencies", "expected a list of codes");
    for (const auto& item : *node->as_array()) {
      token.agencies.push_back(item.value_or(std::string()));
      if (token.agencies.back().empty()) Fault("agencies", "expected a list of codes");
    }
  }

  const toml::table& table_;
  TomlProblems& faults_;
};

std::string Utc(Instant at) { return FormatRfc3339(at, std::chrono::seconds{0}); }

}  // namespace

Result<std::vector<Token>> ParseTokens(std::string_view text, const std::string& file) {
  std::vector<Problem> problems;
  std::vector<Token> tokens;
  if (const auto document = ParseToml(text, file, problems)) {
    TomlProblems faults(file, problems);
    constexpr std::array<std::string_view, 1> kTop = {"token"};
    faults.CheckKeys(*document, kTop);
    const auto* all = document->get("token");
    if (all && !all->is_array_of_tables()) {
      faults.Add(LineOf(*all), "token", "expected [[token]]");
    } else if (all) {
      for (const auto& one : *all->as_array()) {
        tokens.push_back(TokenReader(*one.as_table(), faults).Read());
      }
    }
  }
  if (!problems.empty()) return InvalidArgument(ToString(problems.front()));
  return tokens;
}

std::string WriteTokens(const std::vector<Token>& tokens) {
  std::string text =
      "# Access tokens of Dunghan, by their digests. Written by `dunghan token`; none is ever "
      "removed.\n";
  const auto put = [&](std::string_view key, const std::string& value) {
    if (!value.empty()) text += fmt::format("{} = {}\n", key, JsonQuote(value));
  };
  for (const Token& token : tokens) {
    text += "\n[[token]]\n";
    put("name", token.name);
    put(DigestKey(token), ToHex(token.digest));
    put("role", std::string(ToString(token.role)));
    put("source", token.source);
    if (!token.agencies.empty()) {
      std::string codes;
      for (const auto& code : token.agencies) {
        codes += (codes.empty() ? "" : ", ") + JsonQuote(code);
      }
      text += fmt::format("agencies = [{}]\n", codes);
    }
    put("holder", token.holder);
    put("created", Utc(token.created));
    put("created_by", token.created_by);
    if (token.expires) put("expires", Utc(*token.expires));
    if (token.revoked) put("revoked", Utc(*token.revoked));
    put("revoked_by", token.revoked_by);
    put("reason", token.reason);
  }
  return text;
}

}  // namespace dunghan::access
