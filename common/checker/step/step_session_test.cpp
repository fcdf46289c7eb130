// Step mode's protocol, from outside: commands in, states out.

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace {

using nlohmann::json;

std::string program(const std::string& name) {
  return std::filesystem::read_symlink("/proc/self/exe").parent_path() / name;
}

// A program in step mode.
class StepSession {
 public:
  explicit StepSession(const std::string& test,
                       const std::string& name = "step_programs.checker") {
    int commands[2];
    int answers[2];
    if (::pipe(commands) != 0 || ::pipe(answers) != 0) std::abort();
    const std::string path = program(name);
    const std::string filter = "--gtest_filter=Step." + test;
    process_ = ::fork();
    if (process_ == 0) {
      ::dup2(commands[0], STDIN_FILENO);
      ::dup2(answers[1], STDOUT_FILENO);
      for (const int end : {commands[0], commands[1], answers[0], answers[1]}) {
        ::close(end);
      }
      ::execl(path.c_str(), path.c_str(), "--step", filter.c_str(), nullptr);
      ::_exit(127);
    }
    ::close(commands[0]);
    ::close(answers[1]);
    to_ = commands[1];
    from_ = answers[0];
    state = read();
  }
  ~StepSession() {
    ::close(to_);
    ::close(from_);
    if (process_ > 0) {
      ::kill(process_, SIGKILL);
      ::waitpid(process_, nullptr, 0);
    }
  }
  StepSession(const StepSession&) = delete;
  StepSession& operator=(const StepSession&) = delete;

  void write(const std::string& line) const {
    const std::string text = line + "\n";
    [[maybe_unused]] const auto written =
        ::write(to_, text.data(), text.size());
  }

  // The next line; null at the end.
  json read() {
    for (;;) {
      const auto end = waiting_.find('\n');
      if (end != waiting_.npos) {
        const json line = json::parse(waiting_.substr(0, end));
        waiting_.erase(0, end + 1);
        return line;
      }
      char buffer[4096];
      const auto count = ::read(from_, buffer, sizeof buffer);
      if (count <= 0) return nullptr;
      waiting_.append(buffer, std::size_t(count));
    }
  }

  json ask(const json& command) {
    write(command.dump());
    const json answer = read();
    if (answer.is_object() && answer["event"] == "state") state = answer;
    return answer;
  }

  // Steps a thread, by what it would do next: "lock left".
  void step(const std::string& thread, const std::string& next,
            int choice = 0) {
    const json& one = this->thread(thread);
    ASSERT_EQ(one["next"], next) << state.dump(1);
    const json answer =
        ask({{"do", "step"}, {"thread", one["thread"]}, {"choice", choice}});
    ASSERT_EQ(answer["event"], "state") << answer.dump();
  }

  const json& thread(const std::string& name) const {
    static const json kNone = {{"next", "no such thread"}, {"thread", -1}};
    for (const json& one : state["threads"]) {
      if (one["name"] == name) return one;
    }
    return kNone;
  }
  std::vector<std::string> choices(const std::string& name) const {
    std::vector<std::string> found;
    for (const json& choice : thread(name)["choices"]) {
      found.push_back(choice["what"]);
    }
    return found;
  }
  std::string kind() const {
    return state["finding"].is_object() ? state["finding"]["kind"] : "";
  }

  void close_commands() {
    ::close(to_);
    to_ = -1;
  }
  int exit_code() {
    int status = 0;
    ::waitpid(process_, &status, 0);
    process_ = -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
  }

  json state;

 private:
  pid_t process_ = -1;
  int to_ = -1;
  int from_ = -1;
  std::string waiting_;
};

using Texts = std::vector<std::string>;

TEST(StepSession, BeginsBeforeTheFirstStep) {
  StepSession session("TwoLocks");
  EXPECT_EQ(session.state["event"], "state");
  EXPECT_EQ(session.state["schema"], 1);
  EXPECT_EQ(session.state["test"], "Step.TwoLocks");
  EXPECT_EQ(session.state["over"], false);
  EXPECT_TRUE(session.state["steps"].empty());
  ASSERT_EQ(session.state["threads"].size(), 1u);
  const json& main = session.thread("main");
  EXPECT_EQ(main["state"], "ready");
  EXPECT_EQ(main["next"], "start one");
  EXPECT_GT(main["line"], 0);
  EXPECT_TRUE(std::string(main["file"]).ends_with("step/programs.cpp"));
}

TEST(StepSession, GoesWhereItIsTold) {
  StepSession session("TwoLocks");
  session.step("main", "start one");
  session.step("main", "start other");
  EXPECT_EQ(session.thread("main")["state"], "waiting");
  EXPECT_EQ(session.thread("main")["waits"], "waits for other to end");
  session.step("one", "lock left");
  EXPECT_EQ(session.thread("one")["source"], "std::lock_guard second(right);");
  session.step("other", "lock right");
  EXPECT_EQ(session.thread("one")["waits"],
            "waits for right, which other holds");
  EXPECT_EQ(session.state["over"], true);
  EXPECT_EQ(session.kind(), "deadlock");
  EXPECT_EQ(session.state["moves"], json::parse("[[0,0],[0,0],[1,0],[2,0]]"));
  const json& steps = session.state["steps"];
  ASSERT_EQ(steps.size(), 7u);
  EXPECT_EQ(steps[4]["what"], "lock right  waits for ever");
  EXPECT_EQ(steps[6]["what"], "join other  waits for ever");
  const json& finding = session.state["finding"];
  EXPECT_EQ(finding["why"][0],
            "one waits for right (:28), which other holds since step 4");
  EXPECT_NE(std::string(finding["text"]).find("which other holds since step 2"),
            std::string::npos);
  const json refused = session.ask({{"do", "step"}, {"thread", 1}});
  EXPECT_EQ(refused["event"], "error");
}

TEST(StepSession, EndsWellWhereNothingGoesWrong) {
  StepSession session("TwoLocks");
  session.step("main", "start one");
  for (const char* next :
       {"lock left", "lock right", "unlock right", "unlock left"}) {
    session.step("one", next);
  }
  EXPECT_EQ(session.thread("one")["state"], "ended");
  session.step("main", "start other");
  for (const char* next :
       {"lock right", "lock left", "unlock left", "unlock right"}) {
    session.step("other", next);
  }
  session.step("main", "join other");
  EXPECT_EQ(session.state["over"], false);
  session.step("main", "join one");
  EXPECT_EQ(session.state["over"], true);
  EXPECT_TRUE(session.state["finding"].is_null());
}

TEST(StepSession, OffersOldValuesAndSaysWhy) {
  StepSession session("OldValue");
  session.step("main", "start writer");
  session.step("main", "start reader");
  session.step("writer", "store total = 5");
  session.step("writer", "store part = 3");
  EXPECT_EQ(session.choices("reader"), (Texts{"reads 3", "reads 0"}));
  session.step("reader", "load part");
  const json& choices = session.thread("reader")["choices"];
  ASSERT_EQ(choices.size(), 2u);
  EXPECT_EQ(choices[0]["newest"], true);
  EXPECT_EQ(choices[0]["from"], 3);
  EXPECT_EQ(choices[1]["newest"], false);
  EXPECT_EQ(choices[1]["from"], 0);
  EXPECT_EQ(choices[1]["why"],
            "step 3 has changed it, but nothing makes step 3 happen before "
            "this");
  session.step("reader", "load total", 1);
  EXPECT_EQ(session.kind(), "failure");
  const json& steps = session.state["steps"];
  ASSERT_EQ(steps.size(), 7u);
  EXPECT_EQ(steps[5]["stale"], true);
  EXPECT_EQ(steps[6]["op"], "the expectation fails");
  EXPECT_EQ(session.state["moves"].size(), 6u);
}

TEST(StepSession, FindsTheRaceAtTheSecondAccess) {
  StepSession session("Race");
  session.step("main", "start writer");
  EXPECT_EQ(session.state["over"], true);
  EXPECT_EQ(session.kind(), "race");
}

TEST(StepSession, PutsAStoreBeforeAnother) {
  StepSession session("StoreOrder");
  session.step("main", "start one");
  session.step("main", "start other");
  session.step("one", "store x = 1");
  const json& choices = session.thread("other")["choices"];
  ASSERT_EQ(choices.size(), 2u);
  EXPECT_EQ(choices[1]["why"],
            "goes before step 3 in the order of the stores to x: nothing "
            "orders the two");
  session.step("other", "store x = 2", 1);
}

TEST(StepSession, CallsItADeadlockIfOnlyChanceCouldHelp) {
  StepSession session("LostNotification");
  session.step("main", "start sleeper");
  session.step("sleeper", "lock mutex");
  session.step("sleeper", "load ready");
  session.step("main", "store ready = 1");
  session.step("main", "notify_one changed");
  session.step("sleeper", "begin to wait on changed");
  session.step("sleeper", "unlock mutex");
  EXPECT_EQ(session.kind(), "deadlock");
  EXPECT_EQ(session.choices("sleeper"), Texts{"wakes up for no reason"});
  session.step("sleeper", "wait on changed");
  EXPECT_EQ(session.kind(), "");
  session.step("sleeper", "lock mutex");
  EXPECT_EQ(session.choices("sleeper"), (Texts{"reads 1", "reads 0"}));
}

TEST(StepSession, LetsAttemptsFailAndWaitsTimeOut) {
  StepSession session("Attempts");
  session.step("main", "start holder");
  EXPECT_EQ(session.choices("main"),
            (Texts{"takes it", "fails for no reason"}));
  session.step("main", "try_lock mutex", 1);
  EXPECT_EQ(session.choices("main"), (Texts{"takes it", "times out"}));
  session.step("holder", "lock mutex");
  EXPECT_EQ(session.choices("main"), Texts{"times out"});
}

TEST(StepSession, KnowsWhatGoesRoundForEver) {
  StepSession session("Livelock");
  session.step("main", "start waiter");
  session.step("waiter", "load ready");
  EXPECT_EQ(session.thread("waiter")["goes_round"], true);
  EXPECT_EQ(session.kind(), "livelock");
}

TEST(StepSession, LetsAThreadWaitForItself) {
  StepSession session("LocksTwice");
  session.step("main", "start other");
  session.step("main", "lock mutex");
  EXPECT_EQ(session.kind(), "");
  EXPECT_EQ(session.choices("main"), Texts{"waits for itself, for ever"});
  session.step("main", "lock mutex");
  EXPECT_EQ(session.kind(), "deadlock");
}

TEST(StepSession, MovesTheClockWhenAllWait) {
  StepSession session("IdleTime");
  session.step("main", "start early");
  session.step("main", "start late");
  EXPECT_TRUE(session.choices("late").empty());
  session.step("early", "sleep");
  EXPECT_TRUE(session.choices("late").empty());
  session.step("early", "store x = 1");
  session.step("late", "sleep");
  session.step("late", "load x");
  EXPECT_EQ(session.kind(), "");
  session.step("main", "join late");
}

TEST(StepSession, UndoesWithoutLimit) {
  StepSession session("OldValue");
  const json first = session.state;
  session.step("main", "start writer");
  const json second = session.state;
  session.step("writer", "store total = 5");
  session.step("main", "start reader");
  EXPECT_EQ(session.ask({{"do", "undo"}, {"count", 2}}), second);
  EXPECT_EQ(session.ask({{"do", "undo"}, {"count", 1000}}), first);
  EXPECT_EQ(session.ask({{"do", "undo"}}), first);
}

TEST(StepSession, FindsTheShortestWayToBreakIt) {
  StepSession session("TwoLocks");
  const json shortest = session.ask({{"do", "shortest"}});
  EXPECT_EQ(shortest["event"], "shortest");
  EXPECT_EQ(shortest["found"], true);
  EXPECT_EQ(shortest["complete"], true);
  EXPECT_EQ(shortest["moves"].size(), 4u);
  EXPECT_EQ(shortest["finding"]["kind"], "deadlock");
  EXPECT_TRUE(session.state["steps"].empty());  // it was only asked
}

TEST(StepSession, FindsTheShortestWayFromHere) {
  StepSession session("OldValue");
  session.step("main", "start writer");
  session.step("writer", "store total = 5");
  const json from_here = session.ask({{"do", "shortest"}, {"from", "here"}});
  EXPECT_EQ(from_here["found"], true);
  EXPECT_EQ(from_here["moves"].size(), 6u);
  EXPECT_EQ(from_here["moves"][1], json::parse("[1,0]"));
  session.step("main", "start reader");
  session.step("reader", "load part");  // too early: it reads 0
  EXPECT_EQ(session.ask({{"do", "shortest"}, {"from", "here"}})["found"],
            false);
}

TEST(StepSession, TakesAndGivesCodes) {
  StepSession session("OldValue");
  const json shortest = session.ask({{"do", "shortest"}});
  session.ask({{"do", "replay"}, {"code", shortest["code"]}});
  EXPECT_EQ(session.kind(), "failure");
  EXPECT_EQ(session.state["moves"], shortest["moves"]);
  EXPECT_EQ(session.ask({{"do", "code"}})["code"], shortest["code"]);
  // The report's own code leads there, too.
  session.ask({{"do", "replay"}, {"code", shortest["finding"]["replay"]}});
  EXPECT_EQ(session.kind(), "failure");
  session.ask({{"do", "undo"}, {"count", 1}});
  EXPECT_EQ(session.kind(), "");
}

TEST(StepSession, RefusesTheCodeOfAnotherBody) {
  StepSession session("TwoLocks");
  const json code = session.ask({{"do", "shortest"}})["code"];
  StepSession changed("TwoLocks", "step_programs_changed.checker");
  const json refused = changed.ask({{"do", "replay"}, {"code", code}});
  EXPECT_EQ(refused["event"], "error");
  EXPECT_NE(std::string(refused["message"]).find("has changed since"),
            std::string::npos);
  StepSession other("OldValue");
  EXPECT_EQ(other.ask({{"do", "replay"}, {"code", code}})["event"], "error");
}

TEST(StepSession, SaysWhatItDoesNotUnderstand) {
  StepSession session("TwoLocks");
  const json first = session.state;
  session.write("");
  for (const char* line :
       {"hello", "[1]", "{}", R"({"do":"fly"})", R"({"do":"step"})",
        R"({"do":"step","thread":7})", R"({"do":"step","thread":0,"choice":3})",
        R"({"do":"replay"})", R"({"do":"replay","code":"cw1:000"})",
        R"({"do":"step","thread":"zero"})"}) {
    session.write(line);
    const json answer = session.read();
    EXPECT_EQ(answer["event"], "error") << line;
    EXPECT_FALSE(std::string(answer["message"]).empty()) << line;
  }
  EXPECT_EQ(session.ask({{"do", "state"}}), first);
}

TEST(StepSession, EndsWithItsCommands) {
  StepSession session("Race");
  session.close_commands();
  EXPECT_TRUE(session.read().is_null());
  EXPECT_EQ(session.exit_code(), 0);
  StepSession other("Race");
  other.write(R"({"do":"quit"})");
  EXPECT_TRUE(other.read().is_null());
  EXPECT_EQ(other.exit_code(), 0);
}

TEST(StepSession, SaysThatThereIsNoSuchTest) {
  StepSession session("NoSuchTest");
  EXPECT_EQ(session.state["event"], "error");
  EXPECT_EQ(session.exit_code(), 2);
  StepSession unexplored("Nothing");
  EXPECT_EQ(unexplored.state["event"], "error");
}

}  // namespace
