#include "marc/record_generator.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>
#include <vector>

#include "marc/record.hpp"

namespace hb::marc {
namespace {

using Text = std::string_view;

// Outside ASCII too: a length counts bytes, not characters.
constexpr std::array<Text, 16> kSubjects = {
    "Harbours",    "Bees",     "Weather",      "Bridges",
    "Lighthouses", "Clocks",   "Poésie",       "Cartography",
    "Railways",    "Gardens",  "Übersetzung",  "Astronomy",
    "Printing",    "Glaciers", "Musical keys", "Ferries"};
constexpr std::array<Text, 12> kFirst = {
    "A history of",    "Notes on",    "The quiet life of",
    "Letters about",   "An atlas of", "Measuring",
    "Seven essays on", "Über",        "The language of",
    "Against",         "Before",      "A field guide to"};
constexpr std::array<Text, 12> kSecond = {
    "tides", "lanterns", "small machines", "northern roads",
    "paper", "islands",  "étoiles",        "waiting rooms",
    "salt",  "orchards", "slow rivers",    "night trains"};
constexpr std::array<Text, 10> kFamily = {
    "Arden",  "Bellamy",  "Castellán", "Dufour", "Ek",
    "Farrow", "Grünwald", "Hale",      "Ibsen",  "Jansson"};
constexpr std::array<Text, 8> kGiven = {"Ada",   "Benoît", "Clara", "Dev",
                                        "Elena", "Finn",   "Greta", "Hugo"};
constexpr std::array<Text, 6> kTowns = {"Bergen", "Graz",  "Leith",
                                        "Málaga", "Turku", "York"};

std::string part(char code, std::string_view text) {
  return std::string{kSubfieldStart, code} + std::string(text);
}

std::string control_number(std::size_t number) {
  const std::string digits = std::to_string(number);
  const std::size_t width = std::max<std::size_t>(8, digits.size());
  return "hb" + std::string(width - digits.size(), '0') + digits;
}

}  // namespace

std::size_t RecordGenerator::below(std::size_t limit) {
  // The remainder favours small numbers by less than one in 10^17 here.
  return static_cast<std::size_t>(engine_() % limit);
}

std::string RecordGenerator::title() {
  const Text first = kFirst[below(kFirst.size())];
  const Text second = kSecond[below(kSecond.size())];
  return std::string(first) + " " + std::string(second);
}

std::string RecordGenerator::name() {
  const Text family = kFamily[below(kFamily.size())];
  const Text given = kGiven[below(kGiven.size())];
  return std::string(family) + ", " + std::string(given);
}

// The smaller of two numbers: the first subject is the most frequent.
std::size_t RecordGenerator::subject() {
  const std::size_t first = below(kSubjects.size());
  const std::size_t second = below(kSubjects.size());
  return std::min(first, second);
}

std::string RecordGenerator::next() {
  ++made_;
  const std::string author = name();
  const std::string book = title();
  const std::string town(kTowns[below(kTowns.size())]);
  const std::string year = std::to_string(1950 + below(75));
  const std::string pages = std::to_string(40 + below(900));

  std::vector<Field> fields;
  fields.push_back({"001", control_number(made_)});
  // Date entered, one date, the year, no place, language: 40 characters.
  fields.push_back(
      {"008", "240101s" + year + "    xx" + std::string(18, ' ') + "eng d"});
  fields.push_back({"100", "1 " + part('a', author + ",")});
  fields.push_back(
      {"245", "10" + part('a', book + " /") + part('c', author + ".")});
  fields.push_back({"264", " 1" + part('a', town + " :") +
                               part('b', "Example Press,") +
                               part('c', year + ".")});
  fields.push_back({"300", "  " + part('a', pages + " pages")});
  std::set<std::size_t> chosen;
  for (std::size_t wanted = 1 + below(4); chosen.size() < wanted;) {
    const std::size_t index = subject();
    if (!chosen.insert(index).second) continue;
    fields.push_back({"650", " 0" + part('a', kSubjects[index])});
  }
  return encode(fields);
}

std::string generate_records(std::uint64_t seed, std::size_t count) {
  RecordGenerator generator(seed);
  std::string stream;
  for (std::size_t i = 0; i < count; ++i) stream += generator.next();
  return stream;
}

}  // namespace hb::marc
