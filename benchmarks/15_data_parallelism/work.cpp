#include "work.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <system_error>

#include "marc/record.hpp"
#include "marc/record_generator.hpp"

namespace hb {

Records generate(std::size_t count) {
  marc::RecordGenerator generator(15);
  Records records;
  for (std::size_t i = 0; i < count; ++i) records.push_back(generator.next());
  return records;
}

std::uint64_t checksum(std::string_view bytes) {
  std::uint64_t sum = 0xcbf29ce484222325;
  for (const char byte : bytes) {
    sum = (sum ^ static_cast<unsigned char>(byte)) * 0x100000001b3;
  }
  return sum;
}

void count_subjects(Counts& counts, const std::string& record) {
  std::string author, year;
  for (const marc::Field& field : marc::fields(record)) {
    if (field.tag[0] == '6') {
      const std::string subject = marc::subfield(field, 'a');
      if (!subject.empty()) ++counts[subject];
    } else if (field.tag == "100") {
      author = marc::subfield(field, 'a');
    } else if (field.tag == "264") {
      year = marc::subfield(field, 'c');
    }
  }
  ++counts[author + year];
}

void merge(Counts& all, const Counts& others) {
  for (const auto& [key, count] : others) all[key] += count;
}

std::uint64_t skewed_work(std::size_t i, std::size_t items) {
  // 0 to 30,000 steps: 10 us in the mean.
  const std::size_t steps = 30'000 * i / items * i / items;
  std::uint64_t state = i + 1;
  for (std::size_t n = 0; n < steps; ++n) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
  }
  return state;
}

namespace {

void send(std::FILE* out, const Counts& counts) {
  for (const auto& [key, count] : counts) {
    std::fprintf(out, "%zu %s", count, key.c_str());
    std::fputc(0, out);
  }
}

void receive(std::FILE* in, Counts& all) {
  char* text = nullptr;
  std::size_t capacity = 0;
  while (::getdelim(&text, &capacity, 0, in) > 0) {
    char* key = nullptr;
    const auto count = std::strtoull(text, &key, 10);
    all[key + 1] += count;
  }
  std::free(text);
}

}  // namespace

// #region processes
Counts count_by_processes(std::size_t parts,
                          const std::function<Counts(std::size_t)>& count) {
  std::vector<std::FILE*> results;
  for (std::size_t part = 0; part < parts; ++part) {
    int ends[2];
    if (::pipe(ends) != 0) {
      throw std::system_error(errno, std::generic_category());
    }
    const pid_t child = ::fork();
    if (child < 0) throw std::system_error(errno, std::generic_category());
    if (child == 0) {
      std::FILE* out = ::fdopen(ends[1], "w");
      send(out, count(part));
      ::_exit(std::fclose(out) == 0 ? 0 : 1);
    }
    ::close(ends[1]);
    results.push_back(::fdopen(ends[0], "r"));
  }
  Counts all;
  for (std::FILE* result : results) {
    receive(result, all);
    std::fclose(result);
  }
  for (std::size_t part = 0; part < parts; ++part) {
    int status = 0;
    if (::wait(&status) < 0 || status != 0) {
      throw std::runtime_error("a process failed");
    }
  }
  return all;
}
// #endregion processes

}  // namespace hb
