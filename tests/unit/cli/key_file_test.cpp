#include "cli/key_file.hpp"

#include <csignal>
#include <fstream>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <vector>

#include "cli/settings.hpp"
#include "support/database.hpp"

namespace praktik::cli {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> filesIn(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& file : fs::directory_iterator(folder)) names.push_back(file.path().filename());
  return names;
}

class KeyFileTest : public testing::Test {
 protected:
  test::TemporaryFolder folder;
  fs::path data = folder.file().parent_path();
  KeyFile file{data / "some.key"};
};

TEST_F(KeyFileTest, a_key_that_was_made_is_read_and_is_for_its_owner_only) {
  EXPECT_EQ(file.read(), std::nullopt);
  const auto key = file.make();
  EXPECT_EQ(file.read(), key);
  EXPECT_EQ(filesIn(data), std::vector<std::string>{"some.key"});
  EXPECT_EQ(fs::status(data / "some.key").permissions(), fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(KeyFileTest, a_key_takes_the_place_of_none) {
  const auto key = file.make();
  EXPECT_THROW(file.make(), UsageError);
  EXPECT_EQ(file.read(), key);
  EXPECT_EQ(filesIn(data), std::vector<std::string>{"some.key"});
}

TEST_F(KeyFileTest, a_disk_that_takes_no_key_is_left_with_none_and_not_with_half_a_one) {
  (void)std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  const rlimit few{10, before.rlim_max};
  setrlimit(RLIMIT_FSIZE, &few);
  EXPECT_THROW(file.make(), UsageError);
  setrlimit(RLIMIT_FSIZE, &before);
  EXPECT_EQ(file.read(), std::nullopt);
  EXPECT_EQ(filesIn(data), std::vector<std::string>{});
  const auto key = file.make();
  EXPECT_EQ(file.read(), key);
}

TEST_F(KeyFileTest, what_a_killed_server_left_of_one_is_no_key_and_goes_with_the_next) {
  std::ofstream(data / "some.key.new") << "half a k";
  EXPECT_EQ(file.read(), std::nullopt);
  const auto key = file.make();
  EXPECT_EQ(file.read(), key);
  EXPECT_EQ(filesIn(data), std::vector<std::string>{"some.key"});
}

}  // namespace
}  // namespace praktik::cli
