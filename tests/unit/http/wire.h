#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

/// The client's end of a connection, byte by byte, so that tests can be as rude as they like.
namespace dunghan::http {

struct Answer {
  int status = 0;  ///< 0: the connection ended before an answer
  std::string head;
  std::string body;

  /// Whether the head has this line: "Connection: close".
  bool Has(std::string_view line) const;
};

/// A blocking socket on loopback. Waits two seconds for anything, then gives up.
class Wire {
 public:
  explicit Wire(uint16_t port);
  ~Wire() { Close(); }
  Wire(Wire&& other) noexcept;
  Wire(const Wire&) = delete;
  Wire& operator=(const Wire&) = delete;

  /// False if the other side has closed.
  bool Send(std::string_view bytes);
  /// The next answer, framed by its Content-Length.
  Answer Receive();
  /// The next answer's head alone: of HEAD, 100, 204, and of streams.
  Answer ReceiveHead();
  /// Waits until exactly these bytes have arrived; false if others do.
  bool ReceiveExactly(std::string_view bytes);
  /// All that still comes until the other side closes.
  std::string ReceiveRest();
  /// The other side closes, or resets, before it says anything.
  bool IsClosedByServer();
  /// The other side closes in good order: nothing it sent can have been lost.
  bool EndsCleanly();
  void EndSending();
  void Close();

 private:
  bool Fill();

  int socket_ = -1;
  std::string received_;
};

/// "GET /path HTTP/1.1" with what else it needs.
std::string Get(std::string_view target, std::string_view more_fields = {});
std::string Post(std::string_view target, std::string_view body, std::string_view more_fields = {});

}  // namespace dunghan::http
