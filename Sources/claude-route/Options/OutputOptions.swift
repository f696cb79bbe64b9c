internal import ArgumentParser
internal import Rendering

/// How print mode writes the environment.
struct OutputOptions: ParsableArguments {
  @ArgumentParser.Option(
    help: ArgumentHelp(
      "sh, fish, csh, json, dotenv or github. (default: sh)",
      valueName: "format"
    ),
    completion: .list(OutputFormat.allCases.map(\.rawValue))
  )
  var format: String?

  @Flag(help: "Short for `--format json`. (default: off)")
  var json = false

  @Flag(help: "Put the credential itself into json, dotenv and github output. (default: off)")
  var reveal = false

  @Flag(
    name: .customLong("no-hold"),
    help: "Let settings files send the shell's sessions elsewhere. (default: off)"
  )
  var isUnheld = false

  @Flag(help: "Say nothing on standard error but refusals. (default: off)")
  var quiet = false

  @Flag(help: "Show what would be launched, and launch nothing. (default: off)")
  var dryRun = false

  func validate() throws {
    if let format, OutputFormat(rawValue: format) == nil {
      throw ValidationError(
        "unknown format `\(format)`; known: \(OutputFormat.allCases.map(\.rawValue).joined(separator: ", "))"
      )
    }
    if json, let format, format != "json" {
      throw ValidationError("`--json` and `--format \(format)` contradict each other")
    }
  }

  /// Absent when nothing was said.
  var chosenFormat: OutputFormat? {
    json ? .json : format.flatMap(OutputFormat.init(rawValue:))
  }
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
