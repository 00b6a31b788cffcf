#include "http_poster.h"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>

namespace dunghan::bench {
namespace {

/// The head's value of that field, which the server spells as here.
std::string_view FieldOf(std::string_view head, std::string_view name) {
  const size_t at = head.find(name);
  if (at == std::string_view::npos) return {};
  const std::string_view rest = head.substr(at + name.size());
  return rest.substr(0, rest.find('\r'));
}

template <class Number>
Number ToNumber(std::string_view text) {
  Number number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

iovec Slice(std::string_view text) {
  // writev takes pointers to mutable bytes, and reads them only.
  return {const_cast<char*>(text.data()), text.size()};  // NOLINT(*-const-cast)
}

}  // namespace

bool HttpPoster::Connect(const std::string& host, const std::string& port) {
  Disconnect();
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(host.c_str(), port.c_str(), &hints, &found) != 0) return false;
  socket_ = ::socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const bool connected = ::connect(socket_, found->ai_addr, found->ai_addrlen) == 0;
  ::freeaddrinfo(found);
  if (!connected) {
    Disconnect();
    return false;
  }
  const int on = 1;
  ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  ::fcntl(socket_, F_SETFL, O_NONBLOCK);
  return true;
}

void HttpPoster::Disconnect() {
  if (socket_ >= 0) ::close(socket_);
  socket_ = -1;
  received_.clear();
}

HttpPoster::Progress HttpPoster::Post(const PreparedPost& post) {
  post_ = post;
  written_ = 0;
  begun_ = BenchClock::now();
  return Write();
}

HttpPoster::Progress HttpPoster::Write() {
  while (is_writing()) {
    const bool in_head = written_ < post_.head.size();
    std::array<iovec, 2> pieces{};
    if (in_head) {
      pieces = {Slice(post_.head.substr(written_)), Slice(post_.body)};
    } else {
      pieces = {Slice(post_.body.substr(written_ - post_.head.size()))};
    }
    msghdr message{};
    message.msg_iov = pieces.data();
    message.msg_iovlen = in_head ? 2 : 1;
    const ssize_t written = ::sendmsg(socket_, &message, MSG_NOSIGNAL);
    if (written < 0) return errno == EAGAIN ? Progress::kWaiting : Progress::kLost;
    written_ += static_cast<size_t>(written);
  }
  return Progress::kWaiting;
}

HttpPoster::Progress HttpPoster::Read() {
  constexpr size_t kRead = size_t{16} << 10U;
  std::array<char, kRead> bytes;  // NOLINT(*-init-variables): zeroes would be written for nothing
  const ssize_t count = ::recv(socket_, bytes.data(), bytes.size(), 0);
  if (count < 0 && errno == EAGAIN) return Progress::kWaiting;
  if (count <= 0) return Progress::kLost;
  received_.append(bytes.data(), static_cast<size_t>(count));
  return TakeAnswer() ? Progress::kAnswered : Progress::kWaiting;
}

bool HttpPoster::TakeAnswer() {
  constexpr std::string_view kEnd = "\r\n\r\n";
  constexpr size_t kStatusAt = sizeof("HTTP/1.1 ") - 1;
  const size_t end = received_.find(kEnd);
  if (end == std::string::npos) return false;
  const std::string_view head = std::string_view(received_).substr(0, end);
  const size_t whole = end + kEnd.size() + ToNumber<size_t>(FieldOf(head, "\r\nContent-Length: "));
  if (received_.size() < whole) return false;
  status_ = ToNumber<int>(head.substr(kStatusAt));
  latency_ = BenchClock::now() - begun_;
  received_.erase(0, whole);
  return true;
}

}  // namespace dunghan::bench
