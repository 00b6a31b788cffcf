#pragma once

#include <string>
#include <string_view>

#include "dunghan/base/html_text.h"
#include "paper_chart.h"
#include "paper_qr.h"

namespace dunghan::report {

/// The style sheet; `foot` stands at the foot of every printed page, before its number.
std::string PaperHtmlStyle(const statement::Paper& paper, std::string_view foot);

/// A drawing in the line of the page. `label` says what it shows to those who do not see it.
std::string SvgOf(const PaperChart& chart, std::string_view label);
std::string SvgOf(const QrCode& code, std::string_view label);

}  // namespace dunghan::report
