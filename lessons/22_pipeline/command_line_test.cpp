#include <gtest/gtest.h>

#include <cstdlib>
#include <sstream>
#include <string>
#include <vector>

#include "call.hpp"

namespace hb::pipeline {
namespace {

using namespace std::chrono_literals;

// "pack IN OUT --level=1": words at spaces.
Parsed parse(const std::string& line) {
  std::istringstream in("pipeline " + line);
  std::vector<std::string> words;
  for (std::string word; in >> word;) words.push_back(word);
  std::vector<const char*> argv;
  for (const std::string& word : words) argv.push_back(word.c_str());
  return parse_command_line(static_cast<int>(argv.size()), argv.data());
}

Options pack_options(const std::string& options) {
  const Parsed parsed = parse("pack in out " + options);
  EXPECT_FALSE(parsed.exit_code) << parsed.text;
  return parsed.call.pack.options;
}

// A wrong call: 64, with these words in what it says, and where to look.
void expect_refusal(const std::string& line, const std::string& words) {
  const Parsed parsed = parse(line);
  EXPECT_EQ(parsed.exit_code, 64) << line;
  EXPECT_NE(parsed.text.find(words), std::string::npos) << line << "\n"
                                                        << parsed.text;
  EXPECT_TRUE(parsed.text.starts_with("pipeline: ")) << parsed.text;
  EXPECT_NE(parsed.text.find("\ntry: pipeline "), std::string::npos)
      << parsed.text;
}

class CommandLine : public testing::Test {
 protected:
  void SetUp() override { unsetenv("WORKBOOK_THREADS"); }
  void TearDown() override { unsetenv("WORKBOOK_THREADS"); }
};

TEST_F(CommandLine, TokensOfInputAndOutputHaveTwoNamesAndTheLastWins) {
  EXPECT_EQ(pack_options("").io_tokens, std::nullopt);
  EXPECT_EQ(pack_options("--io-tokens=7").io_tokens, 7);
  EXPECT_EQ(pack_options("--io-qdepth=8").io_tokens, 8);
  EXPECT_EQ(pack_options("--io-tokens=7 --io-qdepth=8").io_tokens, 8);
  EXPECT_EQ(pack_options("--io-qdepth=8 --io-tokens=7").io_tokens, 7);
}

TEST_F(CommandLine, TokensOfTheProcessorAreThoseGivenOrNone) {
  EXPECT_EQ(pack_options("").cpu_tokens, std::nullopt);
  EXPECT_EQ(pack_options("--cpu-tokens 3").cpu_tokens, 3);
}

TEST_F(CommandLine, KnowsFourStorageTypes) {
  EXPECT_EQ(pack_options("").storage, StorageType::automatic);
  EXPECT_EQ(pack_options("--storage-type=auto").storage,
            StorageType::automatic);
  EXPECT_EQ(pack_options("--storage-type=nvme").storage, StorageType::nvme);
  EXPECT_EQ(pack_options("--storage-type=ssd").storage, StorageType::ssd);
  EXPECT_EQ(pack_options("--storage-type=hdd").storage, StorageType::hdd);
}

TEST_F(CommandLine, KnowsFourModesAndTakesThroughput) {
  EXPECT_EQ(pack_options("").optimize, Optimize::throughput);
  EXPECT_EQ(pack_options("--optimize=throughput").optimize,
            Optimize::throughput);
  EXPECT_EQ(pack_options("--optimize=latency").optimize, Optimize::latency);
  EXPECT_EQ(pack_options("--optimize=resources").optimize, Optimize::resources);
  EXPECT_EQ(pack_options("--optimize=balanced").optimize, Optimize::balanced);
}

TEST_F(CommandLine, TakesSizesWithAndWithoutAUnit) {
  EXPECT_EQ(pack_options("--chunk-size=4096").chunk_bytes, 4096);
  EXPECT_EQ(pack_options("--chunk-size=1MiB").chunk_bytes, 1U << 20);
  EXPECT_EQ(pack_options("--chunk-size=64k").chunk_bytes, 64U << 10);
  EXPECT_EQ(pack_options("--small-file-threshold=0").small_file_bytes, 0);
}

TEST_F(CommandLine, TakesTheSecondsOfGrace) {
  EXPECT_EQ(pack_options("").grace, 5s);
  EXPECT_EQ(pack_options("--grace=0.25").grace, 250ms);
}

TEST_F(CommandLine, TakesAListOfStages) {
  EXPECT_EQ(pack_options("--stages=compress,llm").stages,
            (std::vector<std::string>{"compress", "llm"}));
}

TEST_F(CommandLine, TellsTheCommandsApart) {
  EXPECT_EQ(parse("pack in out").call.command, Command::pack);
  EXPECT_EQ(parse("restore in out").call.command, Command::restore);
  EXPECT_EQ(parse("verify in").call.command, Command::verify);
  EXPECT_EQ(parse("inspect in").call.command, Command::inspect);
  EXPECT_EQ(parse("compare in out").call.command, Command::compare);
  EXPECT_EQ(parse("records in").call.command, Command::records);
  EXPECT_EQ(parse("scenario 5").call.command, Command::scenario);
}

TEST_F(CommandLine, CountsOnTheProcessorsThatTheEnvironmentNames) {
  EXPECT_EQ(parse("verify in").call.threads, std::nullopt);
  setenv("WORKBOOK_THREADS", "3", 1);
  EXPECT_EQ(parse("verify in").call.threads, 3);
  EXPECT_EQ(parse("verify in --threads=2").call.threads, 2);
}

TEST_F(CommandLine, NamesTheEnvironmentWhereItIsToBlame) {
  setenv("WORKBOOK_THREADS", "many", 1);
  expect_refusal("verify in", "WORKBOOK_THREADS=many");
  expect_refusal("verify in --threads=0", "--threads: Value 0");
}

TEST_F(CommandLine, RefusesWhatItDoesNotKnow) {
  expect_refusal("pakc in out", "pakc");
  expect_refusal("pack in out more", "more");
  expect_refusal("pack in", "OUTPUT is required");
  expect_refusal("pack in out --fast", "--fast");
  expect_refusal("pack in out --storage-type=tape", "tape not in");
  expect_refusal("pack in out --optimize=all", "all not in");
  expect_refusal("pack in out --stages=zip", "zip not in");
  expect_refusal("scenario 6", "6 not in range 1 to 5");
}

TEST_F(CommandLine, RefusesFiguresThatCannotBe) {
  expect_refusal("pack in out --level=20", "20 not in range 1 to 19");
  expect_refusal("pack in out --workers=few", "few is no whole number");
  expect_refusal("pack in out --io-tokens=-1", "-1 is no whole number");
  expect_refusal("pack in out --chunk-size=10x", "10x is no size");
  expect_refusal("pack in out --metrics-port=65536", "not in range 0 to 65535");
  expect_refusal("pack in out --grace=nan", "--grace");
}

TEST_F(CommandLine, RefusesWhatDoesNotGoTogether) {
  expect_refusal("pack in out --resume", "--checkpoint");
  expect_refusal("pack in out --checkpoint=c --writer=mutex",
                 "--writer=ordered");
  expect_refusal("pack in out --cipher=aes-256-gcm", "--key-file");
  expect_refusal("pack in out --stages=encrypt", "--key-file");
  expect_refusal("pack in out --key-file=k --stages=compress", "encrypt");
  expect_refusal("pack in out --key-file=k --passphrase-file=p", "excludes");
  expect_refusal("pack in out --rate-limit=60", "slow stage");
}

TEST_F(CommandLine, HelpFitsATerminalOf80Columns) {
  for (const char* command : {"", "pack", "restore", "verify", "inspect",
                              "compare", "records", "scenario"}) {
    const Parsed help = parse(std::string(command) + " --help");
    EXPECT_EQ(help.exit_code, 0) << command;
    std::istringstream lines(help.text);
    for (std::string line; std::getline(lines, line);) {
      EXPECT_LE(line.size(), 80U) << command << ": " << line;
    }
  }
}

TEST_F(CommandLine, WithoutACommandItPrintsItsHelp) {
  EXPECT_EQ(parse("").exit_code, 0);
  EXPECT_EQ(parse("").text, parse("--help").text);
}

}  // namespace
}  // namespace hb::pipeline
