#include "wire.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <stdexcept>
#include <utility>

namespace dunghan::http {
namespace {

constexpr std::string_view kHeadEnd = "\r\n\r\n";
constexpr std::string_view kLength = "\r\nContent-Length: ";

size_t LengthIn(std::string_view head) {
  const size_t at = head.find(kLength);
  size_t length = 0;
  if (at == std::string_view::npos) return length;
  std::from_chars(head.data() + at + kLength.size(), head.data() + head.size(), length);
  return length;
}

}  // namespace

bool Answer::Has(std::string_view line) const {
  return (head + "\r\n").find("\r\n" + std::string(line) + "\r\n") != std::string::npos;
}

Wire::Wire(uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  const timeval patience{.tv_sec = 2, .tv_usec = 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  // The socket interface takes every family's address by its common beginning.
  const auto* any = reinterpret_cast<const sockaddr*>(&address);
  if (::connect(socket_, any, sizeof address) != 0) throw std::runtime_error("cannot connect");
}

Wire::Wire(Wire&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), received_(std::move(other.received_)) {}

void Wire::Close() {
  if (socket_ >= 0) ::close(std::exchange(socket_, -1));
}

void Wire::EndSending() { ::shutdown(socket_, SHUT_WR); }

bool Wire::Send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(sent));
  }
  return true;
}

bool Wire::Fill() {
  constexpr size_t kRead = size_t{64} << 10U;
  std::array<char, kRead> bytes{};
  const ssize_t count = ::recv(socket_, bytes.data(), bytes.size(), 0);
  if (count <= 0) return false;
  received_.append(bytes.data(), static_cast<size_t>(count));
  return true;
}

Answer Wire::ReceiveHead() {
  size_t end = received_.find(kHeadEnd);
  while (end == std::string::npos) {
    if (!Fill()) return {};
    end = received_.find(kHeadEnd);
  }
  Answer answer;
  answer.head = received_.substr(0, end);
  received_.erase(0, end + kHeadEnd.size());
  constexpr std::string_view kVersion = "HTTP/1.1 ";
  if (!answer.head.starts_with(kVersion)) return {};
  std::from_chars(answer.head.data() + kVersion.size(), answer.head.data() + answer.head.size(),
                  answer.status);
  return answer;
}

Answer Wire::Receive() {
  Answer answer = ReceiveHead();
  const size_t length = LengthIn(answer.head);
  while (received_.size() < length) {
    if (!Fill()) return {};
  }
  answer.body = received_.substr(0, length);
  received_.erase(0, length);
  return answer;
}

bool Wire::ReceiveExactly(std::string_view bytes) {
  while (received_.size() < bytes.size() && Fill()) {
  }
  if (!received_.starts_with(bytes)) return false;
  received_.erase(0, bytes.size());
  return true;
}

std::string Wire::ReceiveRest() {
  while (Fill()) {
  }
  return std::exchange(received_, {});
}

bool Wire::IsClosedByServer() {
  if (!received_.empty()) return false;
  char byte = 0;
  const ssize_t count = ::recv(socket_, &byte, 1, 0);
  return count == 0 || (count < 0 && errno == ECONNRESET);
}

bool Wire::EndsCleanly() {
  char byte = 0;
  return received_.empty() && ::recv(socket_, &byte, 1, 0) == 0;
}

std::string Get(std::string_view target, std::string_view more_fields) {
  return "GET " + std::string(target) + " HTTP/1.1\r\nHost: test\r\n" + std::string(more_fields) +
         "\r\n";
}

std::string Post(std::string_view target, std::string_view body, std::string_view more_fields) {
  return "POST " + std::string(target) +
         " HTTP/1.1\r\nHost: test\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" +
         std::string(more_fields) + "\r\n" + std::string(body);
}

}  // namespace dunghan::http
