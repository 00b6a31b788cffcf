#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <memory>
#include <string>

#include "dunghan/dossier/event.h"
#include "dunghan/worktime/zone.h"

namespace dunghan::commands {

/// Events as the messages provinces send to the national portal, one envelope a line:
/// `DongBoHoSoMC` with the whole state of a dossier as its one-stop software knows it by then, and
/// `CapNhatTienDoHoSoMC` when it is handed on, and when it is stopped, goes on or is taken up again
/// without a date of that in its whole state.
///
/// Only what monitoring needs is said, and no person. All values are texts; instants are
/// yyyyMMddHHmmss in the zone's time, empty where there is none. TrangThaiHoSo: 1 submitted, 3
/// declined, 2 received, 4 in work, 5 supplement asked for, 6 payment asked for, 8 stopped, 9
/// completed or refused (the latter with NgayTuChoi), 7 withdrawn, 10 handed over. It follows from
/// what is known in order of happening, so what is entered late does not turn it back. NgayHenTra
/// is the promise, not a re-appointment. DonViXuLy and `madonvi` are codes; every applicant is a
/// citizen (LoaiDoiTuong 1). Extensions, apologies, readiness, causes, urgings and ratings have no
/// message of their own.
///
/// Remembers the dossiers in flight, until Forget. Not for concurrent use.
class NationalWriter {
 public:
  explicit NationalWriter(worktime::Zone zone);
  ~NationalWriter();
  NationalWriter(NationalWriter&&) noexcept;
  NationalWriter& operator=(NationalWriter&&) noexcept;

  /// Appends the line for an event, '\n' included, or nothing. Any order; repeats do no harm.
  void Append(std::string& out, const dossier::Event& event);
  /// Nothing more comes of that dossier.
  void Forget(const std::string& dossier);
  /// How many dossiers are remembered.
  size_t remembered() const;

 private:
  struct Dossier;
  worktime::Zone zone_;
  boost::unordered_flat_map<std::string, std::unique_ptr<Dossier>> dossiers_;
};

}  // namespace dunghan::commands
