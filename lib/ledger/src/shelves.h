#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "behind.h"
#include "book.h"
#include "derived.h"
#include "dunghan/record/storage.h"

namespace dunghan::ledger {

/// The writer's book holds every open dossier: only settled ones have to be looked up.
class WriterShelf final : public Shelf {
 public:
  /// Outlive it.
  WriterShelf(record::Storage& storage, const Behind& behind)
      : storage_(storage), behind_(behind) {}
  /// From now on settled dossiers are looked for among those written by now.
  void Look();
  std::optional<Kept> Load(std::string_view code) override;
  std::vector<dossier::Event> History(int64_t last_seq) override;

 private:
  record::Storage& storage_;
  const Behind& behind_;
  std::shared_ptr<const runs::Snapshot> snapshot_;
  std::optional<Derived> derived_;
};

/// Where a reader's book finds what it has not touched: nowhere, if nothing is kept.
class ReaderShelf final : public Shelf {
 public:
  /// Outlive it.
  ReaderShelf(record::Reading& reading, const std::optional<Derived>& derived)
      : reading_(reading), derived_(derived) {}
  std::optional<Kept> Load(std::string_view code) override;
  std::vector<dossier::Event> History(int64_t last_seq) override;

 private:
  record::Reading& reading_;
  const std::optional<Derived>& derived_;
};

}  // namespace dunghan::ledger
