internal import ArgumentParser

/// Whether a command answers people or programs.
struct DocumentOptions: ParsableArguments {
  @ArgumentParser.Option(
    help: ArgumentHelp("text or json. (default: text)", valueName: "format"),
    completion: .list(["text", "json"])
  )
  var format: String?

  @Flag(help: "Short for `--format json`. (default: off)")
  var json = false

  func validate() throws {
    guard let format else { return }
    guard ["text", "json"].contains(format) else {
      throw ValidationError("unknown format `\(format)`; known: text, json")
    }
    if json, format != "json" {
      throw ValidationError("`--json` and `--format \(format)` contradict each other")
    }
  }

  var isJSON: Bool { json || format == "json" }
}
