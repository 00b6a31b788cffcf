#include "sender_scope.h"

#include <fmt/format.h>

#include <utility>

#include "dunghan/base/text.h"

namespace dunghan::api {

using boost::asio::awaitable;

void SenderScope::See(const ledger::Item& item, int64_t place) {
  constexpr int64_t kNamed = 5;
  const auto* event = std::get_if<dossier::Event>(&item.content);
  // What cannot be used is set aside, whoever sent it.
  if (!event || error_) return;
  ++seen_;
  if (IsOwn(*event) || ++foreign_ > kNamed) return;
  first_ += fmt::format("{}{} ({})", first_.empty() ? "" : ", ", place, event->dossier);
}

SenderScope::Verdict SenderScope::Take() const {
  if (error_) return {error_, {}};
  if (foreign_ == 0) return {};
  return {
      {},
      fmt::format("{} of {} are of dossiers that are not of the agencies the token is bound to: "
                  "at {}{}; nothing of it was stored",
                  foreign_, seen_, first_, foreign_ > 5 ? " ..." : "")};
}

bool SenderScope::IsOwn(const dossier::Event& event) {
  const rulebook::Rulebook& rulebook = *present_->rulebook;
  const auto includes = [&](AgencyCode agency) {
    return scope_.Includes(agency, present_->today, rulebook);
  };
  const bool opens = dossier::IsOpening(event.type) || event.type == dossier::EventType::kSnapshot;
  const bool names_any = event.agency || event.counter;
  const bool names_own = includes(event.agency) || includes(event.counter);
  bool is_new = false;
  const bool is_own = IsKnownOwn(event.dossier, is_new);
  if (!is_new) return is_own && (!opens || !names_any || names_own);
  if (!opens || !names_own) return false;
  own_[event.dossier] = true;
  return true;
}

/// `is_new`: nobody has heard of it, nor has this.
bool SenderScope::IsKnownOwn(const std::string& code, bool& is_new) {
  const auto known = own_.find(code);
  if (known != own_.end()) return known->second;
  const auto record = view_.Find(code);
  if (!record) {
    is_new = record.error().code == ErrorCode::kNotFound;
    if (!is_new) error_ = record.error();
    return false;
  }
  const bool is_own = scope_.Of(record->judged.facts, present_->today, *present_->rulebook) ==
                      rulebook::Sight::kWhole;
  own_.emplace(code, is_own);
  return is_own;
}

namespace {

using Items = std::vector<ledger::Item>;

Result<std::string> ForeignOf(const OpenView& open, const rulebook::Scope& scope,
                              std::shared_ptr<const board::Snapshot> present, const Items& items) {
  auto view = open({});
  if (!view) return view.error();
  SenderScope sender(scope, std::move(present), **view);
  for (size_t i = 0; i < items.size(); ++i) sender.See(items[i], static_cast<int64_t>(i));
  auto verdict = sender.Take();
  if (verdict.error) return *verdict.error;
  return verdict.foreign;
}

}  // namespace

awaitable<Result<std::string>> ForeignAmong(Services& services, const access::Caller& caller,
                                            const Items& items) {
  if (caller.scope.is_everything()) co_return std::string();
  auto ask = [&items, scope = caller.scope, present = services.board.Now()](const OpenView& open) {
    return ForeignOf(open, scope, present, items);
  };
  auto foreign = co_await AskLedger(services, std::move(ask));
  co_return foreign;
}

}  // namespace dunghan::api
