#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "dunghan/base/error.h"
#include "packed.h"

namespace dunghan::sheet {

/// The attributes of an element. A name is that of one without a namespace; one that begins with
/// ':' or '|' is the end of "namespace|name".
class XmlAttributes {
 public:
  explicit XmlAttributes(const char** pairs) : pairs_(pairs) {}
  /// Empty where there is none.
  std::string_view operator[](std::string_view name) const;

 private:
  const char** pairs_;
};

/// Takes what stands in a part, in order. Names are without their namespaces.
class XmlHandler {
 public:
  virtual ~XmlHandler() = default;
  virtual void Begin(std::string_view name, const XmlAttributes& attributes) = 0;
  virtual void End(std::string_view name) = 0;
  virtual void Text(std::string_view /*text*/) {}

  bool done() const { return done_; }
  const std::optional<Error>& failure() const { return failure_; }

 protected:
  void Stop() { done_ = true; }
  void Fail(Error error) {
    if (!failure_) failure_ = std::move(error);
    done_ = true;
  }

 private:
  bool done_ = false;
  std::optional<Error> failure_;
};

/// Reads a part until its end, or until the handler has had enough.
/// @error kInvalidArgument: broken, no XML, or a document type in it, which none of these files
/// has: entities are not expanded.
Result<void> ParseXml(const Zip& zip, std::string_view name, XmlHandler& handler);

}  // namespace dunghan::sheet
