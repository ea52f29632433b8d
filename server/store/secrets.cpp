#include "store/secrets.hpp"

namespace praktik::store {

std::string secret(Connection& connection, const std::string& name, const std::function<std::string()>& make) {
  connection.run(
      "INSERT INTO secrets (name, value) SELECT :a, :b WHERE NOT EXISTS (SELECT 1 FROM secrets WHERE name = :c)", name,
      make(), name);
  return connection.value<std::string>("SELECT value FROM secrets WHERE name = :a", name);
}

}  // namespace praktik::store
