#pragma once

#include <algorithm>
#include <deque>
#include <list>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

namespace praktik::app {

/// A bounded queue that its clients share fairly, however much each of them wants: those who have something waiting are
/// served in turn, one item each. One client has at most `mostOfOne` waiting, all together have `most`. Not thread safe.
template <class Item>
class Turns {
 public:
  Turns(std::size_t most, std::size_t mostOfOne) : most_(most), mostOfOne_(mostOfOne) {}

  bool isEmpty() const { return waiting_ == 0; }

  /// Gives the item for which there is no place: none, this one, or another one in whose stead it waits. That is so where
  /// all places are taken and its client has none: then whoever has most of them gives up the last one.
  std::optional<Item> add(const std::string& client, Item item) {
    auto line = lineOf_.find(client);
    const bool waitsAlready = line != lineOf_.end();
    if (waitsAlready && line->second->items.size() >= mostOfOne_) return item;
    std::optional<Item> crowdedOut;
    if (waiting_ >= most_) {
      if (!waitsAlready) crowdedOut = takeFromLongest();
      if (!crowdedOut) return item;
    }
    if (!waitsAlready) {
      lines_.push_back({client, {}});
      line = lineOf_.emplace(client, std::prev(lines_.end())).first;
    }
    line->second->items.push_back(std::move(item));
    ++waiting_;
    return crowdedOut;
  }

  /// Takes out what is next. Not when it is empty.
  Item next() {
    const auto line = lines_.begin();
    Item item = std::move(line->items.front());
    line->items.pop_front();
    --waiting_;
    if (line->items.empty()) {
      lineOf_.erase(line->client);
      lines_.erase(line);
    } else {
      lines_.splice(lines_.end(), lines_, line);
    }
    return item;
  }

 private:
  struct Line {
    std::string client;
    std::deque<Item> items;  ///< never empty
  };

  /// Of clients with one item each nobody has more than a newcomer wants: then there is nothing to take.
  std::optional<Item> takeFromLongest() {
    const auto longest = std::ranges::max_element(lines_, {}, [](const Line& line) { return line.items.size(); });
    if (longest == lines_.end() || longest->items.size() < 2) return std::nullopt;
    Item item = std::move(longest->items.back());
    longest->items.pop_back();
    --waiting_;
    return item;
  }

  const std::size_t most_;
  const std::size_t mostOfOne_;
  std::size_t waiting_ = 0;
  std::list<Line> lines_;  ///< whose turn is next stands first
  std::unordered_map<std::string, typename std::list<Line>::iterator> lineOf_;
};

}  // namespace praktik::app
