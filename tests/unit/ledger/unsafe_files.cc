#include "unsafe_files.h"

#include <algorithm>
#include <stdexcept>

namespace dunghan::ledger::runs {
namespace {

struct Content {
  std::string bytes;   ///< as everybody sees them
  std::string synced;  ///< as they are on the disk for certain
  std::vector<std::pair<uint64_t, std::string>> pending;
};

void Put(std::string& bytes, uint64_t offset, std::string_view piece) {
  if (piece.empty()) return;
  if (bytes.size() < offset + piece.size()) bytes.resize(offset + piece.size());
  std::ranges::copy(piece, bytes.begin() + static_cast<ptrdiff_t>(offset));
}

}  // namespace

struct UnsafeFiles::Disk {
  std::map<std::filesystem::path, std::shared_ptr<Content>> contents;
  Plan plan;
  int64_t calls = 0;
  bool has_failed = false;

  /// Before a call: the part of it that happens, then what is thrown.
  template <class Do>
  void Call(const Do& happens) {
    const bool fails =
        plan.call >= 0 && (calls == plan.call || (plan.for_ever && calls > plan.call));
    ++calls;
    happens(fails ? plan.done : 1.0);
    if (!fails) return;
    has_failed = true;
    if (plan.power_cut) throw PowerCut();
    throw FileError("the disk refuses");
  }
  void Call() {
    Call([](double) {});
  }
};

namespace {

class UnsafeFile final : public File {
 public:
  UnsafeFile(std::shared_ptr<UnsafeFiles::Disk> disk, std::shared_ptr<Content> content)
      : disk_(std::move(disk)), content_(std::move(content)) {}

  std::string ReadAt(uint64_t offset, size_t size) const override {
    disk_->Call();
    const std::string& bytes = content_->bytes;
    return offset < bytes.size() ? bytes.substr(offset, size) : std::string();
  }
  void WriteAt(uint64_t offset, std::string_view bytes) override {
    disk_->Call([&](double done) {
      const auto size = static_cast<size_t>(static_cast<double>(bytes.size()) * done);
      content_->pending.emplace_back(offset, bytes);
      Put(content_->bytes, offset, bytes.substr(0, size));
    });
  }
  void Sync() override {
    disk_->Call([&](double done) {
      // One that fails loses what was written before it for ever: it is taken for written.
      for (const auto& [offset, bytes] : content_->pending) {
        if (done == 1) Put(content_->synced, offset, bytes);
      }
      content_->pending.clear();
    });
  }
  uint64_t size() const override {
    disk_->Call();
    return content_->bytes.size();
  }
  bool IsAt(const std::filesystem::path& path) const override {
    const auto found = disk_->contents.find(path);
    return found != disk_->contents.end() && found->second == content_;
  }

 private:
  std::shared_ptr<UnsafeFiles::Disk> disk_;
  std::shared_ptr<Content> content_;
};

}  // namespace

UnsafeFiles::UnsafeFiles() : disk_(std::make_shared<Disk>()) {}

void UnsafeFiles::Set(const Plan& plan) {
  disk_->plan = plan;
  disk_->calls = 0;
  disk_->has_failed = false;
}

int64_t UnsafeFiles::calls() const { return disk_->calls; }

bool UnsafeFiles::HasFailed() const { return disk_->has_failed; }

std::unique_ptr<UnsafeFiles> UnsafeFiles::AfterPowerCut(const Kept& kept) const {
  auto after = std::make_unique<UnsafeFiles>();
  for (const auto& [path, content] : disk_->contents) {
    auto left = std::make_shared<Content>();
    left->synced = content->synced;
    const auto& pending = content->pending;
    for (size_t i = 0; i < pending.size(); ++i) {
      const auto& [offset, bytes] = pending[i];
      const size_t size = std::min(bytes.size(), kept(i, pending.size(), bytes.size()));
      Put(left->synced, offset, std::string_view(bytes).substr(0, size));
    }
    left->bytes = left->synced;
    after->disk_->contents[path] = std::move(left);
  }
  return after;
}

std::string& UnsafeFiles::Bytes(const std::filesystem::path& path) {
  return disk_->contents.at(path)->bytes;
}

std::string UnsafeFiles::AllBytes() const {
  std::string all;
  for (const auto& [path, content] : disk_->contents) all += path.string() + '\n' + content->bytes;
  return all;
}

std::unique_ptr<File> UnsafeFiles::Open(const std::filesystem::path& path, bool) {
  disk_->Call();
  const auto found = disk_->contents.find(path);
  if (found == disk_->contents.end()) return nullptr;
  return std::make_unique<UnsafeFile>(disk_, found->second);
}

std::unique_ptr<File> UnsafeFiles::Make(const std::filesystem::path& path) {
  disk_->Call();
  auto& content = disk_->contents[path];
  content = std::make_shared<Content>();
  return std::make_unique<UnsafeFile>(disk_, content);
}

void UnsafeFiles::Rename(const std::filesystem::path& from, const std::filesystem::path& to) {
  disk_->Call([&](double done) {
    if (done < 1) return;
    auto moved = disk_->contents.extract(from);
    if (!moved) throw FileError("there is no file to be renamed");
    disk_->contents[to] = std::move(moved.mapped());
  });
}

void UnsafeFiles::Remove(const std::filesystem::path& path) {
  disk_->Call();
  disk_->contents.erase(path);
}

}  // namespace dunghan::ledger::runs
