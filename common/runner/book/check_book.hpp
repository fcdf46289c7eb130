// Is the book true? Its code is there, its links lead somewhere, its chapters
// exist and are of the right length. Rows: book_sources.hpp; stored runs:
// book_runs.hpp.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "runner/system/user_error.hpp"
#include "runner/system/workspace.hpp"

namespace hb::runner {

// README.md, if there is one, and book/*.md.
std::vector<std::filesystem::path> book_pages(const Workspace& workspace);

// All of them. A complaint has the form of every other
// message of ours.
std::vector<UserError> check_book(const Workspace& workspace);

// The complaints about one page.
std::vector<UserError> check_includes(const Workspace& workspace,
                                      const std::filesystem::path& page);
std::vector<UserError> check_links(const Workspace& workspace,
                                   const std::filesystem::path& page);
// Of a chapter only: 400 to 900 words, and no C++ typed into it.
std::vector<UserError> check_chapter(const Workspace& workspace,
                                     const std::filesystem::path& page);

// The words that a reader reads: without front matter, fences and includes.
int count_words(const std::string& chapter);

// All messages, one after another.
std::string text_of(const std::vector<UserError>& complaints);

}  // namespace hb::runner
