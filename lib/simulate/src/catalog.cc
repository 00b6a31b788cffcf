#include "catalog.h"

#include <algorithm>
#include <numeric>

#include "draft.h"
#include "random.h"

namespace dunghan::simulate {
namespace {

// Of what the whole province finishes, so much is late: it stays near the 98 % that centres report.
constexpr uint64_t kProvinceLatePer10000 = 150;
constexpr uint64_t kMostLatePer10000 = 4000;

template <class Row>
bool IsValid(const Row& row, LocalDay day) {
  return (!row.valid_from || *row.valid_from <= day) && (!row.valid_to || day <= *row.valid_to);
}

template <class Row>
void AddChanges(const std::vector<Row>& rows, std::vector<LocalDay>& changes) {
  for (const Row& row : rows) {
    if (row.valid_from) changes.push_back(*row.valid_from);
    if (row.valid_to) changes.push_back(*row.valid_to + std::chrono::days{1});
  }
}

/// How strongly an agency bids for a procedure. The highest bid wins (rendezvous hashing), so an
/// agency that goes or comes moves nobody else's procedures.
uint64_t BidOf(const Desk& desk, const Service& service) {
  return Random::Mix(desk.lot ^ service.lot);
}

void Give(Roster::Staffed& entry, const Service& service) {
  entry.services.push_back(&service);
  entry.services_weight += service.weight;
}

/// The winner among the provincial agencies, or among all if there are none.
Roster::Staffed& WinnerOf(std::vector<Roster::Staffed>& entries, const Service& service) {
  const auto key = [&](const Roster::Staffed& entry) {
    return std::pair(entry.desk->provincial, BidOf(*entry.desk, service));
  };
  return *std::max_element(
      entries.begin(), entries.end(),
      [&](const Roster::Staffed& a, const Roster::Staffed& b) { return key(a) < key(b); });
}

bool SaysWhoHandles(const Service& service) {
  return service.listed &&
         !(service.listed->handled_by.empty() && service.listed->handled_by_tiers.empty());
}

/// How an agency enters what it did follows from how it works, with some luck.
void ReportAsItWorks(Desk& desk) {
  Random random(Random::Mix(desk.lot));
  const auto bad = static_cast<int64_t>(desk.late_per_10000);
  desk.slow_per_mille = static_cast<uint32_t>(8 + std::min<int64_t>(bad / 12, 120));
  desk.entered_late_per_mille =
      static_cast<uint32_t>(random.Between(2, 15) + std::min<int64_t>(bad / 8, 150));
  constexpr int kSendsEvery[] = {0, 0, 0, 0, 0, 5, 15, 60};
  desk.sends_every = std::chrono::minutes{random.Of(kSendsEvery)};
}

}  // namespace

Result<Catalog> Catalog::Make(const Options& options, const rulebook::Rulebook& rulebook,
                              CodeTable& codes) {
  auto draft = DraftOf(options, rulebook, codes);
  if (!draft) return draft.error();
  Catalog catalog;
  catalog.rulebook_ = &rulebook;
  catalog.desks_ = std::move(draft->desks);
  catalog.centres_ = std::move(draft->centres);
  catalog.services_ = std::move(draft->services);
  for (size_t i = 0; i < catalog.services_.size(); ++i) catalog.services_[i].number = i;
  catalog.Calibrate(options.seed);
  auto& changes = catalog.changes_;
  AddChanges(catalog.desks_, changes);
  AddChanges(catalog.centres_, changes);
  AddChanges(catalog.services_, changes);
  std::sort(changes.begin(), changes.end());
  changes.erase(std::unique(changes.begin(), changes.end()), changes.end());
  return catalog;
}

const Roster& Catalog::On(LocalDay day) {
  const auto after = std::upper_bound(changes_.begin(), changes_.end(), day);
  const auto passed = static_cast<size_t>(after - changes_.begin());
  if (current_ != passed) {
    roster_ = RosterOf(day);
    current_ = passed;
  }
  return roster_;
}

Roster Catalog::RosterOf(LocalDay day) const {
  Roster roster;
  for (const Desk& desk : desks_) {
    if (!IsValid(desk, day)) continue;
    roster.entries.push_back({&desk, {}, 0});
    if (!desk.provincial) roster.communes.push_back(desk.code);
  }
  for (const Desk& centre : centres_) {
    if (IsValid(centre, day)) roster.centre = centre.code;
  }
  if (roster.entries.empty()) return roster;
  FindPartners(day, roster);
  const auto offering = [](const auto& entry) { return !entry.services.empty(); };
  GiveServices(day, Heed::kList, roster);
  // Of a few agencies and procedures perhaps none belong together.
  if (std::none_of(roster.entries.begin(), roster.entries.end(), offering)) {
    GiveServices(day, Heed::kNothing, roster);
  }
  std::erase_if(roster.entries, [&](const auto& entry) { return !offering(entry); });
  return roster;
}

void Catalog::GiveServices(LocalDay day, Heed heed, Roster& roster) const {
  for (const Service& service : services_) {
    if (!IsValid(service, day)) continue;
    if (heed == Heed::kList && SaysWhoHandles(service)) {
      GiveToThoseNamed(service, day, roster);
      continue;
    }
    if (!service.everyday || roster.communes.empty()) {
      Give(WinnerOf(roster.entries, service), service);
      continue;
    }
    for (auto& entry : roster.entries) {
      if (!entry.desk->provincial) Give(entry, service);
    }
  }
  // An agency that won nothing offers something beside the one that did.
  for (auto& entry : roster.entries) {
    if (!entry.services.empty()) continue;
    const Service* best = nullptr;
    for (const Service& service : services_) {
      if (!IsValid(service, day)) continue;
      if (heed == Heed::kList && !MayHandle(*entry.desk, service, day)) continue;
      if (!best || BidOf(*entry.desk, service) > BidOf(*entry.desk, *best)) best = &service;
    }
    if (best) Give(entry, *best);
  }
}

/// One of the provincial agencies that may, and every other one.
void Catalog::GiveToThoseNamed(const Service& service, LocalDay day, Roster& roster) const {
  Roster::Staffed* winner = nullptr;
  for (auto& entry : roster.entries) {
    if (!MayHandle(*entry.desk, service, day)) continue;
    if (!entry.desk->provincial) {
      Give(entry, service);
    } else if (!winner || BidOf(*entry.desk, service) > BidOf(*winner->desk, service)) {
      winner = &entry;
    }
  }
  if (winner) Give(*winner, service);
}

bool Catalog::MayHandle(const Desk& desk, const Service& service, LocalDay day) const {
  return !service.listed || rulebook_->Handles(desk.code, *service.listed, day);
}

/// Provincial agencies, those that bid highest for the procedure.
void Catalog::FindPartners(LocalDay day, Roster& roster) const {
  roster.partners.resize(services_.size());
  for (const Service& service : services_) {
    if (service.links == 0 || !IsValid(service, day)) continue;
    std::vector<std::pair<uint64_t, AgencyCode>> bids;
    for (const auto& entry : roster.entries) {
      if (entry.desk->provincial) {
        bids.emplace_back(BidOf(*entry.desk, service), entry.desk->code);
      }
    }
    auto& partners = roster.partners[service.number];
    const auto count = std::min(bids.size(), partners.size());
    std::partial_sort(bids.begin(), bids.begin() + static_cast<std::ptrdiff_t>(count), bids.end(),
                      [](const auto& a, const auto& b) { return a.first > b.first; });
    for (size_t i = 0; i < count; ++i) partners[i] = bids[i].second;
  }
}

/// Most agencies are good, a few are bad; together they come to the province's share.
void Catalog::Calibrate(uint64_t seed) {
  std::vector<Desk*> ranked;
  for (Desk& desk : desks_) ranked.push_back(&desk);
  const auto luck = [seed](const Desk* desk) { return HashOf(~seed, desk->code.text()); };
  std::sort(ranked.begin(), ranked.end(),
            [&](const Desk* a, const Desk* b) { return luck(a) < luck(b); });
  const size_t bad = std::max<size_t>(1, ranked.size() / 12);
  const size_t middling = ranked.size() / 4;
  uint64_t sum = 0;
  uint64_t weight = 0;
  for (size_t rank = 0; rank < ranked.size(); ++rank) {
    Desk& desk = *ranked[rank];
    Random random(luck(&desk));
    const int64_t late = rank < bad        ? random.Between(600, 1100)
                         : rank < middling ? random.Between(160, 350)
                                           : random.Between(20, 150);
    desk.late_per_10000 = static_cast<uint32_t>(late);
    sum += static_cast<uint64_t>(late) * desk.weight;
    weight += desk.weight;
  }
  for (Desk& desk : desks_) {
    const uint64_t scaled = desk.late_per_10000 * kProvinceLatePer10000 * weight / sum;
    desk.late_per_10000 = static_cast<uint32_t>(std::min(scaled, kMostLatePer10000));
    ReportAsItWorks(desk);
  }
}

}  // namespace dunghan::simulate
