#include "dunghan/board/board.h"

#include <algorithm>
#include <utility>

#include "board_state.h"

namespace dunghan::board {

Board::Board(std::unique_ptr<State> state) : state_(std::move(state)) {}
Board::Board(Board&&) noexcept = default;
Board& Board::operator=(Board&&) noexcept = default;
Board::~Board() = default;

Result<Board> Board::Load(ledger::View& view, std::shared_ptr<const rulebook::Timeline> timeline,
                          const figures::Policy& policy) {
  auto state = std::make_unique<State>(std::move(timeline), policy, view.position());
  if (auto read = state->Read(view); !read) return read.error();
  return Board(std::move(state));
}

Board Board::Begin(std::shared_ptr<const rulebook::Timeline> timeline,
                   const figures::Policy& policy, Instant now) {
  auto state =
      std::make_unique<State>(std::move(timeline), policy, ledger::Position{.seq = 0, .at = now});
  state->GoOn();
  return Board(std::move(state));
}

void Board::Apply(std::span<const ledger::DossierChange> changes,
                  const ledger::Position& position) {
  state_->Apply(changes, position);
}

void Board::AdvanceTo(Instant now) { state_->AdvanceTo(now); }
Instant Board::now() const { return state_->now(); }
std::optional<Instant> Board::NextChange() const { return state_->NextChange(); }
void Board::MarkSimulated() { state_->MarkSimulated(); }
LocalDay Board::day() const { return state_->days().today(); }

std::shared_ptr<const Snapshot> Board::TakeSnapshot() { return state_->TakeSnapshot(); }
std::shared_ptr<const Matrix> Board::TakeMatrix() { return state_->TakeMatrix(); }
const rulebook::Timeline& Board::timeline() const { return state_->timeline(); }
uint64_t Board::version() const { return state_->version(); }

size_t Board::places() const { return state_->dossiers().places(); }
size_t Board::open() const { return state_->dossiers().size(); }

void Board::Visit(size_t from, size_t to,
                  const std::function<void(const OpenDossier&)>& visit) const {
  const OpenDossiers& dossiers = state_->dossiers();
  const auto end = std::min(to, dossiers.places());
  for (size_t place = from; place < end; ++place) {
    const auto at = static_cast<uint32_t>(place);
    if (dossiers[at].used()) visit(state_->Describe(at));
  }
}

std::optional<OpenDossier> Board::Find(std::string_view code) const {
  const auto place = state_->dossiers().Find(code);
  if (!place) return {};
  return state_->Describe(*place);
}

}  // namespace dunghan::board
