// The kinds of options that the commands have: a choice, a size, a number that
// may be left out.
#pragma once

#include <CLI/CLI.hpp>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <system_error>

namespace hb::pipeline {

// "4MiB", "128KB", "4096". WHY not the library's text: it lists 28 units.
inline CLI::Validator size_value() {
  const CLI::AsSizeValue parse(false);
  return CLI::Validator(
      [parse](std::string& text) {
        // WHY: the unit is cut off it before it is refused.
        const std::string given = text;
        try {
          return parse(text);
        } catch (const CLI::ValidationError&) {
          return given + " is no size: give bytes, or 512KiB, 4MiB, 1GiB";
        }
      },
      "");
}

// WHY before the range: the library says only that it could not convert.
inline CLI::Validator whole_number() {
  return CLI::Validator(
      [](std::string& text) {
        const bool is_number =
            !text.empty() &&
            text.find_first_not_of("0123456789") == std::string::npos;
        return is_number ? std::string() : text + " is no whole number";
      },
      "");
}

template <typename T, typename Into>
CLI::Option* add_choice(CLI::App& app, const std::string& name, Into& into,
                        const std::map<std::string, T>& names,
                        const std::string& help) {
  std::string all;
  for (const auto& [word, value] : names)
    all += (all.empty() ? "" : "|") + word;
  return app
      .add_option_function<std::string>(
          name,
          [&into, names](const std::string& word) { into = names.at(word); },
          help)
      ->check(CLI::IsMember(names).description(""))
      ->type_name(all);
}

template <typename T>
CLI::Option* add_maybe(CLI::App& app, const std::string& name,
                       std::optional<T>& into, const std::string& type,
                       const std::string& help) {
  return app
      .add_option_function<T>(
          name, [&into](const T& value) { into = value; }, help)
      ->type_name(type);
}

inline CLI::Option* add_bytes(CLI::App& app, const std::string& name,
                              std::optional<std::size_t>& into,
                              const std::string& help) {
  return add_maybe(app, name, into, "BYTES", help)->transform(size_value());
}

inline void add_milliseconds(CLI::App& app, const std::string& name,
                             std::chrono::milliseconds& into,
                             const std::string& help) {
  app.add_option_function<std::int64_t>(
         name,
         [&into](std::int64_t ms) { into = std::chrono::milliseconds(ms); },
         help)
      ->type_name("MS")
      ->check(
          CLI::Range(std::int64_t{0}, std::int64_t{3'600'000}).description(""));
}

}  // namespace hb::pipeline
