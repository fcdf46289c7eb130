// How --help is laid out: two columns, wrapped, without the parser's own types.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

namespace hb::pipeline {

class HelpText : public CLI::Formatter {
 public:
  std::string make_option(const CLI::Option* option,
                          bool is_positional) const override;
  std::string make_subcommand(const CLI::App* command) const override;
  std::string make_usage(const CLI::App* app, std::string name) const override;
};

// The memory of a pack at each level, as far as it is known beforehand.
std::string memory_text();

}  // namespace hb::pipeline
