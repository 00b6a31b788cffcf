#include "power_cut.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <new>

namespace dunghan::test {
namespace {

constexpr int64_t kSector = 512;

std::string ReadAll(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

/// The functions that SQLite calls.
struct PowerCutCalls {
  using File = PowerCut::File;

  /// What SQLite knows as a file; the real one lies behind it.
  struct Handle {
    sqlite3_file base;
    PowerCut* power;
    File* file;  // null: a temporary one, which nobody misses
  };
  static Handle& Of(sqlite3_file* file) { return *reinterpret_cast<Handle*>(file); }
  static sqlite3_file* Real(sqlite3_file* file) {
    return reinterpret_cast<sqlite3_file*>(reinterpret_cast<Handle*>(file) + 1);
  }
  static PowerCut& Of(sqlite3_vfs* vfs) { return *static_cast<PowerCut*>(vfs->pAppData); }

  static int Open(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out) {
    PowerCut& power = Of(vfs);
    auto* handle = new (file) Handle{{nullptr}, &power, nullptr};
    const std::scoped_lock lock(power.mutex_);
    if (power.is_off_) return SQLITE_CANTOPEN;
    const bool is_there = name && std::filesystem::exists(name);
    if (name) handle->file = &Know(power, name, is_there);
    const int code = power.real_->xOpen(power.real_, name, Real(file), flags, out);
    if (Real(file)->pMethods) handle->base.pMethods = &Methods();
    return code;
  }
  static File& Know(PowerCut& power, const std::string& path, bool is_there) {
    const auto [it, is_first] = power.files_.try_emplace(path);
    File& file = it->second;
    if (is_there) {
      if (is_first) file.durable = ReadAll(path);
    } else {
      file.is_new = true;
      file.is_deleted = false;
      file.pending.clear();
    }
    return file;
  }

  static int Delete(sqlite3_vfs* vfs, const char* name, int sync_folder) {
    PowerCut& power = Of(vfs);
    const std::scoped_lock lock(power.mutex_);
    const auto it = power.files_.find(name);
    if (it != power.files_.end()) it->second.is_deleted = true;
    if (!power.Survives()) return SQLITE_IOERR_DELETE;
    if (sync_folder != 0 && it != power.files_.end()) power.files_.erase(it);
    return power.real_->xDelete(power.real_, name, 0);
  }
  static int Access(sqlite3_vfs* vfs, const char* name, int flags, int* out) {
    return Of(vfs).real_->xAccess(Of(vfs).real_, name, flags, out);
  }
  static int FullPathname(sqlite3_vfs* vfs, const char* name, int size, char* out) {
    return Of(vfs).real_->xFullPathname(Of(vfs).real_, name, size, out);
  }

  static int Close(sqlite3_file* file) { return Real(file)->pMethods->xClose(Real(file)); }
  static int Read(sqlite3_file* file, void* to, int size, sqlite3_int64 offset) {
    if (Of(file).power->is_off_) return SQLITE_IOERR_READ;
    return Real(file)->pMethods->xRead(Real(file), to, size, offset);
  }
  /// A call that changes the file. `change`: how; nothing: it is synced.
  static int Changing(sqlite3_file* file, std::optional<PowerCut::Change> change, int failure,
                      const std::function<int()>& run) {
    const Handle& handle = Of(file);
    PowerCut& power = *handle.power;
    if (!handle.file) return power.is_off_ ? failure : run();
    const std::scoped_lock lock(power.mutex_);
    // What is under way when the power goes may be there, in part or all of it.
    if (change && !power.is_off_) handle.file->pending.push_back(std::move(*change));
    if (!power.Survives()) return failure;
    if (!change) power.Sync(*handle.file);
    return run();
  }
  static int Write(sqlite3_file* file, const void* from, int size, sqlite3_int64 offset) {
    std::string bytes(static_cast<const char*>(from), static_cast<size_t>(size));
    return Changing(file, PowerCut::Change{offset, std::move(bytes), false}, SQLITE_IOERR_WRITE,
                    [&] { return Real(file)->pMethods->xWrite(Real(file), from, size, offset); });
  }
  static int Truncate(sqlite3_file* file, sqlite3_int64 size) {
    return Changing(file, PowerCut::Change{size, {}, true}, SQLITE_IOERR_TRUNCATE,
                    [&] { return Real(file)->pMethods->xTruncate(Real(file), size); });
  }
  static int Sync(sqlite3_file* file, int) {
    return Changing(file, {}, SQLITE_IOERR_FSYNC, [] { return SQLITE_OK; });
  }
  static int FileSize(sqlite3_file* file, sqlite3_int64* size) {
    if (Of(file).power->is_off_) return SQLITE_IOERR_FSTAT;
    return Real(file)->pMethods->xFileSize(Real(file), size);
  }
  static int Lock(sqlite3_file* file, int lock) {
    return Real(file)->pMethods->xLock(Real(file), lock);
  }
  static int Unlock(sqlite3_file* file, int lock) {
    return Real(file)->pMethods->xUnlock(Real(file), lock);
  }
  static int CheckReservedLock(sqlite3_file* file, int* out) {
    return Real(file)->pMethods->xCheckReservedLock(Real(file), out);
  }
  static int FileControl(sqlite3_file* file, int what, void* about) {
    return Real(file)->pMethods->xFileControl(Real(file), what, about);
  }
  static int SectorSize(sqlite3_file* file) {
    return Real(file)->pMethods->xSectorSize(Real(file));
  }
  static int Characteristics(sqlite3_file* file) {
    return Real(file)->pMethods->xDeviceCharacteristics(Real(file));
  }
  static int ShmMap(sqlite3_file* file, int page, int size, int extend, void volatile** out) {
    return Real(file)->pMethods->xShmMap(Real(file), page, size, extend, out);
  }
  static int ShmLock(sqlite3_file* file, int offset, int many, int flags) {
    return Real(file)->pMethods->xShmLock(Real(file), offset, many, flags);
  }
  static void ShmBarrier(sqlite3_file* file) { Real(file)->pMethods->xShmBarrier(Real(file)); }
  static int ShmUnmap(sqlite3_file* file, int deletes) {
    return Real(file)->pMethods->xShmUnmap(Real(file), deletes);
  }

  /// Version 2: files are never mapped into memory, where writes would pass unseen.
  static const sqlite3_io_methods& Methods() {
    static const sqlite3_io_methods methods = [] {
      sqlite3_io_methods calls{};
      calls.iVersion = 2;
      calls.xClose = Close;
      calls.xRead = Read;
      calls.xWrite = Write;
      calls.xTruncate = Truncate;
      calls.xSync = Sync;
      calls.xFileSize = FileSize;
      calls.xLock = Lock;
      calls.xUnlock = Unlock;
      calls.xCheckReservedLock = CheckReservedLock;
      calls.xFileControl = FileControl;
      calls.xSectorSize = SectorSize;
      calls.xDeviceCharacteristics = Characteristics;
      calls.xShmMap = ShmMap;
      calls.xShmLock = ShmLock;
      calls.xShmBarrier = ShmBarrier;
      calls.xShmUnmap = ShmUnmap;
      return calls;
    }();
    return methods;
  }
};

PowerCut::PowerCut() : real_(sqlite3_vfs_find(nullptr)), vfs_(*real_) {
  vfs_.iVersion = 1;
  vfs_.szOsFile = static_cast<int>(sizeof(PowerCutCalls::Handle)) + real_->szOsFile;
  vfs_.pNext = nullptr;
  vfs_.zName = "power-cut";
  vfs_.pAppData = this;
  vfs_.xOpen = PowerCutCalls::Open;
  vfs_.xDelete = PowerCutCalls::Delete;
  vfs_.xAccess = PowerCutCalls::Access;
  vfs_.xFullPathname = PowerCutCalls::FullPathname;
  sqlite3_vfs_register(&vfs_, 1);
}

PowerCut::~PowerCut() { TurnOn(); }

void PowerCut::TurnOn() {
  if (!is_registered_) return;
  sqlite3_vfs_unregister(&vfs_);
  sqlite3_vfs_register(real_, 1);
  is_registered_ = false;
}

void PowerCut::PlanAt(int64_t n) {
  const std::scoped_lock lock(mutex_);
  left_ = n;
}

bool PowerCut::Survives() {
  if (is_off_) return false;
  ++calls_;
  is_off_ = left_ > 0 && --left_ == 0;
  return !is_off_;
}

void PowerCut::Sync(File& file) {
  if (file.is_new) {
    // The first sync of a new log or journal is one of its folder too.
    std::erase_if(files_, [](const auto& each) { return each.second.is_deleted; });
    file.durable.emplace();
    file.is_new = false;
  }
  for (const Change& change : file.pending) Apply(*file.durable, change);
  file.pending.clear();
}

void PowerCut::Apply(std::string& to, const Change& change) {
  const auto offset = static_cast<size_t>(change.offset);
  if (change.truncates) {
    if (to.size() > offset) to.resize(offset);
    return;
  }
  to.resize(std::max(to.size(), offset + change.bytes.size()));
  to.replace(offset, change.bytes.size(), change.bytes);
}

void PowerCut::ApplyPart(std::string& to, const Change& change, std::mt19937_64& random,
                         uint64_t way) {
  if (way == 0) return;
  if (way == 1) return Apply(to, change);
  if (change.truncates) return random() % 2 == 0 ? Apply(to, change) : void();
  // From sectors that mostly stay to such that mostly do not.
  const uint64_t kept = 2 + random() % 14;
  const auto end = change.offset + static_cast<int64_t>(change.bytes.size());
  for (int64_t from = change.offset; from < end;) {
    const int64_t until = std::min(end, (from / kSector + 1) * kSector);
    Change part{from,
                change.bytes.substr(static_cast<size_t>(from - change.offset),
                                    static_cast<size_t>(until - from)),
                false};
    from = until;
    const uint64_t fate = random() % 16;
    if (fate > kept) continue;
    if (fate == kept) {
      // Torn: the beginning alone, or with garbage behind it.
      const size_t half = part.bytes.size() / 2;
      if (random() % 2 == 0) {
        part.bytes.resize(half);
      } else {
        std::generate(part.bytes.begin() + static_cast<std::ptrdiff_t>(half), part.bytes.end(),
                      [&] { return static_cast<char>(random()); });
      }
    }
    Apply(to, part);
  }
}

std::optional<std::string> PowerCut::Found(const File& file, std::mt19937_64& random,
                                           uint64_t way) {
  const bool names_are_kept = way == 1 || (way > 1 && random() % 2 == 0);
  if (file.is_deleted && names_are_kept) return {};
  if (file.is_new && !names_are_kept) return file.durable;
  std::string bytes = file.is_new ? std::string() : file.durable.value_or("");
  for (const Change& change : file.pending) ApplyPart(bytes, change, random, way);
  return bytes;
}

void PowerCut::Leave(uint64_t way) const {
  for (const auto& [path, file] : files_) {
    std::mt19937_64 random(way * 1'000'003 +
                           std::hash<std::string>()(path.substr(path.size() - 3)) +
                           static_cast<uint64_t>(calls_));
    const auto found = Found(file, random, way);
    if (found) {
      std::ofstream(path, std::ios::binary | std::ios::trunc) << *found;
    } else {
      std::filesystem::remove(path);
    }
    std::filesystem::remove(path + "-shm");
  }
}

}  // namespace dunghan::test
