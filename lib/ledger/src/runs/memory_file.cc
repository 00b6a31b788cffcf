#include <algorithm>
#include <map>
#include <mutex>
#include <shared_mutex>

#include "runs/file_system.h"

namespace dunghan::ledger::runs {
namespace {

struct Content {
  mutable std::shared_mutex mutex;
  std::string bytes;
};

struct Names {
  std::mutex mutex;
  std::map<std::filesystem::path, std::shared_ptr<Content>> contents;
};

class MemoryFile final : public File {
 public:
  MemoryFile(std::shared_ptr<Names> names, std::shared_ptr<Content> content)
      : names_(std::move(names)), content_(std::move(content)) {}

  std::string ReadAt(uint64_t offset, size_t size) const override {
    const std::shared_lock lock(content_->mutex);
    const std::string& bytes = content_->bytes;
    return offset < bytes.size() ? bytes.substr(offset, size) : std::string();
  }
  void WriteAt(uint64_t offset, std::string_view bytes) override {
    const std::lock_guard lock(content_->mutex);
    std::string& all = content_->bytes;
    if (all.size() < offset + bytes.size()) all.resize(offset + bytes.size());
    std::ranges::copy(bytes, all.begin() + static_cast<ptrdiff_t>(offset));
  }
  void Sync() override {}
  uint64_t size() const override {
    const std::shared_lock lock(content_->mutex);
    return content_->bytes.size();
  }
  bool IsAt(const std::filesystem::path& path) const override {
    const std::lock_guard lock(names_->mutex);
    const auto found = names_->contents.find(path);
    return found != names_->contents.end() && found->second == content_;
  }

 private:
  std::shared_ptr<Names> names_;
  std::shared_ptr<Content> content_;
};

class MemoryFileSystem final : public FileSystem {
 public:
  std::unique_ptr<File> Open(const std::filesystem::path& path, bool) override {
    const std::lock_guard lock(names_->mutex);
    const auto found = names_->contents.find(path);
    if (found == names_->contents.end()) return nullptr;
    return std::make_unique<MemoryFile>(names_, found->second);
  }
  std::unique_ptr<File> Make(const std::filesystem::path& path) override {
    const std::lock_guard lock(names_->mutex);
    auto& content = names_->contents[path];
    content = std::make_shared<Content>();
    return std::make_unique<MemoryFile>(names_, content);
  }
  void Rename(const std::filesystem::path& from, const std::filesystem::path& to) override {
    const std::lock_guard lock(names_->mutex);
    auto moved = names_->contents.extract(from);
    if (!moved) throw FileError(from.string() + " cannot be renamed: there is none");
    names_->contents[to] = std::move(moved.mapped());
  }
  void Remove(const std::filesystem::path& path) override {
    const std::lock_guard lock(names_->mutex);
    names_->contents.erase(path);
  }

 private:
  std::shared_ptr<Names> names_ = std::make_shared<Names>();
};

}  // namespace

std::unique_ptr<FileSystem> MemoryFiles() { return std::make_unique<MemoryFileSystem>(); }

}  // namespace dunghan::ledger::runs
