#include "postgres.h"

namespace dunghan::bench {

std::unique_ptr<Postgres> Postgres::Connect(const std::string&) { return nullptr; }

}  // namespace dunghan::bench
