#include <zlib.h>

#include "dunghan/record/bytes.h"
#include "dunghan/statement/frozen.h"

/// Frozen statements and what was done with them as content of entries.
namespace dunghan::statement {
namespace {

using record::ByteReader;
using record::ByteWriter;

// Of each form of its own; what was written under another is not understood.
constexpr uint64_t kFrozenForm = 1;
constexpr uint64_t kActForm = 1;
// What acts there are.
constexpr uint64_t kSentAct = 1;

constexpr uint64_t kMostJson = uint64_t{256} << 20U;
constexpr uint64_t kMostFiles = 64;

std::string_view BytesOf(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

bool Take(ByteReader& read, Digest& digest) {
  const std::string_view bytes = read.Bytes(digest.size());
  if (bytes.size() != digest.size()) return false;
  std::copy(bytes.begin(), bytes.end(), reinterpret_cast<char*>(digest.data()));
  return true;
}

/// Preceded by its own size, and by that which it is kept in.
void PutJson(ByteWriter& write, std::string_view json) {
  std::string packed(::compressBound(json.size()), '\0');
  uLongf size = packed.size();
  // It cannot fail: there is room for whatever comes of it.
  (void)::compress2(reinterpret_cast<Bytef*>(packed.data()), &size,
                    reinterpret_cast<const Bytef*>(json.data()), json.size(),
                    Z_DEFAULT_COMPRESSION);
  packed.resize(size);
  write.Number(json.size());
  write.Text(packed);
}

bool TakeJson(ByteReader& read, WithJson with, std::string& json) {
  const uint64_t size = read.Below(kMostJson);
  const std::string_view packed = read.Text();
  if (!read.ok()) return false;
  if (with == WithJson::kNo) return true;
  json.assign(size, '\0');
  uLongf got = size;
  const int done = ::uncompress(reinterpret_cast<Bytef*>(json.data()), &got,
                                reinterpret_cast<const Bytef*>(packed.data()), packed.size());
  return done == Z_OK && got == size;
}

void Put(ByteWriter& write, const FrozenIdentity& of) {
  for (const std::string* text :
       {&of.form, &of.period, &of.basis, &of.by, &of.tree, &of.agency, &of.language}) {
    write.Text(*text);
  }
}

void Take(ByteReader& read, FrozenIdentity& of) {
  for (std::string* text :
       {&of.form, &of.period, &of.basis, &of.by, &of.tree, &of.agency, &of.language}) {
    *text = read.Text();
  }
}

bool TakeFiles(ByteReader& read, std::vector<FrozenFile>& files) {
  for (uint64_t left = read.Below(kMostFiles + 1); left > 0; --left) {
    FrozenFile& file = files.emplace_back();
    file.name = read.Text();
    file.format = read.Text();
    if (!Take(read, file.digest)) return false;
    file.size = read.Number();
  }
  return true;
}

}  // namespace

std::string WriteFrozen(const FrozenStatement& statement) {
  std::string out;
  ByteWriter write(out);
  write.Number(kFrozenForm);
  Put(write, statement.identity);
  write.Number(static_cast<uint64_t>(statement.edition));
  for (const std::string* text : {&statement.reason, &statement.actor, &statement.definition,
                                  &statement.settings, &statement.program}) {
    write.Text(*text);
  }
  write.Number(static_cast<uint64_t>(statement.position.seq));
  write.Signed(statement.position.at.time_since_epoch().count());
  out += BytesOf(statement.position.chain);
  out += BytesOf(statement.digest);
  write.Number(statement.files.size());
  for (const FrozenFile& file : statement.files) {
    write.Text(file.name);
    write.Text(file.format);
    out += BytesOf(file.digest);
    write.Number(file.size);
  }
  PutJson(write, statement.json);
  return out;
}

std::optional<FrozenStatement> ReadFrozen(std::string_view bytes, WithJson json) {
  ByteReader read(bytes);
  if (read.Number() != kFrozenForm) return {};
  FrozenStatement statement;
  Take(read, statement.identity);
  statement.edition = static_cast<int64_t>(read.Below(uint64_t{1} << 31U));
  for (std::string* text : {&statement.reason, &statement.actor, &statement.definition,
                            &statement.settings, &statement.program}) {
    *text = read.Text();
  }
  statement.position.seq = static_cast<int64_t>(read.Below(uint64_t{1} << 62U));
  statement.position.at = Instant{std::chrono::milliseconds{read.Signed()}};
  if (!Take(read, statement.position.chain) || !Take(read, statement.digest)) return {};
  if (!TakeFiles(read, statement.files)) return {};
  if (!TakeJson(read, json, statement.json)) return {};
  if (!read.ok() || !read.AtEnd() || statement.edition < 1) return {};
  if (json == WithJson::kYes && Sha256(statement.json) != statement.digest) return {};
  return statement;
}

std::string WriteSent(const Sent& sent) {
  std::string out;
  ByteWriter write(out);
  write.Number(kActForm);
  write.Number(kSentAct);
  write.Text(sent.id);
  write.Text(sent.number);
  write.Signed(sent.date.time_since_epoch().count());
  write.Text(sent.signer);
  write.Text(sent.actor);
  return out;
}

std::optional<Sent> ReadSent(std::string_view bytes) {
  ByteReader read(bytes);
  if (read.Number() != kActForm || read.Number() != kSentAct) return {};
  Sent sent;
  sent.id = read.Text();
  sent.number = read.Text();
  constexpr int64_t kDays = 10'000'000;
  const int64_t day = read.Signed();
  if (day < -kDays || day > kDays) return {};
  sent.date = LocalDay{std::chrono::days{static_cast<int>(day)}};
  sent.signer = read.Text();
  sent.actor = read.Text();
  if (!read.ok() || !read.AtEnd()) return {};
  return sent;
}

}  // namespace dunghan::statement
