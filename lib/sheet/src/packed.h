#pragma once

#include <zip.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "dunghan/sheet/workbook.h"
#include "input.h"
#include "reader.h"

namespace dunghan::sheet {

/// The parts of an .xlsx or .ods.
class Zip {
 public:
  /// @error kInvalidArgument: broken.
  static Result<Zip> Open(Input from, const Bounds& bounds);

  const std::string& file() const { return input_->name(); }
  const Bounds& bounds() const { return *bounds_; }

  /// Names are compared without case, and with either slash, for some writers mix them up.
  bool Has(std::string_view name) const;

  /// The bytes of a part, piece by piece.
  class Part {
   public:
    /// The next piece; empty at the end. Good until the next call.
    /// @error kInvalidArgument: broken, or a bomb.
    Result<std::string_view> Next();

   private:
    friend class Zip;
    struct Close {
      void operator()(zip_file_t* part) const { zip_fclose(part); }
    };
    Part(const Zip& zip, std::string name, zip_file_t* part, uint64_t packed);
    const Zip* zip_;
    std::string name_;
    std::unique_ptr<zip_file_t, Close> part_;
    uint64_t packed_;
    uint64_t inflated_ = 0;
    std::string piece_;
  };
  /// @error kInvalidArgument: no such part, or encrypted.
  Result<Part> OpenPart(std::string_view name) const;
  /// A short part, whole.
  Result<std::string> Read(std::string_view name, size_t most) const;

 private:
  struct Discard {
    void operator()(zip_t* zip) const { zip_discard(zip); }
  };
  Zip(std::unique_ptr<Input> input, const Bounds& bounds, zip_t* zip);

  std::unique_ptr<Input> input_;  // outlives the archive, which refers to its bytes
  std::unique_ptr<Bounds> bounds_;
  std::unique_ptr<zip_t, Discard> zip_;
  std::map<std::string, zip_uint64_t> parts_;
};

/// An .xlsx or an .ods. REQUIRES: the parts say so.
Result<ReaderPointer> OpenXlsx(Zip zip);
Result<ReaderPointer> OpenOds(Zip zip);

}  // namespace dunghan::sheet
