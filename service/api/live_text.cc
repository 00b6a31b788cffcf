#include "live_text.h"

#include <fmt/format.h>

#include <chrono>
#include <random>
#include <utility>

#include "dunghan/base/json_writer.h"
#include "dunghan/base/text.h"
#include "live_json.h"

namespace dunghan::api {
namespace {

constexpr std::chrono::milliseconds kFresh{200};  // real time a text is shown again for

std::string NameOfRun() {
  std::random_device source;
  return fmt::format("{:08x}{:08x}", source(), source());
}

/// One object of members written before.
std::string Whole(std::string_view head, std::string_view rows) {
  std::string out;
  out.reserve(head.size() + rows.size() + 3);  // brackets and a comma
  JsonWriter json(out);
  json.BeginObject();
  json.Members(head);
  json.Members(rows);
  json.End();
  return out;
}

LiveText::Text Shared(std::string text) {
  return std::make_shared<const std::string>(std::move(text));
}

}  // namespace

LiveText::LiveText(live::LiveBoard& board, int64_t clock_speed, Site site, rulebook::Scope scope,
                   State state)
    : board_(board),
      clock_speed_(clock_speed),
      site_(std::move(site)),
      scope_(std::move(scope)),
      state_(std::move(state)),
      run_(NameOfRun()) {}

/// The present instant is in the text, so it is written anew after a moment even if nothing else
/// has changed.
void LiveText::Refresh() {
  const auto snapshot = board_.Now();
  const uint64_t version = board_.version();
  const Instant now = board_.clock().Now();
  // However the clock is set, a text does not stay for long.
  const bool aged = now < at_ || now - at_ >= kFresh * clock_speed_;
  if (!head_.empty() && version == version_ && !aged) return;
  if (head_.empty() || version != version_) {
    shown_ = scope_.is_everything()
                 ? snapshot
                 : std::make_shared<const board::Snapshot>(snapshot->Within(scope_));
    rows_.Show(shown_);
  }
  head_.clear();
  JsonWriter json(head_);
  json.Members(WriteLiveHead(*shown_, now, clock_speed_, site_));
  json.Members(state_(now));
  version_ = version;
  at_ = now;
  whole_.reset();
  messages_.clear();
}

LiveText::Text LiveText::Newest() {
  Refresh();
  if (!whole_) whole_ = Shared(Whole(head_, rows_.WriteAll()));
  return whole_;
}

LiveText::Message LiveText::Since(std::optional<uint64_t> seen) {
  Refresh();
  Text& message = messages_[seen];
  if (!message) message = WriteMessage(seen);
  return {message, rows_.step(), version_};
}

LiveText::Text LiveText::WriteMessage(std::optional<uint64_t> seen) const {
  return Shared(fmt::format("id: {}-{}\nevent: {}\ndata: {}\n\n", run_, rows_.step(),
                            seen ? "change" : "live",
                            Whole(head_, seen ? rows_.WriteSince(*seen) : rows_.WriteAll())));
}

std::optional<uint64_t> LiveText::StepOf(std::string_view id) const {
  if (!id.starts_with(run_ + "-")) return std::nullopt;
  const auto step = ParseInteger(id.substr(run_.size() + 1));
  if (!step || *step < 0 || static_cast<uint64_t>(*step) > rows_.step()) return std::nullopt;
  return static_cast<uint64_t>(*step);
}

}  // namespace dunghan::api
