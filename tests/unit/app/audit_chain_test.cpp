#include "app/audit_chain.hpp"

#include <gtest/gtest.h>

#include "app/save.hpp"
#include "base/limits.hpp"
#include "support/domain.hpp"
#include "support/nobody.hpp"
#include "support/workplace.hpp"

namespace praktik::app {
namespace {

using test::nth;

class AuditChain : public testing::Test {
 protected:
  void recordOnce() { recordOften(1); }
  void recordOften(std::size_t times) {
    place.run([times](Work& work) {
      for (std::size_t i = 0; i < times; ++i) record(work, {nullptr, "clock"}, {});
      return true;
    });
  }
  std::size_t seal() {
    return place.run([&](Work& work) {
      const Unsealed unsealed = findUnsealed(work.db);
      saveSeals(work, unsealed, sealsFor(unsealed, key));
      return unsealed.entries.size();
    });
  }
  AuditReport verify() {
    return place.run([&](Work& work) { return verifyAudit(work.db, key); });
  }

  Nobody nobody;
  test::Workplace place{nobody};
  const AuditKey key{AuditKey::Bytes{7}};
};

store::AuditEntry entryOf(const std::string& action, const std::string& subject) {
  store::AuditEntry entry;
  entry.id = nth<AuditId>(1);
  entry.at = test::now;
  entry.action = action;
  entry.subject = subject;
  return entry;
}

// printf '0:1:136:00000000-0000-0000-0000-00000000000113:1795424400000-5:clock4:call0:-------' |
//   openssl dgst -sha256 -mac hmac -macopt hexkey:0700…00
TEST_F(AuditChain, a_seal_is_the_hmac_that_the_document_says) {
  EXPECT_EQ(key.seal("", 1, entryOf("clock", "call")),
            "2199bfa2d95dd088cef71872b8e94ec39ff22603bdebb94b382170533185e411");
}

TEST_F(AuditChain, no_two_rows_read_alike) {
  store::AuditEntry from = entryOf("a", "b");
  store::AuditEntry to = from;
  from.fromState = "ACTIVE";
  to.toState = "ACTIVE";
  EXPECT_NE(key.seal("", 1, from), key.seal("", 1, to)) << "a value in the column beside";
  EXPECT_NE(key.seal("", 1, entryOf("ab", "")), key.seal("", 1, entryOf("a", "b"))) << "a border that moved";
  to = from;
  to.fromState = "";
  from.fromState.reset();
  EXPECT_NE(key.seal("", 1, from), key.seal("", 1, to)) << "empty is not absent";
  EXPECT_NE(key.seal("", 1, from), key.seal("", 2, from));
  EXPECT_NE(key.seal("", 1, from), key.seal("x", 1, from));
  EXPECT_NE(key.seal("", 1, from), AuditKey(AuditKey::Bytes{8}).seal("", 1, from));
}

TEST_F(AuditChain, goes_on_over_batches) {
  const auto more = static_cast<std::size_t>(store::sealedAtOnce) + 3;
  recordOften(more);
  EXPECT_EQ(verify().unsealed, static_cast<std::int64_t>(more));
  EXPECT_EQ(seal(), more - 3);
  EXPECT_EQ(seal(), 3U);
  EXPECT_EQ(seal(), 0U);
  const AuditReport report = verify();
  EXPECT_EQ(report.sealed, static_cast<std::int64_t>(more));
  EXPECT_EQ(report.unsealed, 0);
  EXPECT_FALSE(report.fault);
}

TEST_F(AuditChain, is_sealed_by_one_alone) {
  recordOften(2);
  const auto unsealed = place.run([](Work& work) { return findUnsealed(work.db); });
  const auto seals = sealsFor(unsealed, key);
  EXPECT_EQ(seal(), 2U);
  // The slower of two would seal the same rows, or number others as those are.
  const auto again = [&](const Unsealed& found) {
    return place.run([&](Work& work) {
      try {
        saveSeals(work, found, sealsFor(found, key));
        return false;
      } catch (const std::runtime_error&) {
        return true;
      }
    });
  };
  EXPECT_TRUE(again(unsealed)) << "the head is another";
  EXPECT_TRUE(again({seals.back(), unsealed.entries})) << "the rows have seals";
  EXPECT_EQ(verify().sealed, 2);
  EXPECT_FALSE(verify().fault);
}

TEST_F(AuditChain, takes_up_rows_whose_origin_is_older_than_salts) {
  place.run([](Work& work) {
    auto entry = entryOf("sign_in.begin", "sign_in");
    store::insertAudit(work.db, entry, {"192.0.2.7", std::nullopt, std::nullopt});
    return true;
  });
  EXPECT_EQ(seal(), 1U);
  EXPECT_FALSE(verify().fault);
}

TEST_F(AuditChain, sees_an_origin_that_was_put_beside_a_row_without_one) {
  recordOnce();
  EXPECT_EQ(seal(), 1U);
  place.run([](Work& work) {
    return work.db.run("INSERT INTO audit_origins (audit_id, address, salt) SELECT id, '192.0.2.7', 'salt' FROM audit");
  });
  ASSERT_TRUE(verify().fault);
  EXPECT_EQ(verify().fault->number, 1);
}

TEST(OriginDigest, tells_nothing_without_its_salt) {
  const store::AuditOrigin origin{"192.0.2.7", "browser", "salt"};
  EXPECT_EQ(digestOf(origin), digestOf(origin));
  EXPECT_NE(digestOf(origin), digestOf({"192.0.2.7", "browser", "other"}));
  EXPECT_NE(digestOf(origin), digestOf({"192.0.2.7", std::nullopt, "salt"}));
  EXPECT_NE(digestOf({"ab", "c", "salt"}), digestOf({"a", "bc", "salt"}));
}

}  // namespace
}  // namespace praktik::app
