#include "cli/second_factor_file.hpp"

#include <future>

#include "base/log.hpp"
#include "cli/key_file.hpp"
#include "store/second_factors.hpp"

namespace praktik::cli {
namespace {

bool isInUse(store::Database& database) {
  std::promise<bool> found;
  const bool asked = database.read([&](store::Connection& db) {
    try {
      found.set_value(store::hasSecondFactors(db));
    } catch (...) {
      found.set_exception(std::current_exception());
    }
  });
  if (!asked) throw std::runtime_error("The database does not answer.");
  return found.get_future().get();
}

}  // namespace

std::optional<app::SecondFactorKey> secondFactorKey(const DataDirectory& data, store::Database& database) {
  const KeyFile file(data.folder() / "second-factor.key");
  if (const auto key = file.read()) return app::SecondFactorKey(*key);
  if (!isInUse(database)) return app::SecondFactorKey(file.make());
  log::error(
      "second-factor.key is gone from {}: whoever has two-step sign-in cannot sign in but with a recovery code. Put it back "
      "from a backup and start again, or take two-step sign-in off with praktik user reset-second-factor.",
      data.folder().string());
  return std::nullopt;
}

}  // namespace praktik::cli
