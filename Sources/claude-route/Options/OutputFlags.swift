internal import ArgumentParser
internal import Rendering

/// How print mode writes the environment, as the parser reads it.
struct OutputFlags: ParsableArguments {
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

  var options: OutputOptions {
    var options = OutputOptions()
    options.format = json ? .json : format.flatMap(OutputFormat.init(rawValue:))
    options.revealsCredential = reveal
    options.isUnheld = isUnheld
    options.isQuiet = quiet
    options.isDryRun = dryRun
    return options
  }
}
