/// How print mode writes the environment.
struct OutputOptions: Equatable {
  /// Absent when nothing was said.
  var format: OutputFormat?
  var revealsCredential = false
  /// Whether settings files may send the shell's sessions elsewhere.
  var isUnheld = false
  var isQuiet = false
  var isDryRun = false
}

enum OutputFormat: String, CaseIterable {
  case sh
  case fish
  case csh
  case json
  case dotenv
  case github

  /// What a command line asks for that could not be parsed; `sh` when it does not say.
  init(askedForIn words: [String]) {
    self = .sh
    for (index, word) in words.enumerated() {
      if word == "--json" {
        self = .json
      } else if word == "--format", index + 1 < words.count {
        self = OutputFormat(rawValue: words[index + 1]) ?? self
      } else if word.hasPrefix("--format=") {
        self = OutputFormat(rawValue: String(word.dropFirst("--format=".count))) ?? self
      }
    }
  }
}
