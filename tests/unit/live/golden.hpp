#pragma once

#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>

namespace praktik::test {

/// One of the golden files in protocol/, which the web app's tests read as well.
inline boost::json::array golden(const std::string& file) {
  const std::string path = std::string(PRAKTIK_PROTOCOL) + "/" + file;
  std::ifstream stream(path);
  if (!stream) throw std::runtime_error("cannot read " + path);
  std::stringstream text;
  text << stream.rdbuf();
  return boost::json::parse(text.str()).as_array();
}

}  // namespace praktik::test
