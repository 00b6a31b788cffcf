#include "metrics/negotiation.h"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>

namespace dunghan::metrics {
namespace {

std::string_view Trim(std::string_view text) {
  constexpr std::string_view kBlanks = " \t";
  const size_t from = text.find_first_not_of(kBlanks);
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(kBlanks) - from + 1);
}

/// What stands before the next separator, trimmed; `rest` is what follows it.
std::string_view Cut(std::string_view& rest, char separator) {
  const size_t end = std::min(rest.find(separator), rest.size());
  const std::string_view piece = Trim(rest.substr(0, end));
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return piece;
}

std::string Lower(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return lower;
}

/// One member of a list: "text/plain;version=0.0.4;q=0.5".
struct Member {
  std::string name;
  std::string version;
  double weight = 1;
};

Member ParseMember(std::string_view text) {
  Member member;
  member.name = Lower(Cut(text, ';'));
  while (!text.empty()) {
    std::string_view value = Cut(text, ';');
    const std::string key = Lower(Cut(value, '='));
    if (value.size() >= 2 && value.front() == '"') value = value.substr(1, value.size() - 2);
    if (key == "version") member.version = value;
    if (key != "q") continue;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(),
                                              member.weight, std::chars_format::fixed);
    if (error != std::errc() || end != value.data() + value.size()) member.weight = 0;
  }
  return member;
}

template <class Take>
void ForEachMember(std::string_view list, Take take) {
  while (!list.empty()) {
    const std::string_view text = Cut(list, ',');
    if (!text.empty()) take(ParseMember(text));
  }
}

/// The weight of the range that fits a type best: named, then its family, then all.
class Weight {
 public:
  Weight(std::string_view type, std::string_view version) : type_(type), version_(version) {}

  void Look(const Member& member) {
    const int rank = RankOf(member);
    if (rank < rank_ || rank == 0) return;
    // Of equally good ones, the one that likes it more: a list may name several versions.
    weight_ = rank > rank_ ? member.weight : std::max(weight_, member.weight);
    rank_ = rank;
  }
  double weight() const { return weight_; }

 private:
  int RankOf(const Member& member) const {
    if (member.name == type_) {
      if (member.version.empty()) return 3;
      return member.version == version_ ? 4 : 0;
    }
    if (member.name == std::string(type_.substr(0, type_.find('/'))) + "/*") return 2;
    return member.name == "*/*" ? 1 : 0;
  }

  std::string_view type_;
  std::string_view version_;
  int rank_ = 0;
  double weight_ = 0;
};

}  // namespace

std::string_view ContentTypeOf(Format format) {
  return format == Format::kText ? "text/plain; version=0.0.4; charset=utf-8"
                                 : "application/openmetrics-text; version=1.0.0; charset=utf-8";
}

Format ChooseFormat(std::string_view accept) {
  Weight text("text/plain", "0.0.4");
  Weight open_metrics("application/openmetrics-text", "1.0.0");
  ForEachMember(accept, [&](const Member& member) {
    text.Look(member);
    open_metrics.Look(member);
  });
  return open_metrics.weight() > text.weight() ? Format::kOpenMetrics : Format::kText;
}

bool TakesGzip(std::string_view accept_encoding) {
  std::optional<double> gzip;
  std::optional<double> all;
  double identity = 0;  // unless named, it is taken where nothing better is
  ForEachMember(accept_encoding, [&](const Member& member) {
    if (member.name == "gzip" || member.name == "x-gzip") gzip = member.weight;
    if (member.name == "*") all = member.weight;
    if (member.name == "identity") identity = member.weight;
  });
  const double weight = gzip.value_or(all.value_or(0));
  return weight > 0 && weight >= identity;
}

}  // namespace dunghan::metrics
