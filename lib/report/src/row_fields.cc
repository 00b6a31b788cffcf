#include "row_fields.h"

#include <algorithm>
#include <deque>
#include <utility>

#include "dunghan/base/json_value.h"
#include "row_field_list.h"

namespace dunghan::report {
namespace {

using statement::StatementRow;
using In = RowField::In;

/// How a field lies in JSON, seen from the one before it.
struct Step {
  const RowField* field = nullptr;
  int closed = 0;                        ///< objects that end before it
  std::vector<std::string_view> opened;  ///< and that begin
};

/// The list, and what follows from it once and for all.
class RowFieldTable {
 public:
  RowFieldTable() : fields_(MakeRowFields()) {
    std::string_view open;  // "online.of_full."
    for (RowField& field : fields_) {
      const std::string_view path = field.path;
      const std::string_view object = path.substr(0, path.rfind('.') + 1);
      field.shape.name = path.substr(object.size());
      if (field.in == In::kCsv) continue;
      Step step{.field = &field, .opened = {}};
      // Up to the object that both have in common, and from there down to this one's.
      while (!object.starts_with(open)) {
        ++step.closed;
        open = open.substr(0, open.rfind('.', open.size() - 2) + 1);
      }
      while (open.size() < object.size()) {
        const size_t dot = object.find('.', open.size());
        step.opened.push_back(object.substr(open.size(), dot - open.size()));
        open = object.substr(0, dot + 1);
      }
      steps_.push_back(std::move(step));
    }
    still_open_ = static_cast<int>(std::count(open.begin(), open.end(), '.'));
    size_t next = 0;
    shape_ = ObjectFrom(next, "");
  }

  std::span<const RowField> fields() const { return fields_; }
  std::span<const Step> steps() const { return steps_; }
  int still_open() const { return still_open_; }
  std::span<const JsonField> shape() const { return shape_; }

 private:
  /// What lies in an object, which ends before `next` when it is done.
  std::vector<JsonField> ObjectFrom(size_t& next, std::string_view object) {
    std::vector<JsonField> members;
    while (next < steps_.size()) {
      const RowField& field = *steps_[next].field;
      const std::string_view path = field.path;
      if (!path.starts_with(object)) break;
      const size_t dot = path.find('.', object.size());
      if (dot == std::string_view::npos) {
        members.push_back(field.shape);
        ++next;
        continue;
      }
      const std::string_view name = path.substr(object.size(), dot - object.size());
      const auto& inner = objects_.emplace_back(ObjectFrom(next, path.substr(0, dot + 1)));
      members.push_back(
          {.name = name,
           .type = JsonType::kObject,
           .of = &shapes_.emplace_back(JsonShape{.name = name, .meaning = {}, .fields = inner})});
    }
    return members;
  }

  std::vector<RowField> fields_;
  std::vector<Step> steps_;
  int still_open_ = 0;
  std::deque<std::vector<JsonField>> objects_;
  std::deque<JsonShape> shapes_;
  std::vector<JsonField> shape_;
};

const RowFieldTable& TheTable() {
  static const RowFieldTable table;
  return table;
}

template <class Map>
void WriteMap(JsonWriter& json, const Map& map) {
  JsonOf<Map>::Write(json, map);
}

struct ValueWriter {
  JsonWriter& json;

  void operator()(std::monostate /*none*/) const { json.Null(); }
  void operator()(int64_t value) const { json.Integer(value); }
  void operator()(double value) const { json.Number(value); }
  void operator()(std::chrono::milliseconds time) const { json.Seconds(time); }
  void operator()(const std::string& text) const { json.Text(text); }
  void operator()(const TimesByKind* times) const { WriteMap(json, *times); }
  void operator()(const CountsByCode* counts) const { WriteMap(json, *counts); }
};

}  // namespace

std::span<const RowField> RowFields() { return TheTable().fields(); }

const RowField& FieldAt(std::string_view path) {
  const auto fields = RowFields();
  return *std::find_if(fields.begin(), fields.end(),
                       [path](const RowField& field) { return field.path == path; });
}

void WriteRowFields(JsonWriter& json, const StatementRow& row) {
  const auto close = [&json](int objects) {
    for (int i = 0; i < objects; ++i) json.End();
  };
  for (const Step& step : TheTable().steps()) {
    close(step.closed);
    for (const std::string_view object : step.opened) json.BeginObject(object);
    json.Key(step.field->shape.name);
    std::visit(ValueWriter{json}, step.field->read(row));
  }
  close(TheTable().still_open());
}

std::span<const JsonField> RowShape() { return TheTable().shape(); }

}  // namespace dunghan::report
