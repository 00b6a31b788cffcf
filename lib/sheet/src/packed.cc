#include "packed.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "dunghan/base/text.h"

namespace dunghan::sheet {
namespace {

constexpr zip_int64_t kMostParts = 20'000;
constexpr size_t kPieceSize = size_t{64} << 10;

std::string PartKey(std::string_view name) {
  while (name.starts_with('/') || name.starts_with('\\')) name.remove_prefix(1);
  std::string key(name);
  for (char& c : key) {
    if (c == '\\') c = '/';
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return key;
}

std::string ZipWords(int code) {
  zip_error_t error;
  zip_error_init_with_code(&error, code);
  std::string words = zip_error_strerror(&error);
  zip_error_fini(&error);
  return words;
}

Error BrokenZip(std::string_view file, std::string_view why) {
  return Fault({file}, fmt::format("a broken workbook, cut short perhaps: {}", why));
}

zip_t* OpenArchive(const Input& input, std::string& why) {
  if (!input.in_memory()) {
    const int descriptor = ::dup(input.descriptor());
    int code = 0;
    zip_t* zip = descriptor < 0 ? nullptr : zip_fdopen(descriptor, 0, &code);
    if (zip) return zip;
    if (descriptor >= 0) ::close(descriptor);
    why = ZipWords(code);
    return nullptr;
  }
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* source =
      zip_source_buffer_create(input.bytes().data(), input.bytes().size(), 0, &error);
  zip_t* zip = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : nullptr;
  if (!zip) why = zip_error_strerror(&error);
  if (!zip && source) zip_source_free(source);
  zip_error_fini(&error);
  return zip;
}

}  // namespace

Zip::Zip(std::unique_ptr<Input> input, const Bounds& bounds, zip_t* zip)
    : input_(std::move(input)), bounds_(std::make_unique<Bounds>(bounds)), zip_(zip) {}

Result<Zip> Zip::Open(Input from, const Bounds& bounds) {
  auto input = std::make_unique<Input>(std::move(from));
  std::string why;
  zip_t* archive = OpenArchive(*input, why);
  if (!archive) return BrokenZip(input->name(), why);
  Zip zip(std::move(input), bounds, archive);
  const zip_int64_t count = zip_get_num_entries(archive, 0);
  if (count > kMostParts) {
    return Fault({zip.file()}, fmt::format("expected at most {} parts, got {}", kMostParts, count));
  }
  for (zip_int64_t i = 0; i < count; ++i) {
    const char* name = zip_get_name(archive, static_cast<zip_uint64_t>(i), ZIP_FL_ENC_GUESS);
    if (name) zip.parts_.emplace(PartKey(name), static_cast<zip_uint64_t>(i));
  }
  return zip;
}

bool Zip::Has(std::string_view name) const { return parts_.contains(PartKey(name)); }

Result<Zip::Part> Zip::OpenPart(std::string_view name) const {
  const auto found = parts_.find(PartKey(name));
  if (found == parts_.end()) {
    return BrokenZip(file(), fmt::format("part {} is missing", JsonQuote(name)));
  }
  zip_stat_t about;
  if (zip_stat_index(zip_.get(), found->second, 0, &about) != 0) {
    return BrokenZip(file(), zip_strerror(zip_.get()));
  }
  if ((about.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && about.encryption_method != ZIP_EM_NONE) {
    return Fault({file()}, "encrypted: open it with its password and save it without one");
  }
  zip_file_t* part = zip_fopen_index(zip_.get(), found->second, 0);
  if (!part) return BrokenZip(file(), zip_strerror(zip_.get()));
  return Part(*this, std::string(name), part, about.comp_size);
}

Result<std::string> Zip::Read(std::string_view name, size_t most) const {
  auto part = OpenPart(name);
  if (!part) return part.error();
  std::string bytes;
  while (true) {
    const auto piece = part->Next();
    if (!piece) return piece.error();
    if (piece->empty()) return bytes;
    bytes += *piece;
    if (bytes.size() > most) {
      return Fault({file()}, fmt::format("part {}: expected at most {} bytes, got more",
                                         JsonQuote(name), most));
    }
  }
}

Zip::Part::Part(const Zip& zip, std::string name, zip_file_t* part, uint64_t packed)
    : zip_(&zip), name_(std::move(name)), part_(part), packed_(packed), piece_(kPieceSize, '\0') {}

Result<std::string_view> Zip::Part::Next() {
  const zip_int64_t count = zip_fread(part_.get(), piece_.data(), piece_.size());
  if (count < 0) {
    return BrokenZip(zip_->file(),
                     fmt::format("part {}: {}", JsonQuote(name_), zip_file_strerror(part_.get())));
  }
  inflated_ += static_cast<uint64_t>(count);
  const Bounds& bounds = zip_->bounds();
  if (inflated_ > bounds.inflated_bytes) {
    return Fault({zip_->file()}, fmt::format("part {}: unpacks to more than {} bytes",
                                             JsonQuote(name_), bounds.inflated_bytes));
  }
  if (inflated_ > bounds.inflated_free &&
      inflated_ / bounds.ratio > std::max(packed_, uint64_t{1})) {
    return Fault({zip_->file()},
                 fmt::format("part {}: unpacks to more than {} times its size, which no workbook "
                             "does; taken for a zip bomb",
                             JsonQuote(name_), bounds.ratio));
  }
  return std::string_view(piece_).substr(0, static_cast<size_t>(count));
}

}  // namespace dunghan::sheet
