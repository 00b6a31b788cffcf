#include "web/assets.h"

#include <array>

#include "embedded.h"

namespace dunghan::web {
namespace {

constexpr std::string_view kHtml = "text/html; charset=utf-8";
constexpr std::string_view kStyle = "text/css; charset=utf-8";
constexpr std::string_view kScript = "text/javascript; charset=utf-8";

constexpr std::array kAssets = {
    Asset{"/", kHtml, embedded::kPageHtml},
    Asset{"/page.css", kStyle, embedded::kPageCss},
    Asset{"/page.js", kScript, embedded::kPageJs},
    Asset{"/page_agencies.js", kScript, embedded::kPageAgenciesJs},
    Asset{"/page_board.js", kScript, embedded::kPageBoardJs},
    Asset{"/page_format.js", kScript, embedded::kPageFormatJs},
    Asset{"/page_state.js", kScript, embedded::kPageStateJs},
    Asset{"/page_stream.js", kScript, embedded::kPageStreamJs},
    Asset{"/page_texts.js", kScript, embedded::kPageTextsJs},
    Asset{"/favicon.svg", "image/svg+xml", embedded::kFaviconSvg},
};

}  // namespace

std::span<const Asset> Assets() { return kAssets; }

}  // namespace dunghan::web
