#pragma once

#include "api/sources.h"
#include "dunghan/base/json_table.h"
#include "dunghan/report/json_time.h"

/// GET /api/v1/sources.
namespace dunghan::api {

struct ToldSince {
  const Since& since;
  const worktime::Zone& zone;
};
using SinceRow = JsonRow<ToldSince>;
inline constexpr JsonTable kSinceTable(
    "since", "An instant, and how long ago it is in working time of the default calendar.",
    {SinceRow::Of("at", "The instant; null: never.",
                  [](const auto& of) { return report::Zoned(of.since.at, of.zone); }),
     SinceRow::Of("working_seconds", "Working time since; null: never.",
                  [](const auto& of) {
                    return of.since.at ? std::optional(of.since.working) : std::nullopt;
                  }),
     SinceRow::Of("freshness", "fresh; late beyond late_after; stale beyond twice that; none.",
                  [](const auto& of) { return of.since.freshness; })});

struct ToldSilence {
  const ledger::Silence& silence;
  const worktime::Zone& zone;
};
using SilenceRow = JsonRow<ToldSilence>;
inline constexpr JsonTable kSilenceTable(
    "silence", "A stretch in which nothing came in.",
    {SilenceRow::Of("from", "The contact before it, or the beginning of the days.",
                    [](const auto& of) { return report::Zoned(of.silence.from, of.zone); }),
     SilenceRow::Of("to", "The contact after it, or now.",
                    [](const auto& of) { return report::Zoned(of.silence.to, of.zone); }),
     SilenceRow::Of("working_seconds", "Its working time.",
                    [](const auto& of) { return of.silence.working; })});

/// Nothing as a whole where there are no lags.
using LagRow = JsonRow<ledger::LagBuckets>;
template <int per_mille>
constexpr auto kQuantile =
    [](const ledger::LagBuckets& lags) -> std::optional<std::chrono::milliseconds> {
  return lags.Quantile(per_mille);
};
inline constexpr JsonTable kLagTable(
    "source_lag",
    "Working time from when an event happened to when it was recorded; 0 where it came outside "
    "working hours before the next, or is dated ahead. Exact to half a minute, beyond that to 3 %.",
    {LagRow::Of("events", "events", "Of how many.", [](const auto& lags) { return lags.count(); }),
     LagRow::Of("p50_seconds", "What half of them do not exceed; null: there are none.",
                kQuantile<500>),
     LagRow::Of("p90_seconds", "What nine of ten do not exceed.", kQuantile<900>),
     LagRow::Of("p95_seconds", "What 95 of a hundred do not exceed.", kQuantile<950>),
     LagRow::Of("p99_seconds", "What 99 of a hundred do not exceed.", kQuantile<990>)});

struct ToldFigures {
  const ledger::SourceFigures& figures;
  const worktime::Zone& zone;
};
using FiguresRow = JsonRow<ToldFigures>;
inline constexpr JsonTable kSourceFiguresTable(
    "source_figures", "What a source has sent over some days.",
    {FiguresRow::Of("stored", "events", "Put on record, those that came out of quarantine as well.",
                    [](const auto& of) { return of.figures.counts.stored; }),
     FiguresRow::Of("duplicate", "events", "On record already; since counted_since.",
                    [](const auto& of) { return of.figures.counts.duplicate; }),
     FiguresRow::Of("quarantined", "items", "Not to be used; since counted_since.",
                    [](const auto& of) { return of.figures.counts.quarantined; }),
     FiguresRow::Object<kLagTable>(
         "lag", "How late what is stored came.",
         [](const auto& of) -> const auto& { return of.figures.lags; }),
     FiguresRow::Object<kSilenceTable>(
         "longest_silence",
         "The longest silence, the present one included; null: it was never "
         "heard.",
         [](const auto& of) {
           return of.figures.longest ? std::optional(ToldSilence{*of.figures.longest, of.zone})
                                     : std::nullopt;
         })});

struct ToldOne {
  const ToldSource& source;
  const worktime::Zone& zone;
};
using SourceRow = JsonRow<ToldOne>;
inline constexpr JsonTable kSourceTable(
    "source", "A source.",
    {SourceRow::Of(
         "source", "Its name; other: all that have no place of their own.",
         [](const auto& of) -> const auto& { return of.source.name; }),
     SourceRow::Of("role",
                   "authority: figures rest on it; lists: they do, and it sends all its open "
                   "dossiers from time "
                   "to time; mirror: it is compared alone.",
                   [](const auto& of) { return of.source.role; }),
     SourceRow::Of("configured", "Whether it has a section of its own.",
                   [](const auto& of) { return of.source.configured; }),
     SourceRow::Of("late_after_seconds", "Silent for more working time than this it is late.",
                   [](const auto& of) { return of.source.late_after; }),
     SourceRow::Object<kSinceTable>("last_event", "When its newest event happened.",
                                    [](const auto& of) {
                                      return ToldSince{of.source.event, of.zone};
                                    }),
     SourceRow::Object<kSinceTable>("last_contact",
                                    "When anything of it last came in, what was known or could not "
                                    "be used as well: the present silence.",
                                    [](const auto& of) {
                                      return ToldSince{of.source.contact, of.zone};
                                    }),
     SourceRow::Of("quarantine_waiting", "entries", "Of it in quarantine now.",
                   [](const auto& of) { return of.source.waiting; }),
     SourceRow::Object<kSourceFiguresTable>("window", "Over the last days.",
                                            [](const auto& of) {
                                              return ToldFigures{of.source.in_window, of.zone};
                                            }),
     SourceRow::Object<kSourceFiguresTable>("ever", "Since it was first heard.",
                                            [](const auto& of) {
                                              return ToldFigures{of.source.ever, of.zone};
                                            })});

struct ToldAll {
  const ToldSources& sources;
  const worktime::Zone& zone;
};
using SourcesRow = JsonRow<ToldAll>;
inline constexpr JsonTable kSourcesTable(
    "sources", "What each source has sent.",
    {SourcesRow::Of("now", "The instant of it all.",
                    [](const auto& of) { return report::Zoned(of.sources.now, of.zone); }),
     SourcesRow::Of("simulated", "Whether the ledger is marked as simulated.",
                    [](const auto& of) { return of.sources.is_simulated; }),
     SourcesRow::Of("days", "days", "Of the window, today among them.",
                    [](const auto& of) { return of.sources.days; }),
     SourcesRow::Of("from", "The first day of the window.",
                    [](const auto& of) { return of.sources.from; }),
     SourcesRow::Of(
         "counted_since", "Since when what was known already, or could not be used, is counted.",
         [](const auto& of) { return report::Zoned(of.sources.counted_since, of.zone); }),
     SourcesRow::Object<kSourceTable>("sources", "By name.", [](const auto& of) {
       return JsonEach<std::vector<ToldSource>, worktime::Zone>{of.sources.all, of.zone};
     })});

}  // namespace dunghan::api
