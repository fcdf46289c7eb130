// An output that is there whole or not at all.
#pragma once

#include <cstdint>
#include <filesystem>

#include "pipeline/files/file.hpp"

namespace hb::pipeline {

// Writes go to PATH.partial, which is locked (flock) while it is written.
// commit() makes it durable and gives it its name; without it the destructor
// removes the partial file, unless keep() was called. After a kill -9 the
// partial file stays; the next run without a checkpoint takes it over, and no
// lock is held, since the kernel lets go of it.
class OutputFile {
 public:
  enum class Existing { refuse, replace };
  enum class Partial { fresh, resume };

  // Throws Failure: cannot_create where PATH exists (refuse), where the folder
  // does not allow it, where another process writes the partial file, or where
  // that is another's, or no beginning of a container;
  // no_input to resume what is not there.
  OutputFile(std::filesystem::path path, Existing existing, Partial partial);
  ~OutputFile();

  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;

  const File& file() const { return file_; }

  // fsync, rename, fsync of the folder. Nothing may be written afterwards.
  // With refuse, cannot_create where PATH has appeared since. Should the
  // folder's fsync alone fail, PATH is there and whole, and Failure is thrown:
  // it may be gone after a power failure.
  void commit();
  // Leaves the partial file for a later run with --resume.
  void keep() { keeps_ = true; }

 private:
  void rename_to_its_name();

  std::filesystem::path path_;
  std::filesystem::path partial_;
  Existing existing_;
  File file_;
  bool keeps_ = false;
  bool committed_ = false;
};

}  // namespace hb::pipeline
