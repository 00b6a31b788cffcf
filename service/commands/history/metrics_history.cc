#include "history/metrics_history.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <iterator>
#include <utility>

namespace dunghan::commands {
namespace {

constexpr size_t kWriteAt = size_t{64} << 10U;

/// OpenMetrics wants quotes in help texts escaped as well.
std::string Quoted(std::string_view help) {
  std::string text;
  for (const char c : help) {
    if (c == '"') text += '\\';
    text += c;
  }
  return text;
}

/// Seconds since 1970, with milliseconds only where there are any.
void AppendStamp(std::string& text, Instant at) {
  const int64_t ms = at.time_since_epoch().count();
  const int64_t size = std::abs(ms);
  std::array<char, 24> digits{};
  char* end = digits.data();
  if (ms < 0) *end++ = '-';
  end = std::to_chars(end, digits.data() + digits.size(), size / 1000).ptr;
  text.append(digits.data(), end);
  if (size % 1000 != 0) fmt::format_to(std::back_inserter(text), ".{:03}", size % 1000);
}

}  // namespace

Result<void> MetricsHistory::Take(int64_t step, std::string_view page) {
  step_ = step;
  family_ = nullptr;
  shown_.clear();
  while (!page.empty()) {
    const size_t end = std::min(page.find('\n'), page.size());
    const std::string_view line = page.substr(0, end);
    page.remove_prefix(std::min(end + 1, page.size()));
    if (line.starts_with('#')) {
      TakeHead(line);
    } else if (family_ && !line.empty()) {
      if (auto taken = TakeSample(line); !taken) return taken;
    }
  }
  for (const auto& [series, family] : before_) {
    if (series_[series].seen == step_) continue;
    if (auto added = family->runs.Add({step_, 0, series, false}); !added) return added;
  }
  samples_ += static_cast<int64_t>(shown_.size());
  std::swap(before_, shown_);
  return {};
}

/// "# HELP name text" or "# TYPE name gauge".
void MetricsHistory::TakeHead(std::string_view line) {
  constexpr std::string_view kHelp = "# HELP ";
  constexpr std::string_view kType = "# TYPE ";
  const bool is_help = line.starts_with(kHelp);
  if (!is_help && !line.starts_with(kType)) return;  // a remark
  const std::string_view rest = line.substr(kHelp.size());
  const std::string_view name = rest.substr(0, rest.find(' '));
  family_ = FamilyOf(name);
  if (!family_) return;
  if (is_help && family_->help.empty()) family_->help = Quoted(line) + '\n';
  if (!is_help && family_->type.empty()) family_->type = std::string(line) + '\n';
}

MetricsHistory::Family* MetricsHistory::FamilyOf(std::string_view name) {
  if (family_ && family_->name == name) return family_;
  if (!wanted_(name)) return nullptr;
  const auto known = std::find_if(families_.begin(), families_.end(),
                                  [&](const Family& family) { return family.name == name; });
  if (known != families_.end()) return &*known;
  return &families_.emplace_back(Family{std::string(name), {}, {}, RunSpool()});
}

/// "name{labels} value".
Result<void> MetricsHistory::TakeSample(std::string_view line) {
  const size_t blank = line.rfind(' ');
  double value = 0;
  if (blank != std::string_view::npos) {
    const auto [end, error] =
        std::from_chars(line.data() + blank + 1, line.data() + line.size(), value);
    if (error == std::errc() && end == line.data() + line.size()) {
      return TakeSample(line.substr(0, blank), value);
    }
  }
  return Internal("a line of metrics is not understood", std::string(line));
}

Result<void> MetricsHistory::TakeSample(std::string_view text, double value) {
  const uint32_t number = SeriesOf(text);
  shown_.push_back({number, family_});
  Series& series = series_[number];
  // Where the series was missing in between, the same value begins a run of its own.
  const bool stays = series.seen >= 0 && series.seen == step_ - 1 && series.value == value;
  series.seen = step_;
  series.value = value;
  return stays ? Result<void>() : family_->runs.Add({step_, value, number, true});
}

uint32_t MetricsHistory::SeriesOf(std::string_view text) {
  // A page has mostly the lines of the one before.
  const size_t place = shown_.size();
  if (place < before_.size() && series_[before_[place].series].text == text) {
    return before_[place].series;
  }
  if (const auto known = by_text_.find(text); known != by_text_.end()) return known->second;
  const auto number = static_cast<uint32_t>(series_.size());
  series_.push_back({texts_.emplace_back(text), 0, -1});
  by_text_.emplace(series_.back().text, number);
  return number;
}

Result<bool> MetricsHistory::Write(const InstantOf& at, std::ostream& out) {
  for (Family& family : families_) {
    const auto written = WriteFamily(family, at, out);
    if (!written || !*written) return written;
  }
  out << "# EOF\n" << std::flush;
  return bool{out};
}

Result<bool> MetricsHistory::WriteFamily(Family& family, const InstantOf& at, std::ostream& out) {
  std::string text = family.help + family.type;
  const auto read = family.runs.ForEachSeries([&](std::span<const ValueRun> runs) {
    for (size_t i = 0; i < runs.size(); ++i) {
      if (!runs[i].present) continue;
      const int64_t until = i + 1 < runs.size() ? runs[i + 1].step : step_ + 1;
      const std::string sample = fmt::format("{} {} ", series_[runs[i].series].text, runs[i].value);
      for (int64_t step = runs[i].step; step < until; ++step) {
        text += sample;
        AppendStamp(text, at(step));
        text += '\n';
      }
      if (text.size() < kWriteAt) continue;
      out << text;
      text.clear();
    }
    return bool{out};
  });
  if (!read) return read.error();
  out << text;
  return bool{out};
}

}  // namespace dunghan::commands
