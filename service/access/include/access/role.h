#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

namespace dunghan::access {

/// What somebody is let in for.
enum class Role : uint8_t {
  kIngest,   ///< sends what one source has to say
  kViewer,   ///< reads; of its own agencies alone where it is bound to some
  kClerk,    ///< reads likewise, and brings in lists and events
  kAuditor,  ///< reads all, writes nothing
  kMetrics,  ///< scrapes
  kWall,     ///< the screen in the hall
  kAdmin,
};
inline constexpr int kRoles = 7;

std::string_view ToString(Role role);  ///< "ingest"
std::optional<Role> ParseRole(std::string_view text);

/// Whether a role may be bound to agencies.
constexpr bool MayBeBound(Role role) {
  return role == Role::kViewer || role == Role::kClerk || role == Role::kIngest ||
         role == Role::kWall;
}

/// Who may ask for a route. Nobody, unless it says so.
class Permit {
 public:
  constexpr Permit() = default;
  constexpr Permit(std::initializer_list<Role> roles) {
    for (const Role role : roles) roles_ |= Bit(role);
  }
  /// Whoever comes by, without a token: the route tells of nobody's dossiers.
  static constexpr Permit Anybody() {
    Permit permit;
    permit.anybody_ = true;
    return permit;
  }
  /// The same for callers that are bound to agencies as well: the route itself shows them no more
  /// than what is theirs.
  constexpr Permit Bound() const {
    Permit permit = *this;
    permit.bound_ = true;
    return permit;
  }

  /// The same for who shows a session in the body, as the national interface has it.
  constexpr Permit OrBySessionInBody() const {
    Permit permit = *this;
    permit.session_in_body_ = true;
    return permit;
  }

  /// The same for a screen in the hall, which was paired and shows its cookie.
  constexpr Permit OrByScreen() const {
    Permit permit = *this;
    permit.screen_ = true;
    return permit;
  }

  /// The same for who shows no token that is known here: the route itself asks for another key.
  constexpr Permit OrByKey() const {
    Permit permit = *this;
    permit.by_key_ = true;
    return permit;
  }

  /// The same, however often it is asked.
  constexpr Permit Always() const {
    Permit permit = *this;
    permit.always_ = true;
    return permit;
  }

  constexpr bool anybody() const { return anybody_; }
  constexpr bool bound() const { return bound_; }
  constexpr bool by_key() const { return by_key_; }
  constexpr bool always() const { return always_; }
  constexpr bool session_in_body() const { return session_in_body_; }
  constexpr bool screen() const { return screen_; }
  constexpr bool Includes(Role role) const { return (roles_ & Bit(role)) != 0; }

 private:
  static constexpr uint32_t Bit(Role role) { return 1U << static_cast<uint32_t>(role); }

  uint32_t roles_ = 0;
  bool anybody_ = false;
  bool bound_ = false;
  bool session_in_body_ = false;
  bool screen_ = false;
  bool by_key_ = false;
  bool always_ = false;
};

/// Who sends what there is to record.
inline constexpr Permit kSenders{Role::kIngest, Role::kClerk, Role::kAdmin};

/// Who reads figures and dossiers.
inline constexpr Permit kReaders{Role::kViewer, Role::kClerk, Role::kAuditor, Role::kAdmin};

/// Who looks at the board: the hall's screen as well, since it shows figures and nobody's dossiers.
inline constexpr Permit kWatchers =
    Permit{Role::kViewer, Role::kClerk, Role::kAuditor, Role::kAdmin, Role::kWall}
        .Bound()
        .OrByScreen();

inline constexpr Permit kAllRoles{Role::kIngest,  Role::kViewer, Role::kClerk, Role::kAuditor,
                                  Role::kMetrics, Role::kWall,   Role::kAdmin};

}  // namespace dunghan::access
