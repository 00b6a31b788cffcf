#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/base/error.h"
#include "dunghan/figures/period.h"
#include "dunghan/sheet/reading.h"
#include "dunghan/sheet/workbook.h"
#include "dunghan/statement/paper.h"
#include "dunghan/worktime/zone.h"

/// Somebody else's figures, as their file says them: the national portal's progress, a report
/// exported from a one-stop system, a list of dossiers. Nothing is worked out here but whether what
/// they say adds up. Applicants, their telephones and addresses are never taken from a file.
namespace dunghan::statement {

enum class TheirsKind : uint8_t {
  kProgress,  ///< the portal's answers about index 766 (JSON)
  kCounts,    ///< forms II.06a/VPCP, 07a/BTP, "tổng hợp theo đơn vị"
  kDossiers,  ///< a list of dossiers
};

/// What a file may count, in the order in which it is shown.
enum class TheirCount : uint8_t {
  kIndexAll,  ///< the portal: all received and processed in the period
  kIndexOnTime,
  kIndexLate,
  kReceived,          ///< those carried over included
  kReceivedInPeriod,  ///< without them
  kReceivedOnline,
  kReceivedOnlineFull,
  kReceivedOnlinePartial,
  kReceivedDirect,
  kReceivedPostal,
  kReceivedOther,
  kReceivedElsewhere,  ///< not by territory; among the others
  kCarriedOver,
  kDone,
  kDoneEarly,
  kDoneOnTime,  ///< not early
  kDoneInTime,  ///< early or on time
  kDoneLate,
  kDoneLateApology,    ///< of which: with a letter of apology
  kDoneLateNoApology,  ///< of which: without
  kOpen,
  kOpenInTime,
  kOpenLate,
  kOpenLateApology,
  kOpenLateNoApology,
  kStopped,
  kWithdrawn,
  kNotAccepted,
  kWaiting,      ///< for acceptance, in time
  kWaitingLate,  ///< for acceptance, late
  kDossiers,     ///< of a list: how many
};
inline constexpr size_t kTheirCounts = 31;
std::string_view ToString(TheirCount count);  ///< "done_late"
Words WordsOf(TheirCount count);

/// What is said of each count, if it is.
class CountsSaid {
 public:
  std::optional<int64_t>& operator[](TheirCount count) { return of_[static_cast<size_t>(count)]; }
  std::optional<int64_t> operator[](TheirCount count) const {
    return of_[static_cast<size_t>(count)];
  }
  friend bool operator==(const CountsSaid&, const CountsSaid&) = default;

 private:
  std::array<std::optional<int64_t>, kTheirCounts> of_{};
};

struct TheirRow {
  enum class Level : uint8_t {
    kPlain,
    kGroup,  ///< sums up rows: never matched, left out of sums
    kTotal,  ///< of all
  };
  int64_t row = 0;  ///< in the sheet, or which one in the JSON; from 1
  std::string code;
  std::string name;
  Level level = Level::kPlain;
  int above =
      -1;  ///< the row that this one lies below in the JSON, and that counts it too; -1: none
  CountsSaid counts = {};
  std::optional<double> ratio = {};     ///< per cent, two decimals
  std::optional<double> score = {};     ///< out of 20
  std::optional<double> avg_days = {};  ///< mean processing time
};

/// What state a dossier is in, as far as both sides know one.
enum class TheirState : uint8_t {
  kUnknown,
  kPending,   ///< mới đăng ký
  kDeclined,  ///< không được tiếp nhận
  kOpen,      ///< được tiếp nhận, đang xử lý
  kWaiting,   ///< chờ bổ sung, chờ nghĩa vụ tài chính, tạm dừng
  kEnded,     ///< đã xử lý xong, đã trả kết quả, từ chối
  kWithdrawn,
};
Words WordsOf(TheirState state);
/// Of one of the portal's ten states, by its words or its number.
TheirState ParseTheirState(std::string_view text);

struct TheirDossier {
  int64_t row = 0;
  std::string code;
  uint32_t agency = 0;     ///< index into Theirs::agencies
  uint32_t counter = 0;    ///< index into Theirs::agencies
  uint32_t procedure = 0;  ///< index into Theirs::procedures
  TheirState state = TheirState::kUnknown;
  std::optional<sheet::Dated> received = {};
  std::optional<sheet::Dated> due = {};
  std::optional<sheet::Dated> ended = {};
};

/// Something that does not add up, or cannot be read.
struct TheirFault {
  int64_t row = 0;
  std::string agency;  ///< what the row is of
  Said what;           ///< "tiếp nhận = trực tuyến + trực tiếp + kỳ trước"
  CellValue left;
  CellValue right;
};

struct Theirs {
  TheirsKind kind = TheirsKind::kCounts;
  std::string file;
  std::string sheet;  ///< of a workbook
  figures::Period period;
  bool period_said = false;  ///< by the file; else by who called
  Instant taken;
  bool taken_said = false;
  bool by_field = false;  ///< rows are of fields, not of agencies
  std::vector<TheirRow> rows;
  std::vector<TheirDossier> dossiers;
  std::vector<std::string> agencies = {""};    ///< as dossiers name them; the first is none
  std::vector<std::string> procedures = {""};  ///< likewise
  std::vector<TheirCount> columns;             ///< found in the file, in its order
  std::vector<std::string> left_out;           ///< headings of columns that were not read
  int64_t without_code = 0;                    ///< rows of a list
  int64_t repeated = 0;  ///< codes that stand there more than once: the first counts
  std::vector<TheirFault> faults;
};

struct ReadingOptions {
  std::optional<figures::Period> period = {};  ///< goes before what the file says
  std::optional<Instant> taken = {};           ///< when the file was taken; likewise
  worktime::Zone zone = {};                    ///< of days and times in the file
  std::optional<std::string> sheet = {};       ///< its name; else the first that holds anything
  sheet::Bounds bounds = {};
};

/// When lines above a table say it was taken: "Thời điểm kết xuất: 08:00 10/10/2026".
std::optional<sheet::Dated> TakenSaid(std::span<const std::string> lines);

/// Reads a file, whatever its kind. Of a file that says neither period nor when it was taken, the
/// options must.
/// @error kInvalidArgument: unreadable, no known columns, or one of the two is not said.
Result<Theirs> ReadTheirs(const std::filesystem::path& path, const ReadingOptions& options);
/// The same from bytes; `name` is what the file is called.
Result<Theirs> ReadTheirs(std::string bytes, std::string name, const ReadingOptions& options);

}  // namespace dunghan::statement
