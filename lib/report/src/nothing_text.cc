#include "dunghan/report/writers.h"
#include "format.h"

namespace dunghan::report {
namespace {

std::string PeriodText(const figures::Period& period, Language language) {
  return Say(language, "kỳ {} (từ ngày {} đến ngày {})", "period {} ({} to {})", period.name,
             Date(period.from), Date(period.to));
}

}  // namespace

std::string NothingText(const statement::Statement& statement, const LedgerExtent& ledger,
                        Language language) {
  const std::string period = PeriodText(statement.period, language);
  if (!statement.begun) {
    return Say(language, "{} chưa bắt đầu: số liệu được lấy lúc {}",
               "{} has not begun: the figures are those of {}", period,
               DateTime(statement.position.at, statement.zone));
  }
  const std::string whose =
      statement.agency ? Say(language, " của {}", " of {}", WithCode(*statement.agency, language))
                       : "";
  std::string text = Say(language, "sổ hồ sơ {} không có hồ sơ nào{} trong {}",
                         "ledger {} has no dossier{} in {}", ledger.folder, whose, period);
  if (!ledger.first || !ledger.last) {
    return text + Say(language, "; sổ chưa có sự kiện nào", "; it has no events");
  }
  return text + Say(language, "; sự kiện đầu tiên ngày {}, cuối cùng ngày {}",
                    "; its first event is of {}, its last of {}", Date(*ledger.first),
                    Date(*ledger.last));
}

}  // namespace dunghan::report
