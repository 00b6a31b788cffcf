#include <algorithm>
#include <array>
#include <initializer_list>

#include "theirs_reading.h"

namespace dunghan::statement {
namespace {

bool HasAny(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return text.find(word) != std::string_view::npos;
  });
}

enum class HeadGroup : uint8_t { kNone, kReceived, kDone, kOpen };

/// Of the three things that are counted, the one that is named first: headings above come first.
HeadGroup GroupOf(std::string_view plain) {
  struct Named {
    std::string_view words;
    HeadGroup group;
  };
  constexpr std::array kGroups = {
      Named{"tiep nhan", HeadGroup::kReceived}, Named{"da giai quyet", HeadGroup::kDone},
      Named{"da xu ly", HeadGroup::kDone},      Named{"dang giai quyet", HeadGroup::kOpen},
      Named{"dang xu ly", HeadGroup::kOpen},    Named{"chua giai quyet", HeadGroup::kOpen},
  };
  HeadGroup first = HeadGroup::kNone;
  size_t at = std::string_view::npos;
  for (const Named& named : kGroups) {
    const size_t found = plain.find(named.words);
    if (found < at) at = found, first = named.group;
  }
  return first;
}

std::optional<TheirCount> ReceivedCount(std::string_view plain) {
  if (HasAny(plain, {"ky truoc"})) return TheirCount::kCarriedOver;
  if (HasAny(plain, {"toan trinh"})) return TheirCount::kReceivedOnlineFull;
  if (HasAny(plain, {"mot phan"})) return TheirCount::kReceivedOnlinePartial;
  if (HasAny(plain, {"truc tuyen", "qua mang"})) return TheirCount::kReceivedOnline;
  if (HasAny(plain, {"truc tiep"})) return TheirCount::kReceivedDirect;
  if (HasAny(plain, {"buu chinh", "bcci"})) return TheirCount::kReceivedPostal;
  if (HasAny(plain, {"dia gioi"})) return TheirCount::kReceivedElsewhere;
  if (HasAny(plain, {"hinh thuc khac"})) return TheirCount::kReceivedOther;
  if (HasAny(plain, {"trong ky"})) return TheirCount::kReceivedInPeriod;
  return TheirCount::kReceived;
}

std::optional<TheirCount> DoneCount(std::string_view plain) {
  if (HasAny(plain, {"dung va truoc han", "truoc va dung han", "dung han va truoc han",
                     "truoc han va dung han", "truoc han dung han"})) {
    return TheirCount::kDoneInTime;
  }
  if (HasAny(plain, {"truoc han"})) return TheirCount::kDoneEarly;
  if (HasAny(plain, {"dung han", "trong han"})) return TheirCount::kDoneOnTime;
  if (!HasAny(plain, {"qua han", "tre han"})) return TheirCount::kDone;
  if (!HasAny(plain, {"xin loi"})) return TheirCount::kDoneLate;
  return HasAny(plain, {"chua"}) ? TheirCount::kDoneLateNoApology : TheirCount::kDoneLateApology;
}

std::optional<TheirCount> OpenCount(std::string_view plain) {
  if (HasAny(plain, {"trong han", "chua den han", "con han"})) return TheirCount::kOpenInTime;
  if (!HasAny(plain, {"qua han", "tre han"})) return TheirCount::kOpen;
  if (!HasAny(plain, {"xin loi"})) return TheirCount::kOpenLate;
  return HasAny(plain, {"chua co", "khong co"}) ? TheirCount::kOpenLateNoApology
                                                : TheirCount::kOpenLateApology;
}

}  // namespace

std::optional<TheirCount> CountOfHeading(std::string_view plain) {
  if (HasAny(plain, {"ty le", "ti le"})) return std::nullopt;
  const std::string_view leaf = plain.substr(std::min(plain.rfind(" / "), plain.size()));
  if (HasAny(plain, {"cho tiep nhan"})) {
    return HasAny(plain, {"qua han", "cham"}) ? TheirCount::kWaitingLate : TheirCount::kWaiting;
  }
  if (HasAny(plain, {"khong duoc tiep nhan", "khong tiep nhan"})) return TheirCount::kNotAccepted;
  switch (GroupOf(plain)) {
    case HeadGroup::kReceived:
      return ReceivedCount(plain);
    case HeadGroup::kDone:
      // "Đã giải quyết, không đúng hạn" is late.
      if (HasAny(leaf, {"khong dung han"})) return TheirCount::kDoneLate;
      return DoneCount(plain);
    case HeadGroup::kOpen:
      return OpenCount(plain);
    case HeadGroup::kNone:
      break;
  }
  if (HasAny(plain, {"dung xu ly", "dung giai quyet", "tam dung"})) return TheirCount::kStopped;
  if (HasAny(plain, {"rut ho so", "xin rut", "rut"})) return TheirCount::kWithdrawn;
  if (HasAny(plain, {"ky truoc"})) return TheirCount::kCarriedOver;
  return std::nullopt;
}

}  // namespace dunghan::statement
