// Posts prepared bodies over many connections from one thread and prints one line of JSON: how many
// a second, and how long an answer took. Light on purpose, for it shares the machine with the
// server.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

#include "http/client.h"
#include "http_bodies.h"
#include "http_run.h"

namespace dunghan::bench {
namespace {

constexpr double kDefaultSeconds = 5;

/// One post a line, in milliseconds, for whoever puts several runs together.
void WriteLatencies(const std::string& name, const std::vector<float>& latencies) {
  std::ofstream file(name);
  for (const float latency : latencies) file << fmt::format("{:.3f}\n", latency);
  if (!file.flush()) throw std::runtime_error("cannot write " + name);
}

int Run(int argc, char** argv) {
  std::string url = "http://127.0.0.1:8080";
  std::string repeat = "yes";
  std::string latencies;
  HttpBodies::Options bodies;
  bodies.path = "/api/v1/events";
  HttpRunOptions options;
  CLI::App app("Posts prepared bodies and prints one line of JSON.");
  app.add_option("--url", url, "Where the server listens")->capture_default_str();
  app.add_option("--path", bodies.path, "What to post to")->capture_default_str();
  app.add_option("--connections", options.connections)
      ->capture_default_str()
      ->check(CLI::Range(1, 10'000));
  app.add_option("--seconds", options.seconds, "How long; default: 5, or as many as --requests");
  app.add_option("--requests", options.requests, "How many at most");
  app.add_option("--bodies", bodies.file, "NDJSON; default: one body of 300 bytes");
  app.add_option("--lines", bodies.lines, "Of the file, for each body")
      ->capture_default_str()
      ->check(CLI::Range(1, 1'000'000));
  app.add_option("--repeat-lines", repeat, "yes: begin anew after the last line; no: stop")
      ->capture_default_str()
      ->check(CLI::IsMember({"yes", "no"}));
  app.add_flag("--accept-503", options.repeats_503, "Wait 50 ms and post the same again");
  app.add_option("--latencies", latencies, "A file for how long each post took");
  CLI11_PARSE(app, argc, argv);

  bodies.repeat = repeat == "yes";
  const bool has_end = options.seconds > 0 || options.requests > 0 || !bodies.repeat;
  if (!has_end) options.seconds = kDefaultSeconds;
  const auto server = http::ParseBaseUrl(url).value();
  options.host = server.host;
  options.port = std::to_string(server.port);
  bodies.host = fmt::format("{}:{}", server.host, server.port);
  HttpBodies prepared(std::move(bodies));
  const HttpFigures figures = HttpRun(std::move(options), prepared).Run();
  if (!latencies.empty()) WriteLatencies(latencies, figures.latencies);
  std::cout << ToJson(figures) << "\n";
  return figures.answers > 0 ? 0 : 1;
}

}  // namespace
}  // namespace dunghan::bench

int main(int argc, char** argv) {
  try {
    return dunghan::bench::Run(argc, argv);
  } catch (const std::exception& error) {
    std::cerr << "http_load: " << error.what() << "\n";
    return 1;
  }
}
