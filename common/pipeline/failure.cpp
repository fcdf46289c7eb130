#include "pipeline/failure.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <system_error>

#include "pipeline/text.hpp"

namespace hb::pipeline {
namespace {

FailureKind kind_of(int error, Stage stage) {
  const bool reads = stage == Stage::walk || stage == Stage::read;
  switch (error) {
    case EACCES:
    case EPERM:
    case EROFS:
      return FailureKind::permission;
    case ENOENT:
    case ENOTDIR:
    case ELOOP:
      return reads ? FailureKind::no_input : FailureKind::cannot_create;
    case EEXIST:
    case EISDIR:
      return reads ? FailureKind::no_input : FailureKind::cannot_create;
    default:
      return FailureKind::io;
  }
}

// WHY no stage for a wrong call: nothing had begun.
std::string line_of(FailureKind kind, Stage stage, std::string_view item,
                    std::string_view text) {
  std::string line =
      kind == FailureKind::usage ? "" : std::string(name_of(stage));
  if (!line.empty() && !item.empty()) line += ' ';
  line += printable(item);
  return line.empty() ? std::string(text) : fmt::format("{}: {}", line, text);
}

}  // namespace

std::string_view name_of(Stage stage) {
  switch (stage) {
    case Stage::walk:
      return "read";
    case Stage::read:
      return "read";
    case Stage::compress:
      return "compress";
    case Stage::encrypt:
      return "encrypt";
    case Stage::write:
      return "write";
    case Stage::index:
      return "read";
    case Stage::restore:
      return "restore";
    case Stage::verify:
      return "verify";
  }
  return "?";
}

Failure::Failure(FailureKind kind, Stage stage, std::string_view item,
                 std::string_view text)
    : std::runtime_error(line_of(kind, stage, item, text)),
      kind_(kind),
      stage_(stage),
      item_(item) {}

Failure system_failure(int error, Stage stage, std::string_view item) {
  if (error == ESTALE) {
    return Failure(FailureKind::io, stage, item,
                   "changed while it was read, or has more in it than it says");
  }
  return Failure(kind_of(error, stage), stage, item,
                 std::generic_category().message(error));
}

void check_stop(const std::stop_token& stop, Stage stage) {
  if (!stop.stop_requested()) return;
  throw Failure(FailureKind::interrupted, stage, "", "stopped before the end");
}

}  // namespace hb::pipeline
