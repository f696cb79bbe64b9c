import ClaudeClient
import Foundation
import Rendering
import Testing

@Suite struct ShellExactValueTests {
  /// Names that routes change: a record of any other is not believed.
  static let prefix = "VERTEX_REGION_CLAUDE_V"
  static let names = HostileValues.all.indices.map { "\(prefix)\($0)" }
  static let hostile = Dictionary(uniqueKeysWithValues: zip(names, HostileValues.all))

  static func text(
    _ changes: [EnvironmentChange],
    _ shell: RealShell,
    _ state: ShellState,
    credential: [String] = []
  ) -> String {
    ShellText(changes, dialect: shell.dialect, state: state, comment: "test") { _ in credential }
      .text
  }

  @Test(arguments: RealShell.allCases)
  func `every value arrives byte for byte`(shell: RealShell) throws {
    var session = try ShellSession(shell, [:])
    defer { session.remove() }
    let changes = zip(Self.names, HostileValues.all).map {
      EnvironmentChange.set($0, EnvironmentValue($1))
    }
    try session.evaluate { Self.text(changes, shell, $0) }
    let (outcome, variables) = try session.finished(with: "")
    #expect(outcome == RealShell.Outcome(status: 0, output: "", errors: ""))
    let arrived = variables.filter { $0.key.hasPrefix(Self.prefix) }
    #expect(differences(arrived, Self.hostile) == [])
  }

  /// So many that the names fit in one variable and the values in one environment.
  private static let batch = 2_500

  @Test(
    arguments: RealShell.allCases,
    Array(stride(from: 0, to: HostileValues.tenThousand.count, by: batch))
  )
  func `ten thousand values arrive byte for byte`(shell: RealShell, first: Int) throws {
    var session = try ShellSession(shell, [:])
    defer { session.remove() }
    let values = HostileValues.tenThousand[first..<first + Self.batch]
    let expected = Dictionary(
      uniqueKeysWithValues: values.indices.map { ("\(Self.prefix)\($0)", values[$0]) }
    )
    let changes = values.indices.map {
      EnvironmentChange.set("\(Self.prefix)\($0)", EnvironmentValue(values[$0]))
    }
    try session.evaluate { Self.text(changes, shell, $0) }
    let (outcome, variables) = try session.finished(with: "")
    #expect(outcome == RealShell.Outcome(status: 0, output: "", errors: ""))
    let arrived = variables.filter { $0.key.hasPrefix(Self.prefix) }
    #expect(arrived.count == Self.batch)
    #expect(differences(arrived, expected) == [])
  }

  @Test(arguments: RealShell.allCases)
  func `every value is saved and comes back byte for byte`(shell: RealShell) throws {
    var session = try ShellSession(shell, Self.hostile)
    defer { session.remove() }
    let before = try session.exported()
    let given = before.filter { $0.key.hasPrefix(Self.prefix) }
    #expect(differences(given, Self.hostile) == [])
    try session.evaluate { Self.text(Self.names.map { .unset($0) }, shell, $0) }
    #expect(try session.exported().keys.filter { $0.hasPrefix(Self.prefix) } == [])
    try session.evaluate { OffText(dialect: shell.dialect, state: $0, closedList: []).text }
    let (outcome, variables) = try session.finished(with: "")
    #expect(outcome == RealShell.Outcome(status: 0, output: "", errors: ""))
    #expect(differences(variables, before) == [])
  }

  @Test(arguments: RealShell.allCases)
  func `every value is referred to byte for byte, between texts too`(shell: RealShell) throws {
    let filled = Self.hostile.filter { !$0.value.isEmpty }
    var session = try ShellSession(shell, filled)
    defer { session.remove() }
    let changes = filled.keys.sorted().flatMap { name -> [EnvironmentChange] in
      let mixed: [EnvironmentValue.Part] = [
        .text("it's "), .text("'"), .variable(name), .text("!\\"),
      ]
      return [
        .set("W_\(name)", EnvironmentValue(parts: [.variable(name)])),
        .set("X_\(name)", EnvironmentValue(parts: mixed)),
      ]
    }
    try session.evaluate { Self.text(changes, shell, $0) }
    let (outcome, variables) = try session.finished(with: "")
    #expect(outcome == RealShell.Outcome(status: 0, output: "", errors: ""))
    for (name, value) in filled {
      let expected = ["W_\(name)": value, "X_\(name)": "it's '\(value)!\\"]
      #expect(differences(variables.filter { expected[$0.key] != nil }, expected) == [])
    }
  }

  @Test(arguments: RealShell.allCases)
  func `a credential command gets its words as they are`(shell: RealShell) throws {
    var session = try ShellSession(shell, [:])
    defer { session.remove() }
    // csh parts the output at line breaks, and no credential has one.
    let words = HostileValues.all.filter {
      shell != .tcsh || !$0.utf8.contains(UInt8(ascii: "\n"))
    }
    let program = try session.command(
      named: "it's a $HOME \\ `x` ! program",
      #"printf '[%s]' "$@""#
    )
    let value = EnvironmentValue(parts: [.text("Bearer "), .credential(backend: "b"), .text("'")])
    try session.evaluate { state in
      Self.text([.set("TOKEN", value)], shell, state, credential: [program] + words)
    }
    let (outcome, variables) = try session.finished(with: "")
    #expect(outcome == RealShell.Outcome(status: 0, output: "", errors: ""))
    let expected = "Bearer " + words.map { "[\($0)]" }.joined() + "'"
    let token = ["TOKEN": expected]
    #expect(differences(variables.filter { $0.key == "TOKEN" }, token) == [])
  }

  @Test(
    arguments: RealShell.posix,
    ["set -eu", "set -a", "set -f", "IFS='a/\"_$ \n'", "set -aeuf; IFS=x"]
  )
  func `values do not depend on the shell's options`(shell: RealShell, setup: String) throws {
    var session = try ShellSession(shell, ["SOURCE": "a/b * _ x", "GONE": "x"])
    defer { session.remove() }
    session.setup = setup
    let value = EnvironmentValue(parts: [
      .text("a/b * $ "), .variable("SOURCE"), .credential(backend: "b"),
    ])
    try session.evaluate { state in
      Self.text(
        [.set("TOKEN", value), .unset("GONE"), .unset("NEVER")],
        shell,
        state,
        credential: ["/bin/echo", "a/b  *"]
      )
    }
    let (outcome, variables) = try session.finished(with: " && echo fine")
    #expect(outcome == RealShell.Outcome(status: 0, output: "fine\n", errors: ""))
    let added = variables.filter { !["IFS", "PWD", "SHLVL"].contains($0.key) }
    #expect(added["TOKEN"] == "a/b * $ a/b * _ xa/b  *")
    #expect(added.keys.filter { $0.contains("GONE") || $0.contains("_claude") } == [])
    #expect(added["CLAUDE_ROUTE_SAVED"] == "GONE")
    #expect(added["CLAUDE_ROUTE_SET"] == "TOKEN")
  }
}
