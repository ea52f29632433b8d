#pragma once

#include <algorithm>
#include <deque>
#include <list>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

namespace praktik::app {

/// A queue of at most `most` items that its clients share fairly, however much each of them wants: those who have something
/// waiting are served in turn, one item each, and where all places are taken those who have few get them from whoever has
/// most. Not thread safe.
template <class Item>
class Turns {
 public:
  explicit Turns(std::size_t most) : most_(most) {}

  bool isEmpty() const { return waiting_ == 0; }

  /// Gives the item for which there is no place: none, this one, or another one in whose stead it waits, the last of whoever
  /// has most.
  std::optional<Item> add(const std::string& client, Item item) {
    auto line = lineOf_.find(client);
    const bool waitsAlready = line != lineOf_.end();
    std::optional<Item> crowdedOut;
    if (waiting_ >= most_) {
      crowdedOut = takeFromLongest(waitsAlready ? line->second->items.size() : 0);
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

  /// Nothing where nobody would still have as many as somebody with `few` and one more.
  std::optional<Item> takeFromLongest(std::size_t few) {
    const auto longest = std::ranges::max_element(lines_, {}, [](const Line& line) { return line.items.size(); });
    if (longest == lines_.end() || longest->items.size() < few + 2) return std::nullopt;
    Item item = std::move(longest->items.back());
    longest->items.pop_back();
    --waiting_;
    return item;
  }

  const std::size_t most_;
  std::size_t waiting_ = 0;
  std::list<Line> lines_;  ///< whose turn is next stands first
  std::unordered_map<std::string, typename std::list<Line>::iterator> lineOf_;
};

}  // namespace praktik::app
