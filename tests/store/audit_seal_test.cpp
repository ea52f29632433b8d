#include <gtest/gtest.h>

#include "base/limits.hpp"
#include "store/audit.hpp"
#include "store/error.hpp"
#include "store/migrations.hpp"
#include "store/transaction.hpp"
#include "support/database.hpp"
#include "support/domain.hpp"

namespace praktik::store {
namespace {

using namespace test;

class AuditSeals : public testing::Test {
 protected:
  AuditSeals() { migrate(db); }

  AuditEntry insert(std::uint64_t n, const AuditOrigin& origin = {}) {
    AuditEntry entry;
    entry.id = nth<AuditId>(n);
    entry.at = now + milliseconds(n);
    entry.action = "call.accept";
    entry.subject = "call";
    entry.subjectId = std::to_string(n);
    insertAudit(db, entry, origin);
    return entry;
  }

  TemporaryFolder folder;
  std::unique_ptr<Connection> connection = Connection::openSqlite(folder.file());
  Connection& db = *connection;
};

TEST_F(AuditSeals, are_given_to_the_oldest_rows_first) {
  const AuditEntry second = insert(2);
  const AuditEntry first = insert(1);
  EXPECT_EQ(listUnsealedAudit(db), (std::vector{first, second}));
  EXPECT_EQ(countUnsealedAudit(db), 2);
  EXPECT_EQ(findLastSeal(db), std::nullopt);
  sealAudit(db, first.id, {1, "a"});
  EXPECT_EQ(listUnsealedAudit(db), std::vector{second});
  EXPECT_EQ(findLastSeal(db), (AuditSeal{1, "a"}));
  EXPECT_EQ(findSeal(db, 1), (AuditSeal{1, "a"}));
  EXPECT_EQ(findSeal(db, 2), std::nullopt);
}

TEST_F(AuditSeals, are_given_once_and_each_number_to_one_row) {
  const AuditEntry first = insert(1);
  const AuditEntry second = insert(2);
  EXPECT_TRUE(sealAudit(db, first.id, {1, "a"}));
  EXPECT_FALSE(sealAudit(db, first.id, {2, "b"}));
  EXPECT_FALSE(sealAudit(db, nth<AuditId>(9), {2, "b"}));
  EXPECT_EQ(findLastSeal(db), (AuditSeal{1, "a"}));
  EXPECT_THROW(sealAudit(db, second.id, {1, "b"}), ConstraintError);
}

TEST_F(AuditSeals, come_back_in_their_order_with_row_and_origin) {
  const AuditOrigin from{"192.0.2.7", std::nullopt, "salt"};
  const AuditEntry first = insert(1);
  const AuditEntry second = insert(2, from);
  sealAudit(db, second.id, {1, "a"});
  sealAudit(db, first.id, {2, "b"});
  const SealedAudit rows[] = {{{1, "a"}, second, from}, {{2, "b"}, first, std::nullopt}};
  EXPECT_EQ(listSealedAudit(db, 0), (std::vector<SealedAudit>{rows[0], rows[1]}));
  EXPECT_EQ(listSealedAudit(db, 1), (std::vector<SealedAudit>{rows[1]}));
  EXPECT_TRUE(listSealedAudit(db, 2).empty());
}

TEST_F(AuditSeals, are_read_and_given_in_batches) {
  const auto more = static_cast<std::uint64_t>(sealedAtOnce) + 1;
  Transaction transaction(db);
  for (std::uint64_t n = 1; n <= more; ++n) insert(n);
  EXPECT_EQ(listUnsealedAudit(db).size(), more - 1);
  for (std::uint64_t n = 1; n <= more; ++n) sealAudit(db, nth<AuditId>(n), {static_cast<std::int64_t>(n), "seal"});
  EXPECT_EQ(std::ssize(listSealedAudit(db, 0)), limits::auditBatch);
  EXPECT_EQ(listSealedAudit(db, sealedAtOnce).size(), 1U);
}

}  // namespace
}  // namespace praktik::store
