import Foundation
import Testing

/// Help and version.
@Suite struct `Asking for help` {
  private let box: Sandbox

  init() throws { box = try Sandbox() }

  @Test func `gives the version`() throws {
    #expect(try box.run(["--version"]) == Run(0, output: "0.1.0\n"))
  }

  @Test(arguments: [
    ["--help"], ["-h"], ["help"], ["help", "route"], ["explain", "--help"], ["help", "explain"],
    ["off", "--help"], ["credential", "--help"], ["route", "--help"], ["init", "--help"],
    ["check", "--help"], ["test", "--help"], ["diff", "--help"], ["schema", "--help"],
    ["score", "--help"], ["teach", "--help"], ["doctor", "--help"], ["probe", "--help"],
    ["cost", "--help"],
    ["report", "--help"], ["replay", "--help"], ["export", "--help"], ["export"],
    ["export", "litellm", "--help"], ["export", "managed-settings", "--help"],
    ["shell-init", "--help"], ["decide", "--help"],
    ["completions", "--help"],
    ["status", "--help"], ["statusline", "--help"],
  ])
  func `is no error and goes to standard output`(words: [String]) throws {
    // A broken policy is no reason to hide the help.
    try box.write("broken", to: "home/.config/claude-route/policy.yaml")
    let run = try box.run(words)
    #expect(run.end == .exited(0) && run.errors.isEmpty)
    #expect(run.output.contains("USAGE: claude-route"))
  }

  @Test func `names every flag of routing with its default`() throws {
    let output = try box.run(["help", "route"]).output
    let flags = [
      "--task", "--class", "--label", "--files", "--files-from", "--alias", "--backend", "--model",
      "--effort",
      "--policy", "--client", "--max-budget-usd", "--dry-run", "--quiet", "--format", "--json",
      "--reveal", "--no-hold",
    ]
    let text = output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for flag in flags {
      // From the flag to the next one.
      let part = text.split(separator: " \(flag) ", maxSplits: 1).last?
        .split(separator: " --", maxSplits: 1).first
      #expect(part?.contains("(default: ") == true, "\(flag)")
    }
  }
}
